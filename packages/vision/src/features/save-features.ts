/** Sets of features as one file, and back: with the names that `featureSets` reads. */
import { readSafetensors, type Tensor, type Tensors, tensor, writeSafetensors } from '@graftml/core';
import type { FeatureSet } from './feature-set.ts';
import type { FeatureSets } from './feature-sets.ts';
import type { NpyArray } from './npy.ts';
import { type WriteArraysOptions, writeNpz } from './write-npy.ts';

/** NumPy's archive of arrays, or safetensors. */
export type FeatureFormat = 'npz' | 'safetensors';

/**
 * The bytes of an `.npz` or `.safetensors` file of arrays `train`, `valid` and `test`, `train_labels` and so on (indices, or
 * rows of zeros and ones), `train_weights` where there are any, and the names of the classes. NumPy reads both.
 * @throws DataError for a feature that is too large for float16; UsageError for an `.npz` file of 4 GB and more
 */
export function writeFeatures(
  sets: FeatureSets,
  format: FeatureFormat,
  options: WriteArraysOptions = {},
): Uint8Array<ArrayBuffer> {
  const { train, validation, test, classNames } = sets;
  const arrays: Tensors = {
    ...arraysOf('train', train),
    ...(validation && arraysOf('valid', validation)),
    ...(test && arraysOf('test', test)),
  };
  if (format === 'safetensors') return writeSafetensors(arrays, { [classesKey]: JSON.stringify(classNames) }, options);
  return writeNpz({ ...arrays, classes: { dtype: 'string', shape: [classNames.length], data: classNames } }, options);
}

const classesKey = 'classes';

function arraysOf(name: string, { size, features, labels, rows, weights, classNames }: FeatureSet): Tensors {
  const targets: Tensor = labels
    ? tensor('int32', [size], labels)
    : tensor('bool', [size, classNames.length], Uint8Array.from(rows!));
  return {
    [name]: features,
    [`${name}_labels`]: targets,
    // Exact, also where features are halves.
    ...(weights && { [`${name}_weights`]: tensor('float64', [size], Float64Array.from(weights)) }),
  };
}

/** The arrays of a safetensors file for `featureSets`. @throws FileError if it is damaged */
export function arraysOfSafetensors(bytes: Uint8Array, where: string): Readonly<Record<string, NpyArray>> {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const classes = namesIn(metadata[classesKey]);
  return { ...tensors, ...(classes && { classes: { dtype: 'string', shape: [classes.length], data: classes } }) };
}

/** Somebody else's metadata may say anything. */
function namesIn(text: string | undefined): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(parsed) && parsed.every((name) => typeof name === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}
