/** Features of the pictures of a collection, row by row. */
import type { Tensor } from '@graftml/core';
import { type BrokenPicture, type Collection, labelIndices, type Picture } from '../collection/collection.ts';
import { splitUp } from '../split-up.ts';
import { type FeatureSet, featureSet, featureSubset } from './feature-set.ts';
import type { FeatureSets } from './feature-sets.ts';

/** What `extractFeatures` gives: a dataset that knows its pictures. */
export interface PictureFeatures extends FeatureSet {
  readonly features: Tensor<'float32'>;
  /** What each row is of: in the collection's order, without those that are broken. */
  readonly pictures: readonly Picture[];
  readonly broken: readonly BrokenPicture[];
}

/** @param features `[pictures, ...]` */
export function pictureFeatures(
  features: Tensor<'float32'>,
  { pictures, classNames, broken }: Pick<Collection, 'pictures' | 'classNames' | 'broken'>,
): PictureFeatures {
  const labels = labelIndices({ pictures, classNames });
  const weighted = pictures.some(({ weight }) => weight !== undefined);
  const set = featureSet({
    features,
    targets: labels.every((list) => list.length === 1)
      ? Int32Array.from(labels, ([label]) => label!)
      : rowsOf(labels, classNames.length),
    weights: weighted ? Float32Array.from(pictures, ({ weight = 1 }) => weight) : undefined,
    classNames,
  });
  return { ...set, features, pictures, broken };
}

function rowsOf(labels: readonly (readonly number[])[], width: number): Float32Array {
  const rows = new Float32Array(labels.length * width);
  labels.forEach((list, i) => {
    for (const label of list) rows[i * width + label] = 1;
  });
  return rows;
}

/**
 * What is trained on, validated with and tested with, as the pictures say; one that names no split is trained on.
 * @throws DataError if there are pictures to validate and test with, but none to train on
 */
export function featuresBySplit(features: PictureFeatures): FeatureSets {
  const splits = features.pictures.map(({ split = 'train' }) => split);
  const sets = splitUp<FeatureSet>(features, splits, (indices) => featureSubset(features, indices));
  return { ...sets, classNames: features.classNames };
}
