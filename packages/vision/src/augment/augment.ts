/** Training pictures that are never twice the same. */
import { type Dataset, type Example, type Occasion, UsageError } from '@graftml/core';
import type { ImageDataset } from '../dataset.ts';
import type { Pixels } from '../pixels.ts';
import { preprocessor } from '../preprocessing.ts';
import { type Augmentation, type AugmentOptions, augmentation } from './options.ts';
import { applyTransform, drawTransform } from './transform.ts';

/** Pictures that look different on every occasion: what `augment` gives. */
export interface AugmentedImages extends Dataset {
  readonly classNames: readonly string[];
  /** uint8 `[height, width, channels]`: as it is seen on that occasion, or as it is. */
  pixels(index: number, at?: Occasion): Uint8Array;
  /** x: float32 `[channels, height, width]`, y: an int32 scalar. */
  get(index: number, at?: Occasion): Example;
}

/**
 * Each time that a training asks for a picture, it comes changed by chance as `options` allow. Chance depends on seed, epoch
 * and index alone, so the same seed gives the same training, in whatever order pictures are asked for. Asked without an
 * occasion, to judge a model, pictures are as they are.
 */
export function augment(dataset: ImageDataset, options: AugmentOptions): AugmentedImages {
  const checked = augmentation(options);
  const { preprocessing } = dataset;
  const { width, height, channels } = preprocessing;
  const prepare = preprocessor(preprocessing);
  const shape = [channels, height, width];
  const pixels = (index: number, at?: Occasion) => {
    const data = dataset.pixels(index);
    return at ? changed({ width, height, channels, data }, index, at, checked).data : data;
  };
  return {
    size: dataset.size,
    classNames: dataset.classNames,
    pixels,
    get: (index, at) => ({
      x: { dtype: 'float32', shape, data: prepare(pixels(index, at)) },
      y: { dtype: 'int32', shape: [], data: dataset.labels.subarray(index, index + 1) },
    }),
  };
}

/** The picture of a number, as it is seen on that occasion. */
export function changed(pixels: Pixels, index: number, at: Occasion, checked: Augmentation): Pixels {
  const place = { seed: at.seed, purpose: 'augment', step: step(at, index) };
  return applyTransform(pixels, drawTransform(checked, pixels, place), checked);
}

/** One step for each picture of each epoch. */
function step({ epoch }: Occasion, index: number): number {
  const all = epoch * 2 ** 32 + index;
  if (!Number.isSafeInteger(all)) throw new UsageError('is too large', { where: 'epoch', received: `${epoch}` });
  return all;
}
