/** Labelled pictures from folders, archives and idx files into memory. */
import { UsageError } from '@graftml/core';
import { allBroken, type BrokenPicture, unknownClass } from '../collection/collection.ts';
import { type ImageDataset, imageDataset, imageSubset } from '../dataset.ts';
import { isHidden, placeOf, sortClassNames } from '../layout.ts';
import { type Preprocessing, parsePreprocessing } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import { splitUp } from '../split-up.ts';
import { checkClasses, checkPlainMarks, checkSameSize, checkTrained } from './check-images.ts';
import { decodeSources, noPictures } from './pictures.ts';
import { type PlacedPicture, placed } from './placed.ts';
import { openSources, type Source } from './sources.ts';

/** How far reading is. */
export interface Progress {
  /** Pictures read so far, broken ones among them. */
  readonly done: number;
  /** How many there will be at most; absent where an archive does not say. */
  readonly total?: number;
  /** Bytes read from the disk so far. */
  readonly bytes: number;
  /** Bytes there are to read; absent where there are folders. */
  readonly totalBytes?: number;
}

/** Options of `openImages`. */
export interface OpenImagesOptions {
  /** Pixels: the side of a square, or both sides. If absent, the pictures' own size, which must be one. */
  readonly size?: number | { readonly width: number; readonly height: number };
  /** 3; where all pictures come from idx files, which are grey, 1. */
  readonly channels?: 1 | 3;
  /** Some or all fields of the description; `size` and `channels` are short for three of them. */
  readonly preprocessing?: Partial<Preprocessing>;
  /** The classes of a trained model, in its order. Any other class is an error then, and a class may be without pictures. */
  readonly classNames?: readonly string[];
  /** Called after every picture. */
  readonly progress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** The datasets that were found, and what was left out. */
export interface ImageSets {
  /** All pictures, where there are no split folders or those of one split only. */
  readonly train: ImageDataset;
  readonly validation?: ImageDataset;
  readonly test?: ImageDataset;
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
  /** Left out, with the reason. */
  readonly broken: readonly BrokenPicture[];
  /** How many files were hidden or no pictures. */
  readonly ignored: number;
  /** What a user should know of the sources, a sentence each without its full stop. */
  readonly notes: readonly string[];
}

/**
 * Reads and decodes pictures and holds them in memory as bytes at the network's size, in the order of the sources
 * (folders sorted by name). Sources are folders and `.tar`, `.tar.gz` or `.zip` archives of class folders, MNIST's idx
 * files or a folder of them, and single pictures; several are merged.
 *
 * The class is the name of the folder that a picture lies in. Folders `train`, `val` and `test` above the class folders
 * make the splits, and so do sources of these names; a picture in none of them is training data. Broken pictures are
 * left out and named in the result.
 *
 * @throws FileError for a source that is missing, damaged or truncated
 * @throws DataError for no pictures, one class, a class without pictures, or several sizes where none is asked for
 * @throws UsageError for options that contradict each other
 */
export async function openImages(
  paths: string | readonly string[],
  options: OpenImagesOptions = {},
): Promise<ImageSets> {
  const sources = await openSources(paths);
  const found = await readEverything(sources, describe(sources, options), options);
  const { pixels, preprocessing, broken, ignored } = found;
  if (!preprocessing) throw broken.length > 0 ? allBroken(broken) : noPictures(sources);
  const pictures = found.pictures.map((picture) => {
    const { className, split = 'train' } = placed(picture, found.nested);
    return { name: picture.name, className, split };
  });
  const classNames = options.classNames ?? sortClassNames(pictures.map(({ className }) => className));
  if (!options.classNames) checkClasses(classNames, found.folders, broken, pictures[0]!.name);
  const all = imageDataset({
    pixels,
    labels: labelled(pictures, classNames),
    names: pictures.map(({ name }) => name),
    classNames,
    preprocessing,
  });
  const splits = pictures.map(({ split }) => split);
  const sets = splitUp(all, splits, (indices) => imageSubset(all, indices));
  if (!options.classNames) checkTrained(sets.train);
  const notes = sources.flatMap((source) => source.notes ?? []);
  return { ...sets, classNames, preprocessing, broken, ignored, notes };
}

interface Found {
  readonly pictures: readonly PlacedPicture[];
  /** uint8 `[pictures, height, width, channels]` */
  readonly pixels: Uint8Array;
  /** Absent if no picture was good. */
  readonly preprocessing: Preprocessing | undefined;
  readonly broken: readonly BrokenPicture[];
  readonly ignored: number;
  /** Sources with pictures in folders. */
  readonly nested: ReadonlySet<Source>;
  /** Every folder that was seen, by its path inside its source. */
  readonly folders: ReadonlySet<string>;
}

/** The description asked for. Its size may be open: then the first picture decides, and all must have its size. */
type Asked = { readonly preprocessing?: Preprocessing; complete(width: number, height: number): Preprocessing };

function describe(sources: readonly Source[], options: OpenImagesOptions): Asked {
  const { size, preprocessing: given = {} } = options;
  const short = {
    ...(typeof size === 'number' && { width: size, height: size }),
    ...(typeof size === 'object' && { width: size.width, height: size.height }),
    ...(options.channels && { channels: options.channels }),
  };
  for (const [field, value] of Object.entries(short)) {
    const other = given[field as keyof typeof short];
    if (other !== undefined && other !== value)
      throw new UsageError('contradicts the preprocessing', {
        where: field === 'channels' ? field : 'size',
        expected: `${field} ${other}, as in preprocessing`,
        received: `${value}`,
      });
  }
  const base = { channels: sources.every(({ grey }) => grey) ? 1 : 3, ...given, ...short };
  const complete = (width: number, height: number) => parsePreprocessing({ ...base, width, height });
  if (base.width === undefined && base.height === undefined) {
    complete(1, 1); // The other fields' mistakes should be told before an hour of decoding.
    return { complete };
  }
  return { preprocessing: parsePreprocessing(base), complete };
}

async function readEverything(sources: readonly Source[], asked: Asked, options: OpenImagesOptions): Promise<Found> {
  const pictures: PlacedPicture[] = [];
  const store = pictureStore();
  const broken: BrokenPicture[] = [];
  const nested = new Set<Source>();
  const folders = new Set<string>();
  const totals = { ...sumIfKnown('total', sources, 'files'), ...sumIfKnown('totalBytes', sources, 'bytes') };
  let preprocessing = asked.preprocessing;
  let ignored = 0;
  let bytes = 0;
  const onBytes = (count: number) => {
    bytes += count;
  };
  const { background } = preprocessing ?? asked.complete(1, 1);
  for await (const item of decodeSources(sources, preprocessing, background, { signal: options.signal, onBytes })) {
    const { source, name, path } = item;
    const listed = item.kind === 'decoded' && item.marks;
    if (!isHidden(path) && !listed)
      folders.add(item.kind === 'folder' ? path : path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (item.kind === 'ignored') ignored++;
    if (item.kind === 'broken') broken.push({ name, reason: item.reason });
    if (item.kind === 'decoded') {
      const place = item.place ?? placeOf(path);
      if (place.className !== undefined) nested.add(source);
      if (item.marks) checkPlainMarks(item.marks, name);
      preprocessing ??= asked.complete(item.pixels.width, item.pixels.height);
      if (!asked.preprocessing) checkSameSize(item.pixels, preprocessing, name, pictures[0]?.name ?? name);
      store.push((asked.preprocessing ? item.pixels : fitPicture(item.pixels, preprocessing)).data);
      pictures.push({ name, source, place });
    }
    if (item.kind === 'decoded' || item.kind === 'broken')
      options.progress?.({ done: pictures.length + broken.length, bytes, ...totals });
  }
  folders.delete('');
  const none = pictures.length === 0;
  return {
    pictures,
    pixels: store.pixels(),
    preprocessing: none ? undefined : preprocessing,
    broken,
    ignored,
    nested,
    folders,
  };
}

/** One array that grows by doubling, shared with other threads; the memory that is not yet written to costs nothing. */
function pictureStore() {
  let data = new Uint8Array(new SharedArrayBuffer(0));
  let used = 0;
  return {
    push(picture: Uint8Array) {
      if (used + picture.length > data.length) {
        const larger = new Uint8Array(new SharedArrayBuffer(Math.max(picture.length * 64, data.length * 2)));
        larger.set(data);
        data = larger;
      }
      data.set(picture, used);
      used += picture.length;
    },
    pixels: () => data.subarray(0, used),
  };
}

function sumIfKnown<K extends string>(name: K, sources: readonly Source[], field: 'files' | 'bytes') {
  const known = sources.map((source) => source[field]).filter((n) => n !== undefined);
  return known.length === sources.length ? ({ [name]: known.reduce((a, b) => a + b, 0) } as Record<K, number>) : {};
}

function labelled(pictures: readonly { name: string; className: string }[], classNames: readonly string[]): Int32Array {
  const indices = new Map(classNames.map((name, index) => [name, index]));
  return Int32Array.from(pictures, ({ name, className }) => {
    const index = indices.get(className);
    if (index === undefined) throw unknownClass(className, name, classNames);
    return index;
  });
}
