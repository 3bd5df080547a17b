/** What "apply to a folder" makes of its answers: a table, or a place for each file. */
import { freeName } from '../lab/files/free-name.ts';
import type { SortedRow } from '../lab/lab.ts';

/** A table as `graft predict --csv` writes it: picture, label, probability, unsure (RFC 4180). Files that could not be read have no label. */
export function sortedCsv(rows: readonly SortedRow[]): string {
  const lines = rows.map(({ path, answer }) => [
    path,
    answer?.label ?? '',
    answer ? answer.probability.toFixed(6) : '',
    answer?.unsure ? 'unsure' : '',
  ]);
  return [['picture', 'label', 'probability', 'unsure'], ...lines]
    .map((line) => `${line.map(field).join(',')}\n`)
    .join('');
}

/** Texts that a spreadsheet would take for a formula stay as they are: this is data, and paths are compared with others. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A file, and where it shall lie: `rust/1.jpg`. */
export interface SortedPlace {
  readonly path: string;
  readonly to: string;
}

/**
 * A folder for each class, and one for what it is unsure of. Files of the same name are told apart (`1.jpg`, `1 (2).jpg`); those that could not
 * be read have no place.
 * @param unsureFolder `unsure` unless given; where a class is called so, its answers and these lie together in no case
 */
export function sortedPlaces(
  rows: readonly SortedRow[],
  { unsureFolder = 'unsure' }: { readonly unsureFolder?: string } = {},
): SortedPlace[] {
  const labels = new Set(rows.flatMap(({ answer }) => (answer ? [asFolder(answer.label).toLowerCase()] : [])));
  let unsure = asFolder(unsureFolder);
  while (labels.has(unsure.toLowerCase())) unsure = `${unsure}_`;
  const taken = new Set<string>();
  return rows.flatMap(({ path, answer }) => {
    if (!answer) return [];
    const folder = answer.unsure ? unsure : asFolder(answer.label);
    return [{ path, to: freeName(`${folder}/${path.slice(path.lastIndexOf('/') + 1)}`, taken) }];
  });
}

/** Labels of a file that somebody else wrote may hold anything. */
function asFolder(label: string): string {
  const plain = label.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  return plain === '' ? '_' : plain;
}
