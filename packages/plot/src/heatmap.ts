/** A table of numbers as colours. */
import { UsageError } from '@graftml/core';
import { requireAxis, wordAxis } from './axes.ts';
import { render } from './render.ts';
import { colorAt, colors, type Frame, fontSize, type Scale, scales, showNumber, textOn } from './style.ts';

/** Options of `heatmap`. */
export interface HeatmapOptions extends Frame {
  /** What the columns and the rows are. */
  readonly x: string;
  readonly y: string;
  /** `values[row][column]`; what is not a finite number stays empty. */
  readonly values: readonly ArrayLike<number>[];
  /** 1, 2, 3, … unless given. */
  readonly columns?: readonly string[];
  readonly rows?: readonly string[];
  /** What the ends of the scale mean; the smallest and the largest value unless given, or as far to both sides of 0 where the scale diverges. */
  readonly range?: readonly [number, number];
  readonly scale?: Scale;
  /** Writes the numbers into the cells; on where there are 225 or less. A scale of colours stands beside where it is off. */
  readonly showValues?: boolean;
}

/** A table of coloured cells, the first row above, as SVG text. Throws a UsageError for what cannot be drawn. */
export function heatmap(options: HeatmapOptions): string {
  const { values, scale = 'sequential' } = options;
  const x = requireAxis('heatmap: x', options.x);
  const y = requireAxis('heatmap: y', options.y);
  const width = values[0]?.length ?? 0;
  const { columns = counted(width), rows = counted(values.length) } = options;
  if (width === 0 || values.some((row) => row.length !== width))
    throw new UsageError('a heatmap needs rows of the same length', {
      where: 'heatmap',
      received: values.map((row) => row.length).join(', '),
    });
  if (columns.length !== width || rows.length !== values.length)
    throw new UsageError('a heatmap needs a word for each row and column', {
      where: 'heatmap',
      expected: `${values.length} rows, ${width} columns`,
      received: `${rows.length} rows, ${columns.length} columns`,
    });
  const all = values.flatMap((row) => Array.from(row)).filter(Number.isFinite);
  const [low, high] = options.range ?? spread(all, scale);
  const { showValues = values.length * width <= 225 } = options;
  const shade = (value: number) => colorAt(scale, high > low ? (value - low) / (high - low) : 0.5);
  return render({
    frame: options,
    legend: [],
    right: showValues ? 24 : 84,
    option: {
      xAxis: wordAxis('x', x.name, columns),
      yAxis: { ...wordAxis('y', y.name, rows), inverse: true },
      visualMap: {
        show: !showValues,
        type: 'continuous',
        min: low,
        max: high > low ? high : low + 1,
        text: [showNumber(high, 3), showNumber(low, 3)],
        textStyle: { fontSize: fontSize.small, color: colors.faint },
        right: 14,
        top: 'middle',
        itemHeight: 160,
        itemWidth: 14,
        calculable: false,
        inRange: { color: [...scales[scale]] },
      },
      series: [
        {
          type: 'heatmap',
          silent: true,
          emphasis: { disabled: true },
          itemStyle: { borderColor: colors.background, borderWidth: showValues ? 1 : 0 },
          data: values.flatMap((row, r) =>
            Array.from(row, (value, c) => ({
              value: [c, r, Number.isFinite(value) ? value : '-'],
              label: {
                show: showValues && Number.isFinite(value),
                formatter: showNumber(value, 3),
                fontSize: fontSize.small,
                color: textOn(shade(value)),
              },
            })),
          ),
        },
      ],
    },
  });
}

const counted = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i + 1));

function spread(all: readonly number[], scale: Scale): readonly [number, number] {
  const low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (all.length === 0) return [0, 1];
  const side = Math.max(Math.abs(low), Math.abs(high));
  return scale === 'diverging' ? [-side, side] : [low, high];
}
