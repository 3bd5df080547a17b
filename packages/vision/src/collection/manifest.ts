/** Lists of pictures with their labels: one row of CSV, or one JSON object, for each. */
import { DataError, FileError } from '@graftml/core';
import { type Split, splitOf } from '../layout.ts';
import { delimiterOf, parseCsv } from './csv.ts';

/** A picture as a manifest lists it. */
export interface ManifestRow {
  /** Counted from 1. */
  readonly line: number;
  /** As it is written: relative to the manifest. */
  readonly path: string;
  readonly labels: readonly string[];
  readonly split?: Split;
  readonly group?: string;
  readonly weight?: number;
  /** A number to learn. */
  readonly value?: number;
}

/** What `parseManifest` reads. */
export interface Manifest {
  readonly rows: readonly ManifestRow[];
  /** Columns that mean nothing here. */
  readonly unused: readonly string[];
}

/** Comma-separated values, or one JSON object a line. */
export type ManifestFormat = 'csv' | 'ndjson';

/** What columns may be called, in any case. `label` is one class as it stands, `labels` may be several. */
const columns = {
  path: ['path', 'file', 'filename', 'file_name', 'filepath', 'image', 'image_path'],
  label: ['label', 'class', 'category'],
  labels: ['labels', 'classes', 'tags'],
  split: ['split', 'set', 'subset'],
  group: ['group', 'group_id'],
  weight: ['weight', 'sample_weight'],
  value: ['value', 'target'],
} as const;
type Column = keyof typeof columns;
const names = Object.keys(columns) as Column[];

/** By the name of the file: `.csv`, `.tsv`, `.ndjson` and `.jsonl`. */
export function manifestFormat(path: string): ManifestFormat | undefined {
  if (/\.(csv|tsv)$/i.test(path)) return 'csv';
  return /\.(ndjson|jsonl)$/i.test(path) ? 'ndjson' : undefined;
}

/**
 * Reads a manifest. A column (or key) `path` is needed, and `label` or `labels`; in CSV several labels are separated by `|`
 * (or by `;` where that does not separate columns), in JSON they are an array. No label at all is a picture without one.
 * @param where the manifest's name, for errors
 * @throws FileError for what is no CSV or JSON; DataError for a row without path, a split or weight that is none, or a
 * picture that is listed twice
 */
export function parseManifest(text: string, format: ManifestFormat, where = 'manifest'): Manifest {
  const plain = text.replace(/^\ufeff/, '');
  const records = format === 'csv' ? csvRecords(plain, where) : jsonRecords(plain, where);
  const unused = new Set<string>();
  const lines = new Map<string, number>();
  const rows = records.map(({ line, values }) => {
    const row = rowOf(values, unused, line, `${where}, line ${line}`);
    const before = lines.get(row.path);
    if (before !== undefined)
      throw new DataError('lists a picture a second time', {
        where: `${where}, line ${line}`,
        received: `${row.path}, as in line ${before}`,
        hint: 'keep one of the rows; several labels of a picture go into one row, in a column "labels"',
      });
    lines.set(row.path, line);
    return row;
  });
  if (rows.length === 0) throw new DataError('lists no pictures', { where });
  return { rows, unused: [...unused] };
}

interface ManifestRecord {
  readonly line: number;
  /** By the name that the manifest gives. */
  readonly values: readonly (readonly [name: string, value: unknown])[];
}

function csvRecords(text: string, where: string): ManifestRecord[] {
  const delimiter = delimiterOf(text);
  const [head, ...rows] = parseCsv(text, delimiter, where);
  if (!head?.fields.some((name) => columnOf(name) === 'path'))
    throw new DataError('has no column of paths in its first row', {
      where,
      expected: `one of ${columns.path.join(', ')}`,
      received: head ? head.fields.join(', ') : 'an empty file',
      hint: 'name the columns in the first row: path,label',
    });
  return rows.map(({ line, fields }) => {
    if (fields.length !== head.fields.length)
      throw new DataError('has another number of columns than the first row', {
        where: `${where}, line ${line}`,
        expected: `${head.fields.length}`,
        received: `${fields.length}`,
        hint: 'put a field that holds the delimiter into quotes',
      });
    const separator = delimiter === ';' ? /\|/ : /[|;]/;
    const value = (name: string, field: string) =>
      columnOf(name) === 'labels' ? field.split(separator).filter((label) => label.trim() !== '') : field;
    return { line, values: head.fields.map((name, i) => [name, value(name, fields[i]!)] as const) };
  });
}

function jsonRecords(text: string, where: string): ManifestRecord[] {
  return text.split(/\r?\n/).flatMap((content, i) => {
    if (content.trim() === '') return [];
    const line = i + 1;
    let parsed: unknown;
    try {
      parsed = JSON.parse(content);
    } catch (cause) {
      throw new FileError('is not JSON', {
        where: `${where}, line ${line}`,
        expected: 'one object a line, {"path": "a.jpg", "label": "cat"}',
        received: content.slice(0, 40),
        cause,
      });
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new FileError('is no JSON object', { where: `${where}, line ${line}`, received: content.slice(0, 40) });
    return [{ line, values: Object.entries(parsed) }];
  });
}

const columnOf = (name: string): Column | undefined => {
  const plain = name.trim().toLowerCase();
  return names.find((column) => columns[column].some((known) => known === plain));
};

function rowOf(values: ManifestRecord['values'], unused: Set<string>, line: number, where: string): ManifestRow {
  const found: Partial<Record<Column, unknown>> = {};
  for (const [name, value] of values) {
    const column = columnOf(name);
    if (column === undefined) unused.add(name);
    else if (column in found || (column === 'labels' && 'label' in found) || (column === 'label' && 'labels' in found))
      throw new DataError(`says the ${column} twice`, { where, received: `"${name}" beside another column` });
    else found[column] = value;
  }
  const path = textOf(found.path, 'path', where);
  if (path === undefined) throw new DataError('has no path', { where, expected: `one of ${columns.path.join(', ')}` });
  const split = textOf(found.split, 'split', where);
  const group = textOf(found.group, 'group', where);
  const weight = weightOf(found.weight, where);
  const value = valueOf(found.value, where);
  if (split !== undefined && !splitOf(split))
    throw new DataError('names a split that is none', {
      where,
      expected: 'train, validation or test',
      received: split,
    });
  return {
    line,
    path,
    labels: labelsOf(found.labels ?? found.label, where),
    ...(split !== undefined && { split: splitOf(split)! }),
    ...(group !== undefined && { group }),
    ...(weight !== undefined && { weight }),
    ...(value !== undefined && { value }),
  };
}

/** Numbers are taken as they are written; what is empty is absent. */
function textOf(value: unknown, column: Column, where: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (typeof value === 'number') return `${value}`;
  throw new DataError(`has a ${column} that is no text`, { where, received: JSON.stringify(value) });
}

function labelsOf(value: unknown, where: string): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const labels = list.map((label) => textOf(label, 'label', where)).filter((label) => label !== undefined);
  return [...new Set(labels)];
}

function weightOf(value: unknown, where: string): number | undefined {
  const text = textOf(value, 'weight', where);
  if (text === undefined) return undefined;
  const weight = Number(text);
  if (!Number.isFinite(weight) || weight < 0)
    throw new DataError('has a weight that is none', { where, expected: 'a number from 0', received: text });
  return weight;
}

function valueOf(given: unknown, where: string): number | undefined {
  const text = textOf(given, 'value', where);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new DataError('has a value that is no number', { where, received: text });
  return value;
}
