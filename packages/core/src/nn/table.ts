/** Tables in plain text. */

export type Alignment = 'left' | 'right';

/** A frame around a header and rows; each column as wide as its longest cell. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const rule = (left: string, line: string, cross: string, right: string) =>
    left + widths.map((width) => line.repeat(width + 2)).join(cross) + right;
  const row = (cells: readonly string[], bar: string) =>
    `${bar} ${cells
      .map((cell, i) => (alignments[i] === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join(` ${bar} `)} ${bar}`;
  return [
    rule('┏', '━', '┳', '┓'),
    row(header, '┃'),
    rule('┡', '━', '╇', '┩'),
    ...rows.map((cells) => row(cells, '│')),
    rule('└', '─', '┴', '┘'),
  ].join('\n');
}
