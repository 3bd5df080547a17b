/**
 * Many small JPEGs in one call: of a picture of 32x32 pixels, most of the time goes into setting its decoding up. libvips
 * joins them into one tall picture, which is cut again. The decoder is the same, so the pixels are.
 */
import type { Pixels } from '../pixels.ts';
import { loadSharp } from './sharp.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Above this, the setting up is lost in the decoding. */
const mostPixels = 64 * 64;
/** Pictures in a call: more gain nothing. */
const mostTogether = 32;

/**
 * Groups items that come one after another and can be decoded together; any other is a group by itself.
 * @param fileOf the picture file of an item, if it has one
 */
export async function* groupSmall<T>(
  items: AsyncIterable<T>,
  fileOf: (item: T) => Uint8Array | undefined,
): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  let shared: Size | undefined;
  for await (const item of items) {
    const file = fileOf(item);
    const size = file && smallPlainJpeg(file);
    const joins = size && size.width === shared?.width && size.height === shared.height && group.length < mostTogether;
    if (!joins && group.length > 0) {
      yield group;
      group = [];
    }
    group.push(item);
    shared = size;
  }
  if (group.length > 0) yield group;
}

/** The pictures of a group of at least one. @throws the decoder's error if any is broken, and it does not say which */
export async function decodeTogether(files: readonly Uint8Array[]): Promise<Pixels[]> {
  const sharp = await loadSharp();
  const { data, info } = await sharp([...files], { failOn: 'error', join: { across: 1 } })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width } = info;
  const height = info.height / files.length;
  const length = width * height * 3;
  if (data.length !== length * files.length) throw new Error(`decodes to ${info.channels} channels`);
  return files.map((_, i) => ({ width, height, channels: 3, data: data.subarray(i * length, (i + 1) * length) }));
}

/**
 * The size of a small JPEG of three 8-bit components without anything that changes what it looks like: no EXIF, ICC or
 * Adobe segment before its frame header. Undefined for everything else. (ITU-T T.81, annex B.)
 */
function smallPlainJpeg(file: Uint8Array): Size | undefined {
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  const word = (at: number) => (file[at]! << 8) | file[at + 1]!;
  for (let at = 2; at + 9 < file.length && file[at] === 0xff; at += 2 + word(at + 2)) {
    const marker = file[at + 1]!;
    const isApplication = marker > 0xe0 && marker <= 0xef;
    const isFrame = marker >= 0xc0 && marker <= 0xc2;
    if (isApplication || word(at + 2) < 2) return undefined;
    if (!isFrame) continue;
    const [height, width] = [word(at + 5), word(at + 7)];
    const plain = file[at + 4] === 8 && file[at + 9] === 3;
    return plain && width * height > 0 && width * height <= mostPixels ? { width, height } : undefined;
  }
  return undefined;
}
