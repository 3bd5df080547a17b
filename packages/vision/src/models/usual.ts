/** The ways in which pictures usually become numbers for a network, by name. */
import { type Preprocessing, preprocessing } from '../preprocessing.ts';

/** Where blue comes first; red does otherwise. */
export type Colours = 'bgr';

interface Usual {
  /** For people. */
  readonly what: string;
  /** For RGB bytes as `Preprocessing` means them; of grey pictures the first number of each list. */
  readonly scale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly colours?: Colours;
}

const zero = [0, 0, 0] as const;
const one = [1, 1, 1] as const;
const half = [0.5, 0.5, 0.5] as const;

/** By their names: what each is, in words and numbers. */
export const usualPreprocessings = {
  'zero-one': { what: 'from 0 to 1', scale: 1 / 255, mean: zero, std: one },
  symmetric: { what: 'from -1 to 1, as TensorFlow has it', scale: 1 / 255, mean: half, std: half },
  imagenet: {
    what: 'from 0 to 1, then minus mean [0.485, 0.456, 0.406], by std [0.229, 0.224, 0.225], as PyTorch has it',
    scale: 1 / 255,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  bytes: { what: 'from 0 to 255', scale: 1, mean: zero, std: one },
  caffe: {
    what: 'from 0 to 255, blue first, minus mean [103.939, 116.779, 123.68], as Caffe has it',
    scale: 1,
    mean: [123.68, 116.779, 103.939],
    std: one,
    colours: 'bgr',
  },
} as const satisfies Readonly<Record<string, Usual>>;

/** The name of one of them. */
export type UsualPreprocessing = keyof typeof usualPreprocessings;

/** All of these names. */
export const usualNames = Object.keys(usualPreprocessings) as readonly UsualPreprocessing[];

/** The size and channels of pictures as a network takes them. */
export interface PictureFormat {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly channels: 1 | 3;
}

/** The middle of a picture whose shorter side is 8/7 of what is kept, the usual 256 for 224; a small one is kept whole. */
export function usualPreprocessing(
  name: UsualPreprocessing,
  { width, height, channels }: PictureFormat,
): Preprocessing {
  const { scale, mean, std } = usualPreprocessings[name];
  return preprocessing({
    width,
    height,
    channels,
    resize: 'crop',
    cropFraction: Math.min(width, height) >= 96 ? 0.875 : 1,
    scale,
    mean: mean.slice(0, channels),
    std: std.slice(0, channels),
  });
}
