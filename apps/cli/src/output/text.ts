/** Text in columns of a terminal. */
import { stripVTControlCharacters } from 'node:util';

/** Characters that take two columns: East Asian wide forms and most emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;
const invisible = /\p{Mn}|\u200d|\ufe0f/gu;

/** Columns that `text` takes, colours not counted. */
export function columnsOf(text: string): number {
  const plain = stripVTControlCharacters(text).replace(invisible, '');
  return [...plain].length + (plain.match(wide)?.length ?? 0);
}

/** Names of files may hold anything; what steers a terminal is shown as `?`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

const padded = (text: string, columns: number, align: 'left' | 'right'): string => {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return align === 'left' ? text + space : space + text;
};

/**
 * Rows of cells under each other, two spaces between, one line a row.
 * @param align one letter a column: `l` or `r`; the last one holds for all further columns
 */
export function columns(rows: readonly (readonly string[])[], align = 'l'): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, columnsOf(cell));
    });
  const side = (i: number) => ((align[i] ?? align.at(-1)) === 'r' ? 'right' : 'left');
  return rows.map((row) =>
    row
      .map((cell, i) => padded(cell, widths[i]!, side(i)))
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks words into lines of at most `width` columns; every line but the first is indented. */
export function wrapped(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** At most `width` columns of `text`, which has no colours. */
export function clipped(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  let kept = '';
  for (const letter of text) {
    if (columnsOf(kept + letter) > width - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}
