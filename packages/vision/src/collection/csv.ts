/** Comma-separated values (RFC 4180): fields in quotes may hold delimiters, line breaks and doubled quotes. */
import { FileError } from '@graftml/core';

export interface CsvRow {
  /** Where the row begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Of comma, semicolon and tabulator the one that the first line has most of. */
export function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/)).replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => head.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/** The rows that are not empty. @throws FileError naming the line where a quoted field does not end, or goes on */
export function parseCsv(text: string, delimiter: string, where: string): CsvRow[] {
  const rows: CsvRow[] = [];
  // A field in quotes or a plain one, and what ends it; sticky, so that nothing is passed over.
  const plain = `[^"${delimiter}\\r\\n][^${delimiter}\\r\\n]*|`;
  const field = new RegExp(`(?:"((?:[^"]|"")*)"|(${plain}))(${delimiter}|\\r\\n|\\n|\\r|$)`, 'y');
  let line = 1;
  let begin = 1;
  let fields: string[] = [];
  while (field.lastIndex < text.length || fields.length > 0) {
    const at = field.lastIndex;
    const found = field.exec(text);
    if (!found) throw quoteError(text.slice(at), line, where);
    const [all, quoted, bare = '', end] = found;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += all.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === delimiter) continue;
    if (fields.length > 1 || fields[0] !== '') rows.push({ line: begin, fields });
    fields = [];
    begin = line;
    if (end === '') break;
  }
  return rows;
}

const quoteError = (rest: string, line: number, where: string): FileError =>
  new FileError(
    /^"(?:[^"]|"")*"/.test(rest) ? 'goes on after the quote that ends a field' : 'a field in quotes does not end',
    {
      where: `${where}, line ${line}`,
      received: rest.slice(0, 40).split(/[\r\n]/)[0]!,
      hint: 'a quote inside a field in quotes is written twice',
    },
  );
