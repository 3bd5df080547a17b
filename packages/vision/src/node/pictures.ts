/** Pictures one after another, out of folders, archives, idx files or single files: nothing is held but what is in flight. */
import { DataError } from '@graftml/core';
import type { Place } from '../layout.ts';
import type { Pixels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import { mapConcurrent } from './concurrent.ts';
import { decodePicture } from './decode.ts';
import { decodeTogether, groupSmall } from './decode-small.ts';
import type { Entry } from './entries.ts';
import { openSources, type Source } from './sources.ts';

/** A picture that could not be read. */
export interface BrokenPicture {
  readonly name: string;
  /** What the decoder or the disk said. */
  readonly reason: string;
}

/** Options of `readPictures`. */
export interface ReadPicturesOptions {
  readonly signal?: AbortSignal;
  /** Called for a picture that cannot be read, which is left out then. */
  readonly onBroken?: (picture: BrokenPicture) => void;
}

/** A picture as it was found, in a folder, an archive or an idx file. */
export interface PictureFile {
  /** The path as the user knows it: the source's, and the path inside. */
  readonly name: string;
  /** The file's bytes; pixels where it comes from an idx file. */
  readonly content: Uint8Array | Pixels;
}

/** Decodes under way at a time: enough to keep libuv's four threads busy. */
const decodesInFlight = 8;

/**
 * The picture files of the sources, not decoded (see `readPicture`), in their order, wherever they lie.
 * @throws FileError for a source that is missing, damaged or truncated; DataError if there is no picture at all
 */
export async function* readPictures(
  paths: string | readonly string[],
  { signal, onBroken }: ReadPicturesOptions = {},
): AsyncGenerator<PictureFile> {
  const sources = await openSources(paths);
  let found = 0;
  for (const source of sources)
    for await (const entry of source.entries({ signal })) {
      signal?.throwIfAborted();
      if (entry.kind === 'ignored' || entry.kind === 'folder') continue;
      found++;
      const name = source.name(entry.path);
      if (entry.kind === 'picture') yield { name, content: entry.content };
      else onBroken?.({ name, reason: entry.reason });
    }
  if (found === 0) throw noPictures(sources);
}

/**
 * The same, decoded ahead and at the size of `preprocessing`: uint8 `[height, width, channels]`.
 * @throws as readPictures
 */
export async function* decodePictures(
  paths: string | readonly string[],
  preprocessing: Preprocessing,
  { signal, onBroken }: ReadPicturesOptions = {},
): AsyncGenerator<{ readonly name: string; readonly pixels: Uint8Array }> {
  const sources = await openSources(paths);
  let found = 0;
  for await (const item of decodeSources(sources, preprocessing, preprocessing.background, { signal })) {
    if (item.kind === 'ignored' || item.kind === 'folder') continue;
    found++;
    if (item.kind === 'decoded') yield { name: item.name, pixels: item.pixels.data };
    else onBroken?.({ name: item.name, reason: item.reason });
  }
  if (found === 0) throw noPictures(sources);
}

export const noPictures = (sources: readonly Source[]): DataError =>
  new DataError('no pictures were found', {
    where: sources.map(({ path }) => path).join(', '),
    expected: '.jpg, .png, .webp, .gif, .tif or .avif files in folders, or in .tar, .tar.gz or .zip archives',
    hint: 'archives inside a folder are not opened: name them',
  });

export type DecodedEntry =
  | Exclude<Entry, { kind: 'picture' }>
  | { readonly kind: 'decoded'; readonly path: string; readonly pixels: Pixels; readonly place?: Place };

/** Everything in the sources, pictures decoded: to the size of `description`, or to their own if there is none. */
export async function* decodeSources(
  sources: readonly Source[],
  description: Preprocessing | undefined,
  background: number,
  options: { readonly signal?: AbortSignal | undefined; readonly onBytes?: (count: number) => void },
): AsyncGenerator<DecodedEntry & { readonly source: Source; readonly name: string }> {
  const fitted = (entry: Extract<Entry, { kind: 'picture' }>, pixels: Pixels): DecodedEntry => {
    const { path, place } = entry;
    return {
      kind: 'decoded',
      path,
      pixels: description ? fitPicture(pixels, description) : pixels,
      ...(place && { place }),
    };
  };
  const decodeOne = async (entry: Entry): Promise<DecodedEntry> => {
    if (entry.kind !== 'picture') return entry;
    const { path, content } = entry;
    try {
      return fitted(entry, content instanceof Uint8Array ? await decodePicture(content, background) : content);
    } catch (cause) {
      if (cause instanceof DataError) return { kind: 'broken', path, reason: cause.message.replace(/\.$/, '') };
      throw cause;
    }
  };
  const decode = async (group: readonly Entry[]): Promise<DecodedEntry[]> => {
    const pictures = group.filter((entry) => entry.kind === 'picture');
    const files = pictures.map(({ content }) => content).filter((content) => content instanceof Uint8Array);
    // One broken picture spoils the call: then each is decoded alone, to tell which.
    const together = files.length > 1 && (await decodeTogether(files).catch(() => undefined));
    return together ? pictures.map((entry, i) => fitted(entry, together[i]!)) : Promise.all(group.map(decodeOne));
  };
  for (const source of sources)
    for await (const group of mapConcurrent(groupSmall(source.entries(options), fileOf), decodesInFlight, decode))
      for (const item of group) {
        options.signal?.throwIfAborted();
        yield { ...item, source, name: source.name(item.path) };
      }
}

const fileOf = (entry: Entry): Uint8Array | undefined =>
  entry.kind === 'picture' && entry.content instanceof Uint8Array ? entry.content : undefined;
