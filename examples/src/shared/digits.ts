/** Handwritten digits: those beside this package, 8×8, or MNIST's, 28×28, where a folder with its idx files is given. */
import { fileURLToPath } from 'node:url';
import { type ImageDataset, imageSubset, stratifiedSplit } from '@graftml/vision';
import { openImages } from '@graftml/vision/node';

export interface DigitSets {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  /** Pixels along a side. */
  readonly side: number;
}

export interface DigitOptions {
  /** A path; empty for the digits that are there. */
  readonly data: string;
  readonly seed: number;
  /** At most so many of each set. */
  readonly train?: number;
  readonly test?: number;
}

/** What `--data` may name. */
export const otherDigits = "a folder with MNIST's idx files, packed or not";

/** Training and test pictures, white on black between 0 and 1. */
export async function openDigits({ data, seed, train, test }: DigitOptions): Promise<DigitSets> {
  const own = fileURLToPath(new URL('../../data/digits', import.meta.url));
  const sets = await openImages(data || own, { channels: 1 });
  const [forTraining, forTest] = sets.test ? [sets.train, sets.test] : stratifiedSplit(sets.train, 0.25, seed);
  return { train: first(forTraining, train), test: first(forTest, test), side: sets.preprocessing.width };
}

const first = (set: ImageDataset, count = set.size): ImageDataset =>
  imageSubset(
    set,
    Array.from({ length: Math.min(count, set.size) }, (_, i) => i),
  );
