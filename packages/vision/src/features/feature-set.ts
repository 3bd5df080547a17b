/** Features that a network computed before, as a dataset: what a head is trained on. */
import { DataError, type Dataset, type Example, elementCount, type Tensor, UsageError } from '@graftml/core';

/** Examples of features with their labels. */
export interface FeatureSet extends Dataset {
  /** `[size, ...]` */
  readonly features: Tensor;
  /** `[size]`, indices into `classNames`; absent where an example has several labels or none: `rows` has those. */
  readonly labels?: Int32Array;
  /** `[size, classes]` of zeros and ones, where there are no `labels`. */
  readonly rows?: Float32Array;
  /** `[size]`; absent where every example counts 1. */
  readonly weights?: Float32Array;
  readonly classNames: readonly string[];
  get(index: number): Example;
}

/** What `featureSet` makes a dataset of. */
export interface FeatureSetParts {
  /** `[size, ...]` */
  readonly features: Tensor;
  /** Class indices `[size]`, or rows of zeros and ones, `[size, classes]`. */
  readonly targets: Int32Array | Float32Array;
  readonly weights?: Float32Array | undefined;
  readonly classNames: readonly string[];
  /** What labels and features are called, for errors. */
  readonly where?: { readonly features: string; readonly labels: string };
}

/** Nothing is copied. @throws DataError if there is not one label for each example */
export function featureSet({ features, targets, weights, classNames, where }: FeatureSetParts): FeatureSet {
  const [size = 0, ...shape] = features.shape;
  const single = targets instanceof Int32Array;
  const width = single ? 1 : classNames.length;
  for (const [what, length] of [
    ['label', width === 0 ? size : targets.length / width],
    ['weight', weights?.length ?? size],
  ] as const)
    if (length !== size)
      throw new DataError(`does not have one ${what} for each example`, {
        where: where?.labels ?? `the ${what}s`,
        expected: `${size}, as ${where?.features ?? 'features'} has examples`,
        received: `${length}`,
      });
  const length = elementCount(shape);
  const y = (i: number): Tensor =>
    single
      ? { dtype: 'int32', shape: [], data: targets.subarray(i, i + 1) }
      : { dtype: 'float32', shape: [width], data: targets.subarray(i * width, (i + 1) * width) };
  return {
    size,
    features,
    classNames,
    ...(single ? { labels: targets } : { rows: targets }),
    ...(weights && { weights }),
    get(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < size))
        throw new UsageError('there is no such example', { expected: `0 to ${size - 1}`, received: `${index}` });
      const data = features.data.subarray(index * length, (index + 1) * length);
      return {
        x: { dtype: features.dtype, shape, data } as Tensor,
        y: y(index),
        ...(weights && { weight: weights[index]! }),
      };
    },
  };
}

/** The examples at `indices`, in that order; a view where they follow one another, else a copy. */
export function featureSubset(set: FeatureSet, indices: ArrayLike<number>): FeatureSet {
  const { features, labels, rows, weights, classNames } = set;
  const order = Int32Array.from(indices);
  const from = order[0] ?? 0;
  const view = order.every((index, i) => index === from + i);
  /** Of an array with so many elements for each example. */
  const part = <T extends Tensor['data']>(data: T, length: number): T => {
    if (view) return data.subarray(from * length, (from + order.length) * length) as T;
    const copy = data.slice(0, order.length * length) as Float32Array;
    order.forEach((index, i) => {
      copy.set(data.subarray(index * length, (index + 1) * length) as Float32Array, i * length);
    });
    return copy as T;
  };
  const [, ...shape] = features.shape;
  return featureSet({
    features: {
      ...features,
      shape: [order.length, ...shape],
      data: part(features.data, elementCount(shape)),
    } as Tensor,
    targets: labels ? part(labels, 1) : part(rows!, classNames.length),
    weights: weights && part(weights, 1),
    classNames,
  });
}
