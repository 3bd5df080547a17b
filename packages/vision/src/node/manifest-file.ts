/** Manifests on the disk: pictures by the rows of a CSV or NDJSON file. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FileError } from '@graftml/core';
import { type ManifestRow, manifestFormat, parseManifest } from '../collection/manifest.ts';
import { fileError, type ReadOptions } from './bytes.ts';
import type { Entry } from './entries.ts';
import { readEntry } from './folder.ts';
import type { Source } from './sources.ts';

/** The pictures of a manifest, in its order; paths are relative to its folder. One that is missing is broken. */
export async function openManifest(path: string, size: number): Promise<Source> {
  const { rows, unused } = parseManifest(await readText(path), manifestFormat(path)!, path);
  const pathOf = (entryPath: string) => resolve(dirname(path), entryPath);
  async function* entries({ signal, onBytes }: ReadOptions): AsyncGenerator<Entry> {
    for (const row of rows) {
      signal?.throwIfAborted();
      const entry = await readEntry(row.path, pathOf(row.path), onBytes);
      if (entry.kind === 'picture') yield { ...entry, ...said(row) };
      else yield entry.kind === 'ignored' ? { kind: 'broken', path: row.path, reason: 'is no picture' } : entry;
    }
  }
  return {
    path,
    files: rows.length,
    bytes: size,
    ...(unused.length > 0 && { notes: [`${path}: nothing is made of ${unused.join(', ')}`] }),
    name: pathOf,
    entries,
  };
}

function said({ labels, split, group, weight, value }: ManifestRow) {
  const className = labels.length === 1 ? labels[0]! : undefined;
  return {
    place: { ...(className !== undefined && { className }), ...(split && { split }) },
    marks: {
      labels,
      ...(group !== undefined && { group }),
      ...(weight !== undefined && { weight }),
      ...(value !== undefined && { value }),
    },
  };
}

/** @throws FileError for bytes that are no UTF-8 */
async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(path, cause);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FileError('is no text in UTF-8', { where: path, hint: 'save it as UTF-8', cause });
  }
}
