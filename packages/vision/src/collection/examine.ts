/** Looks at every picture once: whether it can be decoded, its size, its time, and what tells that two are the same. */
import { DataError } from '@graftml/core';
import { mapConcurrent } from '../concurrent.ts';
import { sha256 } from '../digest.ts';
import { exifTime } from '../exif.ts';
import type { Pixels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import { type BrokenPicture, type Collection, collectionOf, type Picture, type PictureFacts } from './collection.ts';
import { perceptualHash } from './perceptual-hash.ts';

/**
 * A picture file as 8-bit sRGB, transparency over `background` (255 unless given): `decodePicture` in Node, a canvas in a browser.
 * @throws DataError with the reason
 */
export interface Decode {
  (file: Uint8Array, background?: number): Promise<Pixels>;
  /** The same brought to a network's size, as `fitPicture` does, where that can be done elsewhere. */
  readonly fit?: (file: Uint8Array, preprocessing: Preprocessing) => Promise<Uint8Array>;
}

/** A picture at a network's size, `[height, width, channels]`. @throws DataError if it cannot be decoded */
export async function fitted(
  content: Uint8Array | Pixels,
  preprocessing: Preprocessing,
  decode: Decode,
): Promise<Uint8Array> {
  if (!(content instanceof Uint8Array)) return fitPicture(content, preprocessing).data;
  if (decode.fit) return decode.fit(content, preprocessing);
  return fitPicture(await decode(content, preprocessing.background), preprocessing).data;
}

/** Options of `examine`. */
export interface ExamineOptions {
  /** Called after every picture, with how many are done. */
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Enough to keep the threads of a decoder busy. */
export const inFlight = 8;

/** See `PictureFacts`. */
export const contentDigest = (content: Uint8Array | Pixels): Promise<string> =>
  sha256(content instanceof Uint8Array ? content : content.data);

/** @throws DataError if it cannot be decoded */
export async function pictureFacts(content: Uint8Array | Pixels, decode: Decode): Promise<PictureFacts> {
  const isFile = content instanceof Uint8Array;
  const pixels = isFile ? await decode(content) : content;
  const { width, height } = pixels;
  const time = isFile ? exifTime(content) : undefined;
  const digest = await contentDigest(content);
  return { width, height, digest, hash: perceptualHash(pixels), ...(time !== undefined && { time }) };
}

/**
 * The same collection with the facts of each picture; what cannot be decoded is among the broken ones.
 * @throws DataError if no picture is left
 */
export async function examine(
  collection: Collection,
  decode: Decode,
  { progress, signal }: ExamineOptions = {},
): Promise<Collection> {
  const pictures: Picture[] = [];
  const broken: BrokenPicture[] = [...collection.broken];
  let done = 0;
  const look = async (picture: Picture): Promise<Picture | BrokenPicture> => {
    if (picture.facts) return picture;
    signal?.throwIfAborted();
    return orBroken(picture, async () => ({ ...picture, facts: await pictureFacts(await picture.read(), decode) }));
  };
  for await (const item of mapConcurrent(collection.pictures, inFlight, look)) {
    if ('reason' in item) broken.push(item);
    else pictures.push(item);
    progress?.(++done);
  }
  return collectionOf({ ...collection, pictures, broken });
}

/** What `look` makes of a picture, or why it cannot. */
export async function orBroken<T>({ name }: Pick<Picture, 'name'>, look: () => Promise<T>): Promise<T | BrokenPicture> {
  try {
    return await look();
  } catch (cause) {
    if (cause instanceof DataError) return { name, reason: reasonOf(cause) };
    throw cause;
  }
}

/** What an error of a picture says of it, without a full stop. */
export const reasonOf = (error: DataError): string => error.message.replace(/\.$/, '');
