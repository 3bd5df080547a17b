/** Labelled pictures in memory: bytes at the network's size, turned into its input when they are asked for. */
import { type Dataset, type Example, UsageError } from '@graftml/core';
import { type Preprocessing, preprocessor } from './preprocessing.ts';

/** Pictures of one size as a dataset. */
export interface ImageDataset extends Dataset {
  /** Sorted, unless an order was asked for; `labels` index them. */
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
  /** `[size]` */
  readonly labels: Int32Array;
  /** `[size]`: where each picture comes from. */
  readonly names: readonly string[];
  /** One picture, uint8 `[height, width, channels]`: a view. */
  pixels(index: number): Uint8Array;
  /** x: float32 `[channels, height, width]`, y: an int32 scalar. */
  get(index: number): Example;
}

/** Pictures of one size in one array, and what is known of each. */
export interface ImageData {
  /** uint8 `[size, height, width, channels]` */
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
  readonly names: readonly string[];
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
}

/** A dataset of pictures that already have the size of their preprocessing. Nothing is copied. */
export function imageDataset({ pixels, labels, names, classNames, preprocessing }: ImageData): ImageDataset {
  const { width, height, channels } = preprocessing;
  const size = labels.length;
  const length = width * height * channels;
  if (names.length !== size || pixels.length !== size * length)
    throw new UsageError('labels, names and pixels must tell of the same number of pictures', {
      where: 'imageDataset',
      received: `${size} labels, ${names.length} names, ${pixels.length / length} pictures of [${height}, ${width}, ${channels}]`,
    });
  const unknown = labels.find((label) => label < 0 || label >= classNames.length);
  if (unknown !== undefined)
    throw new UsageError('a label is out of range', {
      where: 'imageDataset',
      expected: `0 to ${classNames.length - 1}`,
      received: `${unknown}`,
    });
  return fromView(size, labels, names, classNames, preprocessing, (i) => pixels.subarray(i * length, (i + 1) * length));
}

/** The pictures at `indices`, in that order; the pixels are shared. */
export const imageSubset = (dataset: ImageDataset, indices: ArrayLike<number>): ImageDataset => {
  const order = Int32Array.from(indices);
  return fromView(
    order.length,
    order.map((i) => dataset.labels[i]!),
    Array.from(order, (i) => dataset.names[i]!),
    dataset.classNames,
    dataset.preprocessing,
    (i) => dataset.pixels(order[i]!),
  );
};

function fromView(
  size: number,
  labels: Int32Array,
  names: readonly string[],
  classNames: readonly string[],
  preprocessing: Preprocessing,
  view: (index: number) => Uint8Array,
): ImageDataset {
  const { width, height, channels } = preprocessing;
  const prepare = preprocessor(preprocessing);
  const shape = [channels, height, width];
  const pixels = (index: number) => {
    if (!(Number.isInteger(index) && index >= 0 && index < size))
      throw new UsageError('there is no such picture', { expected: `0 to ${size - 1}`, received: `${index}` });
    return view(index);
  };
  return {
    size,
    labels,
    names,
    classNames,
    preprocessing,
    pixels,
    get: (index) => ({
      x: { dtype: 'float32', shape, data: prepare(pixels(index)) },
      y: { dtype: 'int32', shape: [], data: labels.subarray(index, index + 1) },
    }),
  };
}
