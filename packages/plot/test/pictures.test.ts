/** What every picture must be: XML that a strict reader takes, whole, with everything it was asked to show, and always the same. */
import { bars, heatmap, images, learningRateCurve, lines, panels, scatter } from '@graftml/plot';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

const curve = () =>
  lines({
    title: 'Curves & <signs>',
    subtitle: 'below the title',
    x: 'time in s',
    y: { name: 'loss', log: true },
    series: [
      { name: 'first "one"', y: [1, 0.1, 0.01] },
      { name: 'second', x: [1, 2, 3], y: [2, Number.NaN, 1], draw: 'both', dashed: true },
    ],
    marks: [{ x: 2, label: 'here' }, { y: 0.5 }],
    notes: [{ x: 2, y: 1, text: 'a note' }],
  });
const points = () =>
  scatter({
    x: 'width',
    y: 'height',
    surface: {
      x: [0, 4],
      y: [0, 4],
      values: [
        [0, 1],
        [1, 2],
      ],
    },
    series: [
      { name: 'cats', x: [1, 2], y: [3, 1], labels: ['p', 'q'] },
      { name: 'dogs', x: [2], y: [2] },
    ],
  });
const amounts = () =>
  bars({
    x: 'animal',
    y: 'probability',
    words: ['cat', 'dog'],
    series: [
      { name: 'T = 1', values: [0.25, 0.75] },
      { name: 'T = 2', values: [0.4, 0.6] },
    ],
  });
const table = () => heatmap({ x: 'said', y: 'true', rows: ['a', 'b'], values: [[1, 2], [3, 4.5]] }); // biome-ignore format: a table
const wide = () => heatmap({ x: 'column', y: 'row', values: [new Float32Array(300).map((_, i) => i)] });
const grid = () =>
  images({ title: 'Two', pictures: [0, 1].map((i) => ({ shape: [1, 1], data: [i], caption: `n${i}` })) });

const rates = () =>
  learningRateCurve({
    rates: [0.001, 0.01, 0.1, 1],
    losses: [2, 1, 1.5, 90],
    smoothed: [2, 1.5, 1.2, 4],
    suggestion: 0.01,
  });

const all = {
  lines: [curve, ['Curves &', 'below the title', 'time in s', 'loss', 'first ', 'second', 'here', 'a note']],
  scatter: [points, ['width', 'height', 'cats', 'dogs', 'p', 'q']],
  bars: [amounts, ['animal', 'probability', 'cat', 'dog', 'T = 1', 'T = 2', '0.25', '0.75', '0.4', '0.6']],
  heatmap: [table, ['said', 'true', 'a', 'b', '1', '2', '3', '4.5']],
  'a wide heatmap': [wide, ['column', 'row', '0', '299']],
  images: [grid, ['Two', 'n0', 'n1']],
  'a learning-rate curve': [rates, ['learning rate', 'loss', 'each batch', 'smoothed', 'suggested: 0.01']],
  panels: [() => panels({ title: 'All', pictures: [curve(), points(), table()] }), ['All', 'a note', 'cats', '4.5']],
} as const;

const texts = (svg: string) => [...svg.matchAll(/<text\b[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);

describe.each(Object.entries(all))('%s', (_, [draw, said]) => {
  it('is XML of the size that it says', async () => {
    const svg = draw();
    const { format, width, height } = await sharp(Buffer.from(svg)).metadata();
    expect(format).toBe('svg');
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
    await sharp(Buffer.from(svg)).raw().toBuffer();
  });

  it('shows everything', () => {
    const shown = texts(draw());
    for (const text of said)
      expect(
        shown.some((it) => it.startsWith(text)),
        text,
      ).toBe(true);
  });

  it('is the same each time', () => {
    const first = draw();
    curve(); // moves what counts
    expect(draw()).toBe(first);
  });

  it('names nothing twice and nothing that is not there', () => {
    const svg = draw();
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
  });
});

it('draws a line for each series, through its points', () => {
  const svg = lines({ x: 'x', y: 'y', series: [{ name: 'a', y: [1, 2] }, { name: 'b', y: [2, 1] }] }); // biome-ignore format: short
  for (const color of ['#0072b2', '#d55e00'])
    expect(svg).toMatch(new RegExp(`<path d="M[\\d.]+ [\\d.]+L[\\d.]+ [\\d.]+" fill="none" stroke="${color}"`));
});

it('has no legend for one series, and one for several', () => {
  const named = (...names: string[]) =>
    texts(lines({ x: 'x', y: 'y', series: names.map((name) => ({ name, y: [1, 2] })) }));
  expect(named('alone')).not.toContain('alone');
  expect(named('one', 'two')).toEqual(expect.arrayContaining(['one', 'two']));
});

it('puts marks where they belong, small numbers too', () => {
  const marks = [1e-4, 1e-3, 1e-2].map((x) => ({ x }));
  const x = { name: 'rate', log: true, min: 1e-4, max: 1e-2 };
  const svg = lines({ x, y: 'y', series: [{ x: [1e-4, 1e-2], y: [0, 1] }], marks });
  const [left, middle, right] = [...svg.matchAll(/d="M([\d.]+) [^"]*"[^>]*dasharray/g)].map(([, at]) => Number(at));
  expect(Math.abs(middle! - (left! + right!) / 2)).toBeLessThanOrEqual(1);
  expect(right! - left!).toBeGreaterThan(100);
});

it('breaks a line where a value is missing', () => {
  const path = (y: number[]) =>
    / d="(M[^"]*)" fill="none" stroke="#0072b2"/.exec(lines({ x: 'x', y: 'y', series: [{ y }] }))![1]!;
  expect(path([1, 2, 3, 4]).match(/M/g)).toHaveLength(1);
  expect(path([1, 2, Number.NaN, 3, 4]).match(/M/g)).toHaveLength(2);
});

it('leaves out what is not a number', () => {
  const holes = [
    [1, Number.NaN],
    [3, 4],
  ];
  expect(texts(heatmap({ x: 'x', y: 'y', values: holes })).join()).not.toContain('NaN');
  const svg = bars({ x: 'x', y: 'y', words: ['a', 'b', 'c'], series: [{ values: [1, Number.NaN, -2] }] });
  expect(texts(svg)).toEqual(expect.arrayContaining(['1', '-2']));
  expect(svg.match(/fill="#0072b2"/g)).toHaveLength(2);
  expect(svg).not.toContain('NaN');
});

describe('refuses', () => {
  const one = [{ y: [1, 2] }];
  it.each([
    ['an axis without a name', () => lines({ x: '', y: 'y', series: one }), /lines: x.*needs a name/],
    [
      'zero on a logarithmic axis',
      () => lines({ x: 'x', y: { name: 'y', log: true }, series: [{ y: [0] }] }),
      /'y' shows only numbers above 0/,
    ],
    [
      'a mark below a logarithmic axis',
      () => lines({ x: { name: 'x', log: true }, y: 'y', series: one, marks: [{ x: -1 }] }),
      /above 0/,
    ],
    [
      'unequal lengths',
      () => scatter({ x: 'x', y: 'y', series: [{ name: 'a', x: [1], y: [1, 2] }] }),
      /scatter: a: x and y.*1 and 2/,
    ],
    [
      'one name twice',
      () =>
        lines({
          x: 'x',
          y: 'y',
          series: [
            { name: 'a', y: [1] },
            { name: 'a', y: [1] },
          ],
        }),
      /the same name/,
    ],
    ['dashed points', () => scatter({ x: 'x', y: 'y', series: [{ y: [1], dashed: true }] }), /points have no line/],
    ['nothing to draw', () => lines({ x: 'x', y: 'y', series: [] }), /nothing to draw/],
    [
      'an axis that ends before it begins',
      () => lines({ x: { name: 'x', min: 2, max: 1 }, y: 'y', series: one }),
      /2 to 1/,
    ],
    [
      'bars without words',
      () => bars({ x: 'x', y: 'y', words: ['a'], series: [{ values: [1, 2] }] }),
      /2 values, 1 words/,
    ],
    ['ragged tables', () => heatmap({ x: 'x', y: 'y', values: [[1], [1, 2]] }), /same length/],
    [
      'pictures of two channels',
      () => images({ pictures: [{ shape: [2, 1, 1], data: [1, 2] }] }),
      /one channel or three/,
    ],
    ['too few pixels', () => images({ pictures: [{ shape: [2, 2], data: [1] }] }), /pictures\[0\].*1 numbers/],
    ['panels of something else', () => panels({ pictures: ['<p>'] }), /known size/],
  ])('%s', (_, draw, message) => {
    expect(draw).toThrow(message);
  });
});
