/** Opens what a user names: folders, archives, idx files and single pictures. */
import { stat } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { FileError, UsageError } from '@graftml/core';
import { manifestFormat } from '../collection/manifest.ts';
import { isHidden, namesPicture, type Place, placeOf, type Split, splitOf } from '../layout.ts';
import { fileError, type ReadOptions, sniff } from './bytes.ts';
import { type Entry, isCandidate } from './entries.ts';
import { listFolder, readEntry, readFolder } from './folder.ts';
import { type IdxFile, pairIdxFiles, readIdxPair } from './idx-files.ts';
import { openManifest } from './manifest-file.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

export interface Source {
  readonly path: string;
  /** How many files may be pictures, where that is known before reading. */
  readonly files?: number;
  /** Bytes on the disk, where that is known before reading. */
  readonly bytes?: number;
  /** Whether it holds grey pictures only, by its format. */
  readonly grey?: boolean;
  /** The split that the source's own name tells, for pictures that lie in no split folder inside it: `test/`, `test.tar.gz`. */
  readonly split?: Split;
  /** Where its pictures belong if none of them lies in a folder inside it: a class folder, `photos/test/cat`. */
  readonly flat?: Place;
  /** What a user should know of it, a sentence each without its full stop. */
  readonly notes?: readonly string[];
  /** How an entry is called to the user. */
  name(entryPath: string): string;
  entries(options: ReadOptions): AsyncIterable<Entry>;
}

/** Opens them in the order given. @throws FileError, UsageError for a path that cannot be read, is none, or is named twice */
export async function openSources(paths: string | readonly string[]): Promise<Source[]> {
  const list = typeof paths === 'string' ? [paths] : paths;
  if (list.length === 0)
    throw new UsageError('no path is given', { hint: 'name a folder, an archive or picture files' });
  const named = new Set<string>();
  const twice = list.find((path) => named.size === named.add(resolve(path)).size);
  if (twice !== undefined) throw new UsageError('is named twice', { where: twice });
  const sources: Source[] = [];
  const idx: IdxFile[] = [];
  for (const path of list) {
    const info = await stat(path).catch((cause: unknown) => {
      throw fileError(path, cause);
    });
    if (info.isDirectory()) sources.push(...(await openFolder(path)));
    else if (info.isFile()) await openFile(path, sources, idx);
    else throw new FileError('is neither a file nor a folder', { where: path });
  }
  return [...sources, ...pairIdxFiles(idx).map(idxSource)];
}

/** A folder of pictures; one that holds idx files is those. */
async function openFolder(path: string): Promise<Source[]> {
  const items = await listFolder(path);
  const idx: IdxFile[] = [];
  for (const item of items)
    if (item.kind === 'file' && !isHidden(item.path) && /ubyte(\.gz)?$/.test(item.path)) {
      const file = join(path, item.path);
      idx.push({ path: file, ...(await sniff(file)) });
    }
  const unread = idx.find(({ kind }) => kind !== 'idx-images' && kind !== 'idx-labels');
  if (unread)
    throw new FileError('is not an idx file, as its name says', {
      where: unread.path,
      expected: 'the magic number 00 00 08 03 or 00 00 08 01 at byte 0',
    });
  const files = items.filter((item) => item.kind === 'file' && isCandidate(item.path)).length;
  const folder: Source = {
    path,
    files,
    ...ownSplit(path),
    flat: placeOf(`${resolve(path).split(sep).slice(-2).join('/')}/*`),
    name: (entry) => join(path, entry),
    entries: (options) => readFolder(path, items, options),
  };
  const pairs = pairIdxFiles(idx).map(idxSource);
  return pairs.length > 0 && items.length === idx.length ? pairs : [folder, ...pairs];
}

async function openFile(path: string, sources: Source[], idx: IdxFile[]): Promise<void> {
  const sniffed = await sniff(path);
  const { kind, gzip, size } = sniffed;
  const archive = { path, bytes: size, ...ownSplit(path), name: (entry: string) => join(path, entry) };
  if (kind === 'tar') sources.push({ ...archive, entries: (options) => readTar(path, gzip, options) });
  else if (kind === 'zip' && !gzip) sources.push({ ...archive, entries: (options) => readZip(path, size, options) });
  else if (kind === 'idx-images' || kind === 'idx-labels') idx.push({ path, ...sniffed });
  else if (kind === 'other' && !gzip && manifestFormat(path)) sources.push(await openManifest(path, size));
  else if ((kind === 'picture' && !gzip) || namesPicture(path) === true) sources.push(pictureSource(path, size));
  else if (kind === 'empty') throw new FileError('is empty', { where: path });
  else
    throw new FileError('is nothing that pictures can be read from', {
      where: path,
      expected: 'a folder, .tar, .tar.gz, .zip, .csv, .ndjson, idx files or pictures',
      hint: 'its first bytes are looked at, not its name; it may be damaged',
    });
}

function pictureSource(path: string, size: number): Source {
  const entryPath = path.split(sep).join('/');
  async function* entries({ onBytes }: ReadOptions): AsyncGenerator<Entry> {
    const entry = await readEntry(entryPath, path, onBytes);
    yield entry.kind === 'ignored' ? { kind: 'broken', path: entryPath, reason: 'is no picture' } : entry;
  }
  return { path, files: 1, bytes: size, name: () => path, entries };
}

function idxSource(pair: ReturnType<typeof pairIdxFiles>[number]): Source {
  const { path } = pair.images;
  return {
    path,
    bytes: pair.images.size + (pair.labels?.size ?? 0),
    grey: true,
    name: (entry) => join(path, entry),
    entries: (options) => readIdxPair(pair, options),
  };
}

function ownSplit(path: string): { readonly split?: Split } {
  const split = splitOf(basename(resolve(path)).split('.')[0]!);
  return split ? { split } : {};
}
