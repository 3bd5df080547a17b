/** Files that come in: read, told apart from what is no picture, kept with a thumbnail, and told of some at a time. */
import { DataError, type StoredFile, writeAll } from '@graftml/core';
import { exifTime, mapConcurrent, perceptualHash, placeOf, sha256 } from '@graftml/vision';
import type { Project } from '../../project/project.ts';
import type { ProjectShelves } from '../../store/project-store.ts';
import type { AddEvent, Added, AddedPhoto, AddRequest, Hooks } from '../lab.ts';
import type { PicturePort } from '../ports.ts';
import { type DroppedEntry, droppedEntries, isPicture } from './dropped-entries.ts';

/** Pictures that are read at a time: each may have a hundred megabytes of pixels. */
const atOnce = 3;
/** What is kept and told together: whichever comes first. Among many photos some more are taken in with more work, so it is done less often. */
const together = { milliseconds: 200, photos: 128, bytes: 2 ** 24 } as const;
const patience = (photos: number): number => Math.max(together.milliseconds, Math.min(1000, photos / 5));

/** What became of one file. */
type Taken =
  | { readonly kind: 'photo'; readonly photo: AddedPhoto; readonly file: Uint8Array; readonly thumbnail: Uint8Array }
  | { readonly kind: 'broken'; readonly name: string; readonly reason: string }
  | { readonly kind: 'again' | 'ignored' };

/** @throws FileError when there is no room left; what was told of until then is kept */
export async function addPhotos(
  { files, className, group, known }: AddRequest,
  shelves: Pick<ProjectShelves, 'photos' | 'thumbnails'>,
  pictures: PicturePort,
  { signal, onEvent }: Hooks<AddEvent>,
): Promise<Added> {
  const dropped = await droppedEntries(files);
  const seen = new Set(known);
  const total = dropped.entries.length;
  const counts = { photos: 0, again: 0, ignored: dropped.ignored };
  const broken: { name: string; reason: string }[] = [...dropped.broken];
  let told = 0;
  let done = 0;
  let waiting: Extract<Taken, { kind: 'photo' }>[] = [];
  let bytes = 0;
  let last = performance.now();

  const flush = async () => {
    const photos = waiting;
    waiting = [];
    bytes = 0;
    let kept = false;
    try {
      await keep(photos, shelves);
      kept = true;
    } finally {
      if (kept) counts.photos += photos.length;
      else done -= photos.length;
      onEvent?.({ done, total, photos: kept ? photos.map(({ photo }) => photo) : [], broken: broken.slice(told) });
      told = broken.length;
      last = performance.now();
    }
  };
  const take = (entry: DroppedEntry): Promise<Taken> => taken(entry, { seen, className, group, pictures, signal });
  onEvent?.({ done, total, photos: [], broken: broken.slice(told) });
  told = broken.length;
  try {
    for await (const it of mapConcurrent(dropped.entries, atOnce, take)) {
      done++;
      if (it.kind === 'photo') {
        waiting.push(it);
        bytes += it.file.length;
      } else if (it.kind === 'broken') broken.push({ name: it.name, reason: it.reason });
      else counts[it.kind]++;
      const isLate = performance.now() - last > patience(seen.size);
      if (isLate || waiting.length >= together.photos || bytes >= together.bytes) await flush();
    }
  } finally {
    await flush();
  }
  return { ...counts, broken };
}

async function keep(
  photos: readonly Extract<Taken, { kind: 'photo' }>[],
  shelves: Pick<ProjectShelves, 'photos' | 'thumbnails'>,
): Promise<void> {
  if (photos.length === 0) return;
  await writeAll(
    shelves.thumbnails,
    photos.map(({ photo, thumbnail }) => stored(photo, thumbnail)),
  );
  await writeAll(
    shelves.photos,
    photos.map(({ photo, file }) => stored(photo, file)),
  );
}

const stored = ({ id }: AddedPhoto, content: Uint8Array): StoredFile => ({ name: id, content });

interface Taking {
  readonly seen: Set<string>;
  readonly className: string | null | undefined;
  readonly group: string | undefined;
  readonly pictures: PicturePort;
  readonly signal: AbortSignal | undefined;
}

async function taken(entry: DroppedEntry, { seen, className, group, pictures, signal }: Taking): Promise<Taken> {
  signal?.throwIfAborted();
  const { path } = entry;
  try {
    const file = await entry.read(signal);
    if (!isPicture(path, file)) return { kind: 'ignored' };
    const id = await sha256(file);
    if (seen.has(id)) return { kind: 'again' };
    seen.add(id);
    const { width, height, pixels, thumbnail } = await pictures.take(file);
    const time = exifTime(file);
    const place = placeOf(path);
    const label = className === undefined ? place.className : (className ?? undefined);
    const photo: AddedPhoto = {
      id,
      name: path,
      size: file.length,
      type: typeOf(file),
      facts: { width, height, hash: perceptualHash(pixels), ...(time !== undefined && { time }) },
      ...(place.split && { split: place.split }),
      ...(group !== undefined && { group }),
      ...(label !== undefined && { className: label }),
    };
    return { kind: 'photo', photo, file, thumbnail: new Uint8Array(await thumbnail.arrayBuffer()) };
  } catch (error) {
    if (error instanceof DataError) return { kind: 'broken', ...brokenFile(path, error) };
    throw error;
  }
}

/** What is said of a file that cannot be read: what is wrong, and what to do. */
export const brokenFile = (name: string, error: DataError): Project['broken'][number] => ({
  name,
  reason: [error.statement, error.hint].filter(Boolean).join('; '),
});

/** By the first bytes. */
function typeOf(file: Uint8Array): string {
  const head = String.fromCharCode(...file.subarray(0, 12));
  const known: readonly (readonly [RegExp, string])[] = [
    [/^\xff\xd8\xff/, 'image/jpeg'],
    [/^\x89PNG/, 'image/png'],
    [/^GIF8/, 'image/gif'],
    [/^RIFF.{4}WEBP/s, 'image/webp'],
    [/^(II\*\0|MM\0\*)/, 'image/tiff'],
    [/^.{4}ftypavi[fs]/s, 'image/avif'],
  ];
  return known.find(([pattern]) => pattern.test(head))?.[1] ?? 'application/octet-stream';
}
