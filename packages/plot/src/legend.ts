/** Which colour, line and symbol stands for which name. */
import { colors, palette, textWidth } from './style.ts';
import { textAt } from './svg.ts';

/** How a series is drawn. */
export interface Look {
  readonly color: string;
  /** None for points and bars. */
  readonly line?: 'solid' | 'dashed';
  /** None for plain lines. */
  readonly symbol?: Shape;
}

export interface Entry extends Look {
  readonly name: string;
}

export type Shape = keyof typeof shapes;

/** Outlines in a square of 10. */
const shapes = {
  disc: 'M0 5A5 5 0 1 1 10 5A5 5 0 1 1 0 5Z',
  square: 'M0 0L10 0L10 10L0 10Z',
  triangle: 'M5 0L10 10L0 10Z',
  diamond: 'M5 0L10 5L5 10L0 5Z',
} as const;

const inTurn = Object.keys(shapes) as readonly Shape[];

export const colorOf = (index: number): string => palette[index % palette.length]!;
export const shapeOf = (index: number): Shape => inTurn[index % inTurn.length]!;

/** As ECharts wants it. */
export const symbolOf = (shape: Shape): string => `path://${shapes[shape]}`;

/** The entries in rows from (12, top), and the height that they take. */
export function legend(entries: readonly Entry[], width: number, top: number) {
  const parts: string[] = [];
  let [x, y] = [12, top + 14];
  for (const entry of entries) {
    const item = swatch + 7 + textWidth(entry.name) + 18;
    if (x > 12 && x + item - 18 > width - 12) {
      x = 12;
      y += rowHeight;
    }
    parts.push(...drawn(entry, x, y - 4), textAt(x + swatch + 7, y, entry.name));
    x += item;
  }
  return { content: parts.join('\n'), height: entries.length === 0 ? 0 : y - top + 8 };
}

const swatch = 24;
const rowHeight = 22;

function drawn({ color, line, symbol }: Look, x: number, middle: number): string[] {
  const dashes = line === 'dashed' ? ' stroke-dasharray="6 4"' : '';
  const stroke = `<path d="M${x} ${middle}h${swatch}" stroke="${color}" stroke-width="2.5"${dashes}/>`;
  const place = `translate(${x + swatch / 2 - 5} ${middle - 5})`;
  const mark = `<path d="${shapes[symbol ?? 'disc']}" transform="${place}" fill="${color}" stroke="${colors.background}" stroke-width="0.8"/>`;
  return [...(line ? [stroke] : []), ...(symbol ? [mark] : [])];
}
