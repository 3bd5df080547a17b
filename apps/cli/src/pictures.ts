/** Labelled pictures for training and evaluation: read with a live count, and what was left out is told. */
import { DataError, UsageError } from '@graftml/core';
import { type ImageDataset, type Preprocessing, stratifiedSplit } from '@graftml/vision';
import {
  type BrokenPicture,
  decodePicture,
  type ImageSets,
  type OpenImagesOptions,
  openImages,
  readPictures,
} from '@graftml/vision/node';
import { counter } from './output/bar.ts';
import { counted } from './output/format.ts';
import { indent, type Screen } from './output/screen.ts';
import { printable } from './output/text.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Where pictures are of no common size, or too large to train a network of this kind on. */
const usualSize = 64;
const largestOwnSize = 128;

/** `openImages`, seen by a person. */
export async function readLabelled(
  paths: readonly string[],
  options: Omit<OpenImagesOptions, 'progress'>,
  screen: Screen,
): Promise<ImageSets> {
  const reading = counter(screen, 'Reading', 'pictures');
  const progress: OpenImagesOptions['progress'] = ({ done, total, bytes, totalBytes }) =>
    reading.at(done, total ? done / total : totalBytes ? bytes / totalBytes : undefined);
  try {
    const sets = await openImages(paths, { ...options, progress });
    reading.end();
    if (sets.broken.length > 0) showBroken(sets.broken, screen);
    return sets;
  } finally {
    reading.end();
  }
}

const mostShown = 5;

export function showBroken(broken: readonly BrokenPicture[], screen: Screen): void {
  const { yellow, dim } = screen.colours;
  screen.fact('Left out', yellow(`${counted(broken.length, 'picture')} that cannot be read`));
  for (const { name, reason } of broken.slice(0, mostShown))
    screen.line(`${' '.repeat(indent)}${dim(printable(`${name}: ${reason}`))}`);
  if (broken.length > mostShown) screen.line(`${' '.repeat(indent)}${dim(`and ${broken.length - mostShown} more`)}`);
}

/**
 * The size to train at where none is asked for: the pictures' own if the first few agree and are small, else the usual
 * one. Undefined means their own.
 */
export async function chooseSize(paths: readonly string[], signal: AbortSignal): Promise<PictureSize | undefined> {
  const sizes = new Set<string>();
  let looked = 0;
  let largest = 0;
  for await (const { content } of readPictures(paths, { signal })) {
    if (!(content instanceof Uint8Array)) return undefined; // idx files are small, and all of one size.
    const pixels = await decodePicture(content).catch(() => undefined);
    if (pixels) {
      sizes.add(`${pixels.width}x${pixels.height}`);
      largest = Math.max(largest, pixels.width, pixels.height);
    }
    if (++looked >= 16) break;
  }
  return sizes.size > 1 || largest > largestOwnSize ? { width: usualSize, height: usualSize } : undefined;
}

/** Size and channels of what a training would see: as asked for, or as `chooseSize` says. */
export async function pictureShape(
  paths: readonly string[],
  asked: PictureSize | undefined,
  signal: AbortSignal,
): Promise<PictureSize & { readonly channels: 1 | 3 }> {
  const size = asked ?? (await chooseSize(paths, signal));
  for await (const { content } of readPictures(paths, { signal })) {
    const pixels = content instanceof Uint8Array ? await decodePicture(content).catch(() => undefined) : content;
    if (!pixels) continue;
    const { width, height } = size ?? pixels;
    return { width, height, channels: content instanceof Uint8Array ? 3 : 1 };
  }
  throw new DataError('no picture can be read', { where: paths.join(', ') });
}

/** The one set that is meant where a whole collection is named as test or validation pictures. */
export const theSet = (sets: ImageSets, wanted: 'test' | 'validation'): ImageDataset =>
  sets[wanted] ?? sets.test ?? sets.validation ?? sets.train;

export interface Parts {
  readonly train: ImageDataset;
  readonly validation?: ImageDataset;
  readonly test?: ImageDataset;
}

export interface PartsRequest {
  /** A share of the training pictures, 0 for none, or where others lie; if absent a tenth, or the folder `val`. */
  readonly validation?: number | string;
  readonly test?: readonly string[];
  readonly seed: number;
}

/** Training, validation and test pictures, as the folders or the options say. */
export async function divide(
  sets: ImageSets,
  { validation, test = [], seed }: PartsRequest,
  screen: Screen,
  signal: AbortSignal,
): Promise<Parts> {
  const { classNames, preprocessing } = sets;
  const others = async (paths: readonly string[], wanted: 'test' | 'validation', option: string) => {
    if (sets[wanted])
      throw new UsageError(`the data has ${wanted} pictures of its own`, {
        where: option,
        hint: `leave ${option} out, or name the training folder alone`,
      });
    return theSet(await readLabelled(paths, { classNames, preprocessing, signal }, screen), wanted);
  };
  const held = test.length > 0 ? await others(test, 'test', '--test') : sets.test;
  const parts = { train: sets.train, ...(held && { test: held }) };
  if (typeof validation === 'string')
    return { ...parts, validation: await others([validation], 'validation', '--validation') };
  if (sets.validation && validation === undefined) return { ...parts, validation: sets.validation };
  if (sets.validation)
    throw new UsageError('the data has validation pictures of its own', {
      where: '--validation',
      hint: 'leave it out',
    });
  if (validation === 0) return parts;
  const [train, rest] = split(sets.train, validation ?? usualShare(sets.train), seed);
  return { ...parts, train, validation: rest };
}

/** A tenth, or more where that would not make a picture of any class. */
function usualShare({ labels, classNames }: ImageDataset): number {
  const counts = new Uint32Array(classNames.length);
  for (const label of labels) counts[label]!++;
  return Math.max(0.1, Math.min(0.5, 1 / Math.max(1, ...counts)));
}

function split(pictures: ImageDataset, share: number, seed: number): [ImageDataset, ImageDataset] {
  try {
    return stratifiedSplit(pictures, share, seed);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError('leaves no picture to train or to validate on', {
      where: '--validation',
      received: `${share} of ${counted(pictures.size, 'picture')} of ${pictures.classNames.length} classes`,
      hint: 'take a larger fraction or more pictures, or --validation 0 for none',
      cause,
    });
  }
}

/** `32×32 RGB` */
export const describePictures = ({ width, height, channels }: Preprocessing): string =>
  `${width}×${height} ${channels === 1 ? 'grey' : 'RGB'}`;
