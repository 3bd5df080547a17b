/** A convolution from above: the input with its padding, where the filter lies first and next, and the outputs it fills. */

export interface WindowPicture {
  readonly title: string;
  readonly subtitle: string;
  /** Pixels along a side of the input, and of padding before and after it. */
  readonly size: number;
  readonly before: number;
  readonly after: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Pixels along a side of the output. */
  readonly outputs: number;
}

const cell = 22;
const [first, second, faint] = ['#0072b2', '#d55e00', '#b8b8b8'];

export function windowPicture(options: WindowPicture): string {
  const { title, subtitle, size, before, after, kernel, stride, dilation, outputs } = options;
  const [left, top] = [16, 66];
  const across = before + size + after;
  const outputLeft = left + across * cell + 56;
  const [width, height] = [Math.max(outputLeft + outputs * cell + 16, 400), top + across * cell + 16];
  const square = (x: number, y: number, style: string) =>
    `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" ${style}/>`;
  const grid = (count: number, at: (i: number) => string) => Array.from({ length: count * count }, (_, i) => at(i));
  const inputs = grid(across, (i) => {
    const [row, column] = [Math.floor(i / across), i % across];
    const isPadding = [row, column].some((place) => place < before || place >= before + size);
    const style = isPadding
      ? `fill="#ffffff" stroke="${faint}" stroke-dasharray="3 3"`
      : `fill="#eef3f6" stroke="${faint}"`;
    const [x, y] = [left + column * cell, top + row * cell];
    const zero = `<text x="${x + cell / 2}" y="${y + 15}" text-anchor="middle" fill="${faint}" font-size="11">0</text>`;
    return square(x, y, style) + (isPadding ? zero : '');
  });
  const taps = (shift: number, color: string, inset: number) =>
    grid(kernel, (i) => {
      const x = left + (shift + (i % kernel) * dilation) * cell + inset;
      const y = top + Math.floor(i / kernel) * dilation * cell + inset;
      const side = cell - 2 * inset;
      return `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="${color}" fill-opacity="0.25" stroke="${color}" stroke-width="2"/>`;
    });
  const results = grid(outputs, (i) => {
    const fill = i === 0 ? first : i === 1 ? second : '#ffffff';
    const style = `fill="${fill}" fill-opacity="0.6" stroke="${faint}"`;
    return square(outputLeft + (i % outputs) * cell, top + Math.floor(i / outputs) * cell, style);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222222">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="26" font-size="16" font-weight="bold">${title}</text><text x="12" y="47">${subtitle}</text>`,
    ...inputs,
    ...taps(0, first, 2),
    ...(outputs > 1 ? taps(stride, second, 5) : []),
    `<text x="${outputLeft - 28}" y="${top + (across * cell) / 2}" text-anchor="middle" font-size="18">→</text>`,
    ...results,
    '</svg>\n',
  ].join('\n');
}
