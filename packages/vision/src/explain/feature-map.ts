/** Pictures as the network sees them, on one map: as SVG, and as a table. */

/** One picture on the map. */
export interface MapPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** What it is. */
  readonly label: string;
  /** What the model takes it for, where there is a model. */
  readonly predicted?: string;
  /** A small picture in place of a point: an address that a browser can show. */
  readonly thumbnail?: string;
}

/** Options of `featureMapSvg`. */
export interface FeatureMapOptions {
  readonly title?: string;
  /** In the order of the legend; in that of their first mention unless given. */
  readonly classNames?: readonly string[];
  /** Pixels; 960 unless given. */
  readonly width?: number;
}

/** The first seven of Okabe & Ito (2008) without yellow, then others of about the same weight. */
const colours = [
  '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#5c5c5c', '#7b3294', '#a6611a', '#1b7837', '#b2182b', '#80b1d3',
] as const; // biome-ignore format: a list

const legendRow = 20;
const margin = 24;

/** Points of one colour for each class. What the model takes for another is crossed, in the colour of what it is taken for. */
export function featureMapSvg(points: readonly MapPoint[], options: FeatureMapOptions = {}): string {
  const { title, width = 960 } = options;
  const classNames = options.classNames ?? [...new Set(points.map(({ label }) => label))];
  const colourOf = (label: string) => colours[Math.max(0, classNames.indexOf(label)) % colours.length]!;
  const wrong = points.filter(({ label, predicted }) => predicted !== undefined && predicted !== label);
  const judged = points.some(({ predicted }) => predicted !== undefined);
  const entries = classNames.map((name) => ({ name, count: points.filter(({ label }) => label === name).length }));
  const columns = Math.max(1, Math.floor((width - 2 * margin) / 190));
  const head = title === undefined ? 12 : 44;
  const legendHeight = (Math.ceil(entries.length / columns) + (judged ? 1 : 0)) * legendRow + 12;
  const side = width - 2 * margin;
  const top = head + legendHeight;
  const thumb = points.some(({ thumbnail }) => thumbnail !== undefined) ? Math.max(18, Math.min(44, side / 22)) : 0;
  const place = placing(points, side, thumb / 2 + 8);
  const drawn = [...points]
    .sort((a, b) => Number(wrong.includes(a)) - Number(wrong.includes(b)))
    .map((point) => {
      const [x, y] = [margin + place.x(point.x), top + place.y(point.y)];
      const isWrong = point.predicted !== undefined && point.predicted !== point.label;
      const told = `<title>${escaped(`${point.name}: ${point.label}${isWrong ? `, taken for ${point.predicted}` : ''}`)}</title>`;
      const mark = isWrong ? cross(x, y, thumb > 0 ? thumb / 2 : 5, colourOf(point.predicted!)) : '';
      if (point.thumbnail === undefined)
        return `<g>${told}<circle cx="${n(x)}" cy="${n(y)}" r="${isWrong ? 9 : 5}" fill="${colourOf(point.label)}" fill-opacity=".8" stroke="#fff"/>${mark}</g>`;
      const at = `x="${n(x - thumb / 2)}" y="${n(y - thumb / 2)}" width="${n(thumb)}" height="${n(thumb)}"`;
      return `<g>${told}<image ${at} preserveAspectRatio="xMidYMid slice" href="${escaped(point.thumbnail)}"/><rect ${at} fill="none" stroke="${colourOf(point.label)}" stroke-width="3"/>${mark}</g>`;
    });
  const legend = entries.map(({ name, count }, i) => {
    const [x, y] = [margin + 8 + (i % columns) * 190, head + Math.floor(i / columns) * legendRow + 8];
    return `<circle cx="${x}" cy="${y}" r="5" fill="${colourOf(name)}"/>${text(x + 12, y + 4.5, `${clipped(name)} (${count})`)}`;
  });
  const note = head + Math.ceil(entries.length / columns) * legendRow + 8;
  const crossed = judged
    ? [
        cross(margin + 8, note, 5, '#222'),
        text(margin + 20, note + 4.5, `taken for the class of the cross's colour: ${wrong.length} of ${points.length}`),
      ]
    : [];
  const height = Math.ceil(top + place.height + margin);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="#fff"/>
${title === undefined ? '' : `<text x="${margin}" y="28" font-family="${font}" font-size="17" font-weight="bold" fill="#222">${escaped(title)}</text>\n`}${[...legend, ...crossed, ...drawn].join('\n')}
</svg>
`;
}

/** The same scale both ways, as wide as there is room, and how high that is. */
function placing(points: readonly MapPoint[], side: number, room: number) {
  const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = range(points.map(({ x }) => x));
  const [low, high] = range(points.map(({ y }) => y));
  // A map that is much higher than wide would not fit on a screen.
  const scale = Math.min((side - 2 * room) / (right - left || 1), (1.2 * side - 2 * room) / (high - low || 1));
  const height = (high - low) * scale + 2 * room;
  return {
    height,
    x: (x: number) => side / 2 + (x - (left + right) / 2) * scale,
    y: (y: number) => height / 2 - (y - (low + high) / 2) * scale,
  };
}

function cross(x: number, y: number, size: number, colour: string): string {
  const d = `M${n(x - size)} ${n(y - size)}L${n(x + size)} ${n(y + size)}M${n(x - size)} ${n(y + size)}L${n(x + size)} ${n(y - size)}`;
  return `<path d="${d}" stroke="#fff" stroke-width="5"/><path d="${d}" stroke="${colour}" stroke-width="2.5"/>`;
}

const font = 'Helvetica, Arial, sans-serif';
const text = (x: number, y: number, words: string): string =>
  `<text x="${x}" y="${y}" font-family="${font}" font-size="13" fill="#222">${escaped(words)}</text>`;
const n = (value: number): string => String(Math.round(value * 10) / 10);
const clipped = (name: string): string => (name.length > 18 ? `${name.slice(0, 17)}…` : name);
const escaped = (words: string): string =>
  words.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`).replace(forbidden, '\u{fffd}');
// biome-ignore lint/suspicious/noControlCharactersInRegex: no XML document may hold these (XML 1.0, 2.2)
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
