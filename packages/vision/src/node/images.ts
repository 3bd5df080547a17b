/** Labelled pictures from folders, archives and idx files into memory. */
import { DataError, UsageError } from '@graftml/core';
import { type ImageDataset, imageDataset, imageSubset } from '../dataset.ts';
import { isHidden, type Place, placeOf, type Split, sortClassNames, splitOf } from '../layout.ts';
import type { Pixels } from '../pixels.ts';
import { type Preprocessing, parsePreprocessing } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import { type BrokenPicture, decodeSources, noPictures } from './pictures.ts';
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
  const pictures = found.pictures.map((picture) => ({ name: picture.name, ...placed(picture, found.nested) }));
  const classNames = options.classNames ?? sortClassNames(pictures.map(({ className }) => className));
  if (!options.classNames) checkClasses(classNames, found.folders, broken, pictures[0]!.name);
  const all = imageDataset({
    pixels,
    labels: labelled(pictures, classNames),
    names: pictures.map(({ name }) => name),
    classNames,
    preprocessing,
  });
  const sets = splitUp(all, pictures);
  if (!options.classNames) checkTrained(sets.train);
  return { ...sets, classNames, preprocessing, broken, ignored };
}

interface Picture {
  readonly name: string;
  readonly source: Source;
  readonly place: Place;
}

interface Found {
  readonly pictures: readonly Picture[];
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
  const pictures: Picture[] = [];
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
    if (!isHidden(path)) folders.add(item.kind === 'folder' ? path : path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    if (item.kind === 'ignored') ignored++;
    if (item.kind === 'broken') broken.push({ name, reason: item.reason });
    if (item.kind === 'decoded') {
      const place = item.place ?? placeOf(path);
      if (place.className !== undefined) nested.add(source);
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

/** The class and the split of a picture, from its path or its source. */
function placed({ name, source, place }: Picture, nested: ReadonlySet<Source>): { className: string; split: Split } {
  const { className, split } = nested.has(source) ? place : { ...source.flat, ...place };
  if (className === undefined && source.grey)
    throw new DataError('holds pictures without labels', {
      where: source.path,
      hint: 'name the …-labels-idx1-ubyte file too, or the folder that holds both',
    });
  if (className === undefined)
    throw new DataError('lies in no class folder', {
      where: name,
      expected: 'every picture in a folder named after its class, photos/cat/1.jpg',
      hint: 'move it into one, or out of the way',
    });
  return { className, split: split ?? source.split ?? 'train' };
}

function labelled(pictures: readonly { name: string; className: string }[], classNames: readonly string[]): Int32Array {
  const indices = new Map(classNames.map((name, index) => [name, index]));
  return Int32Array.from(pictures, ({ name, className }) => {
    const index = indices.get(className);
    if (index === undefined)
      throw new DataError(`the class "${className}" is unknown`, {
        where: name,
        expected: `one of ${listed(classNames)}`,
        hint: 'rename the folder as the model was trained, or leave it out',
      });
    return index;
  });
}

function splitUp(all: ImageDataset, pictures: readonly { readonly split: Split }[]) {
  const indices: Record<Split, number[]> = { train: [], validation: [], test: [] };
  for (const [i, { split }] of pictures.entries()) indices[split].push(i);
  const { train, validation, test } = indices;
  if (Object.values(indices).some((list) => list.length === all.size)) return { train: all };
  if (train.length === 0)
    throw new DataError('there are validation and test pictures, but none to train on', {
      expected: 'a folder train beside test and val',
      hint: 'to evaluate, name one of the two folders',
    });
  return {
    train: imageSubset(all, train),
    ...(validation.length > 0 && { validation: imageSubset(all, validation) }),
    ...(test.length > 0 && { test: imageSubset(all, test) }),
  };
}

function checkSameSize(pixels: Pixels, { width, height }: Preprocessing, name: string, first: string) {
  if (pixels.width !== width || pixels.height !== height)
    throw new DataError('the pictures have different sizes', {
      where: name,
      expected: `${width}x${height}, as ${first}`,
      received: `${pixels.width}x${pixels.height}`,
      hint: 'say to which size they should be brought, size: 64',
    });
}

/** An empty class is a folder without folders in it, whose name no good picture has for its class. */
function checkClasses(
  classNames: readonly string[],
  folders: ReadonlySet<string>,
  broken: readonly BrokenPicture[],
  example: string,
) {
  const used = new Set(classNames);
  const parents = new Set([...folders].map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  const empty = [...folders].find((path) => !parents.has(path) && !used.has(path.slice(path.lastIndexOf('/') + 1)));
  if (empty !== undefined) {
    const reason = broken.find(({ name }) => name.includes(`${empty}/`));
    throw new DataError('the class folder holds no picture that can be read', {
      where: empty,
      ...(reason && { received: `${reason.name}: ${reason.reason}` }),
      hint: 'add pictures, or remove the folder',
    });
  }
  if (classNames.every(splitOf))
    throw new DataError('there are split folders, but no class folders in them', {
      where: example,
      expected: 'train/cat/1.jpg',
      received: `pictures directly in ${listed(classNames)}`,
    });
  if (classNames.length < 2)
    throw new DataError('there is just one class, so there is nothing to learn', {
      where: example,
      expected: 'two or more folders named after their classes',
      received: `"${classNames[0]}"`,
      hint: 'name the folder above the class folders, or several class folders',
    });
}

function checkTrained(train: ImageDataset) {
  const present = new Set(train.labels);
  const absent = train.classNames.find((_, label) => !present.has(label));
  if (absent !== undefined)
    throw new DataError(`the class "${absent}" has pictures to test, but none to train on`, {
      hint: `add a folder train/${absent}, or remove the other`,
    });
}

const allBroken = (broken: readonly BrokenPicture[]) =>
  new DataError(`none of the ${broken.length} pictures can be read`, {
    where: broken[0]!.name,
    received: broken[0]!.reason,
  });

const listed = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');
