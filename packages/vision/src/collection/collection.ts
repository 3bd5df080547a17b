/** Pictures with what is known of them, before any is decoded to train on: whatever they were read from, in one form. */
import { DataError } from '@graftml/core';
import { isHidden, namesPicture, placeOf, type Split, sortClassNames } from '../layout.ts';
import type { Pixels } from '../pixels.ts';

/** One picture of a collection, not decoded. */
export interface Picture {
  /** The path as the user knows it. */
  readonly name: string;
  /** The names of its classes: one; where a manifest says so, several or none. */
  readonly labels: readonly string[];
  readonly split?: Split;
  /** What must not be torn apart by a split has the same name. */
  readonly group?: string;
  /** How much it counts in training; 1 if absent. */
  readonly weight?: number;
  /** A number to learn, where a manifest says one. */
  readonly value?: number;
  /** Known once it was examined. */
  readonly facts?: PictureFacts;
  /** The file's bytes; pixels where it is no file of its own. @throws FileError if it is no longer there */
  read(): Promise<Uint8Array | Pixels>;
}

/** What examining finds out. */
export interface PictureFacts {
  /** As it is seen: turned as EXIF says. */
  readonly width: number;
  readonly height: number;
  /** SHA-256 of the file's bytes, or of the pixels where there is no file; hexadecimal. */
  readonly digest: string;
  /** See `perceptualHash`. */
  readonly hash: string;
  /** When it was taken, by the camera's clock: see `exifTime`. */
  readonly time?: number;
}

/** A picture that could not be read. */
export interface BrokenPicture {
  readonly name: string;
  /** What the decoder or the disk said. */
  readonly reason: string;
}

/** Pictures of any source with what is known of them: what `openCollection` gives. */
export interface Collection {
  readonly pictures: readonly Picture[];
  /** Sorted, unless an order was asked for. */
  readonly classNames: readonly string[];
  /** Left out, with the reason. */
  readonly broken: readonly BrokenPicture[];
  /** How many files were hidden or no pictures. */
  readonly ignored: number;
  /** What a user should know of where they come from, a sentence each without its full stop. */
  readonly notes: readonly string[];
}

/** What `collectionOf` makes a collection of. */
export interface CollectionParts {
  readonly pictures: readonly Picture[];
  /** The classes of a trained model, in its order; any other is an error then. */
  readonly classNames?: readonly string[];
  readonly broken?: readonly BrokenPicture[];
  readonly ignored?: number;
  readonly notes?: readonly string[];
}

/** @throws DataError if there is no picture, if all are broken, or if a class is unknown */
export function collectionOf({
  pictures,
  classNames,
  broken = [],
  ignored = 0,
  notes = [],
}: CollectionParts): Collection {
  if (pictures.length === 0) throw broken.length > 0 ? allBroken(broken) : new DataError('there are no pictures');
  const found = sortClassNames(pictures.flatMap(({ labels }) => labels));
  const known = new Set(classNames ?? found);
  const unknown = found.find((name) => !known.has(name));
  if (unknown !== undefined) throw unknownClass(unknown, nameOf(pictures, unknown), [...known]);
  return { pictures, classNames: classNames ?? found, broken, ignored, notes };
}

const nameOf = (pictures: readonly Picture[], label: string): string =>
  pictures.find(({ labels }) => labels.includes(label))!.name;

export const unknownClass = (className: string, where: string, classNames: readonly string[]): DataError =>
  new DataError(`the class "${className}" is unknown`, {
    where,
    expected: `one of ${listed(classNames)}`,
    hint: 'rename it as the model was trained, or leave it out',
  });

export const allBroken = (broken: readonly BrokenPicture[]): DataError =>
  new DataError(`none of the ${broken.length} pictures can be read`, {
    where: broken[0]!.name,
    received: broken[0]!.reason,
  });

/** Up to twelve names. */
export const listed = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');

/** The classes of each picture as indices into `classNames`. */
export function labelIndices({ pictures, classNames }: Pick<Collection, 'pictures' | 'classNames'>): number[][] {
  const indices = new Map(classNames.map((name, index) => [name, index]));
  return pictures.map(({ labels }) => labels.map((label) => indices.get(label)!));
}

/** A file that a user has chosen or dropped. */
export interface NamedFile {
  /** Below the folder that was chosen, with `/`: `photos/train/cat/1.jpg`. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

/**
 * A collection of files in class folders, as a browser gives them (`webkitRelativePath`). Class and split are told by the
 * path as everywhere (see `placeOf`).
 * @throws DataError for a picture that lies in no folder, and as `collectionOf`
 */
export function collectionOfFiles(files: Iterable<NamedFile>): Collection {
  const pictures: Picture[] = [];
  let ignored = 0;
  for (const { path, read } of files) {
    if (isHidden(path) || namesPicture(path) !== true) {
      ignored++;
      continue;
    }
    const { className, split } = placeOf(path);
    if (className === undefined) throw inNoFolder(path);
    pictures.push({ name: path, labels: [className], ...(split && { split }), read });
  }
  return collectionOf({ pictures, ignored });
}

export const inNoFolder = (where: string): DataError =>
  new DataError('lies in no class folder', {
    where,
    expected: 'every picture in a folder named after its class, photos/cat/1.jpg',
    hint: 'move it into one, or out of the way',
  });
