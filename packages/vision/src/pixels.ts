/** Decoded pictures in memory, and the arithmetic on them that is the same in every runtime. */
import type { Preprocessing } from './preprocessing.ts';

/** 8-bit sRGB or grey, row by row, channels last: `data` is `[height, width, channels]`. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** A picture of the same size and channels. */
export const withData = ({ width, height, channels }: Pixels, data: Uint8Array): Pixels => ({
  width,
  height,
  channels,
  data,
});

/** Pillow's `L`. */
export const grey = (red: number, green: number, blue: number): number =>
  (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;

/** The same picture with so many channels; not copied where it has them. Grey as `Preprocessing` says. */
export function withChannels(pixels: Pixels, channels: 1 | 3): Pixels {
  if (pixels.channels === channels) return pixels;
  const { width, height, data: from } = pixels;
  const count = width * height;
  const data = new Uint8Array(count * channels);
  if (channels === 3) for (let i = 0; i < count; i++) data.fill(from[i]!, i * 3, i * 3 + 3);
  else for (let i = 0; i < count; i++) data[i] = grey(from[i * 3]!, from[i * 3 + 1]!, from[i * 3 + 2]!);
  return { width, height, channels, data };
}

/** A picture is resized to `width` x `height` and its top left corner put at (`left`, `top`) of the input; pixels. */
export interface Placement {
  readonly width: number;
  readonly height: number;
  /** Negative where the picture is cropped, positive where it has a border. */
  readonly left: number;
  readonly top: number;
}

/**
 * Where a picture of `from`'s size comes to lie. `crop` counts as torchvision's `Resize` and `CenterCrop` do: the side that
 * binds is exact, the other is rounded down, and a half pixel of offset goes to the even side.
 */
export function placement(
  from: { readonly width: number; readonly height: number },
  to: Pick<Preprocessing, 'width' | 'height' | 'resize' | 'cropFraction'>,
): Placement {
  if (to.resize === 'stretch') return { width: to.width, height: to.height, left: 0, top: 0 };
  const crop = to.resize === 'crop';
  const frame = crop
    ? { width: Math.round(to.width / to.cropFraction), height: Math.round(to.height / to.cropFraction) }
    : to;
  const wider = from.width * frame.height > from.height * frame.width;
  const round = crop ? Math.floor : Math.round;
  const { width, height } =
    wider === crop
      ? { width: Math.max(1, round((frame.height * from.width) / from.height)), height: frame.height }
      : { width: frame.width, height: Math.max(1, round((frame.width * from.height) / from.width)) };
  return { width, height, left: -halfToEven(width - to.width), top: -halfToEven(height - to.height) };
}

/** `n / 2`, a half rounded to the even neighbour, as Python rounds. */
const halfToEven = (n: number): number => (n % 2 === 0 ? n / 2 : 2 * Math.round(n / 4));
