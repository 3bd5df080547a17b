/** Arrays of features, computed by a network before, as datasets: what a head is trained on. */
import { DataError, type Tensor, toNumbers, UsageError } from '@graftml/core';
import { type Split, sortClassNames, splitOf } from '../layout.ts';
import { type FeatureSet, featureSet } from './feature-set.ts';
import type { NpyArray } from './npy.ts';

/** Features to train on, and to validate and test with. */
export interface FeatureSets {
  readonly train: FeatureSet;
  readonly validation?: FeatureSet;
  readonly test?: FeatureSet;
  readonly classNames: readonly string[];
}

/** Options of `featureSets`. */
export interface FeatureSetsOptions {
  /**
   * Labels for arrays that bring none, by split: class indices, class names, or rows of zeros and ones. In the order of the
   * features.
   */
  readonly labels?: Readonly<Partial<Record<Split, readonly number[] | readonly string[] | NpyArray>>>;
  /** In the order of the label's indices. If absent, those of an array `classes` or `class_names`, else the numbers. */
  readonly classNames?: readonly string[];
}

const words = {
  features: ['', 'x', 'features', 'data', 'bottleneck', 'arr'],
  labels: ['y', 'labels', 'label', 'targets', 'target', 'classes'],
  weights: ['weights', 'weight', 'sample_weight', 'sample_weights'],
} as const;

/**
 * Datasets of an `.npz` file's arrays. Their names say what they are: `train`, `valid` (or `val`, `validation`) and `test`, or
 * `x_train` and `y_train`, `train_features` and `train_labels`, or `features` and `labels` for a set that is not split.
 * Labels are indices `[N]` or `[N, 1]`, names, or rows `[N, classes]` of zeros and ones. `train_weights` says how much each
 * example counts.
 * @throws DataError naming the array, if features or labels are missing or do not fit together
 */
export function featureSets(
  arrays: Readonly<Record<string, NpyArray>>,
  { labels: given = {}, classNames: asked }: FeatureSetsOptions = {},
): FeatureSets {
  const found = sorted(arrays);
  const splits = (['train', 'validation', 'test'] as const).filter((split) => found.features[split]);
  if (!found.features.train)
    throw new DataError('there are no features to train on', {
      where: 'featureSets',
      expected: 'an array train, x_train, train_features, or features',
      received: Object.keys(arrays).join(', ') || 'no arrays',
    });
  const labels = new Map<Split, Labels>();
  for (const split of splits) {
    if (given[split] && found.labels[split])
      throw new UsageError(`labels are given, and the array ${found.labels[split].name} has some`, { where: split });
    const own = given[split] ?? found.labels[split]?.array;
    if (!own)
      throw new DataError('has no labels', {
        where: found.features[split]!.name,
        expected: `an array ${split}_labels or y_${split}`,
        hint: `give them: featureSets(arrays, { labels: { ${split}: [0, 1, …] } })`,
      });
    labels.set(split, labelsOf(own, found.labels[split]?.name ?? `labels.${split}`));
  }
  const classNames = namesOf([...labels.values()], asked ?? found.classNames);
  const set = (split: Split) => setOf(found.features[split]!, labels.get(split)!, found.weights[split], classNames);
  return {
    train: set('train'),
    ...(found.features.validation && { validation: set('validation') }),
    ...(found.features.test && { test: set('test') }),
    classNames,
  };
}

interface Named<T = NpyArray> {
  readonly name: string;
  readonly array: T;
}

/** What the names of the arrays say. */
function sorted(arrays: Readonly<Record<string, NpyArray>>) {
  const features: Partial<Record<Split, Named<Tensor>>> = {};
  const labels: Partial<Record<Split, Named>> = {};
  const weights: Partial<Record<Split, Named>> = {};
  let classNames: readonly string[] | undefined;
  for (const [name, array] of Object.entries(arrays)) {
    const parts = name.toLowerCase().split(/[_\s-]+/);
    const split = parts.map(splitOf).find((part) => part !== undefined);
    const rest = parts.filter((part) => !splitOf(part) && !/^\d+$/.test(part)).join('_');
    const isOf = (kind: keyof typeof words) => words[kind].some((word) => word === rest);
    if (/^(classes|class_names|label_names)$/.test(name) && array.dtype === 'string') classNames = array.data;
    else if (name === 'arr_1' || isOf('labels')) put(labels, split ?? 'train', { name, array });
    else if (isOf('weights')) put(weights, split ?? 'train', { name, array });
    else if (isOf('features') && array.dtype !== 'string') put(features, split ?? 'train', { name, array });
    else
      throw new DataError('has a name that does not say what it is', {
        where: name,
        expected: 'train, valid, test, x_train, y_train, train_features, train_labels, features, labels or classes',
        hint: 'leave it out, or call it so',
      });
  }
  return { features, labels, weights, classNames };
}

function put<T>(into: Partial<Record<Split, Named<T>>>, split: Split, named: Named<T>): void {
  const before = into[split];
  if (before) throw new DataError(`means the same as ${before.name}`, { where: named.name });
  into[split] = named;
}

/** Either names, or indices, or rows of zeros and ones. */
interface Labels {
  readonly where: string;
  readonly names?: readonly string[];
  readonly indices?: readonly number[];
  readonly rows?: { readonly width: number; readonly values: readonly number[] };
}

function labelsOf(given: readonly number[] | readonly string[] | NpyArray, where: string): Labels {
  if (isList(given))
    return given.every((label) => typeof label === 'string')
      ? { where, names: given }
      : { where, indices: checked(given as readonly number[], where) };
  if (given.dtype === 'string') return { where, names: given.data };
  const [, width = 1, ...more] = given.shape;
  const values = toNumbers(given);
  if (more.length > 0 || given.shape.length === 0)
    throw new DataError('is no array of labels', {
      where,
      expected: '[N] or [N, classes]',
      received: `[${given.shape}]`,
    });
  if (width === 1) return { where, indices: checked(values, where) };
  const other = values.find((value) => value !== 0 && value !== 1);
  if (other !== undefined)
    throw new DataError('has labels in rows that are neither 0 nor 1', { where, received: `${other}` });
  const rows = Array.from({ length: given.shape[0]! }, (_, i) => values.slice(i * width, (i + 1) * width));
  const single = rows.every((row) => row.reduce((sum, value) => sum + value, 0) === 1);
  // Rows keep telling how many classes there are, also those that no example has.
  return { where, rows: { width, values }, ...(single && { indices: rows.map((row) => row.indexOf(1)) }) };
}

const isList = (
  given: readonly number[] | readonly string[] | NpyArray,
): given is readonly number[] | readonly string[] => Array.isArray(given);

function checked(indices: readonly number[], where: string): readonly number[] {
  const wrong = indices.find((label) => !Number.isInteger(label) || label < 0);
  if (wrong !== undefined)
    throw new DataError('has labels that are no class indices', {
      where,
      expected: 'whole numbers from 0',
      received: `${wrong}`,
    });
  return indices;
}

function namesOf(labels: readonly Labels[], asked: readonly string[] | undefined): readonly string[] {
  const texts = labels.flatMap(({ names }) => names ?? []);
  if (texts.length > 0) return asked ?? sortClassNames(texts);
  const count = labels.reduce((most, { rows, indices = [] }) => {
    const largest = indices.reduce((a, b) => Math.max(a, b), -1);
    return Math.max(most, rows?.width ?? largest + 1);
  }, 0);
  if (asked && asked.length < count)
    throw new DataError('there are fewer class names than classes', {
      expected: `${count}`,
      received: `${asked.length}`,
    });
  return asked ?? Array.from({ length: count }, (_, label) => `${label}`);
}

function setOf(features: Named<Tensor>, labels: Labels, weights: Named | undefined, classNames: readonly string[]) {
  const { where, names, rows } = labels;
  const indices = names?.map((label) => indexIn(classNames, label, where)) ?? labels.indices;
  if (!indices && rows!.width !== classNames.length)
    throw new DataError('has rows of another length than there are classes', {
      where,
      expected: `${classNames.length}`,
      received: `${rows!.width}`,
    });
  return featureSet({
    features: features.array,
    targets: indices ? Int32Array.from(indices) : Float32Array.from(rows!.values),
    weights: weights && weightsOf(weights),
    classNames,
    where: { features: features.name, labels: where },
  });
}

function weightsOf({ name, array }: Named): Float32Array {
  const weights = array.dtype === 'string' ? undefined : Float32Array.from(toNumbers(array));
  if (weights?.every((weight) => Number.isFinite(weight) && weight >= 0)) return weights;
  throw new DataError('has weights that are none', { where: name, expected: 'numbers from 0' });
}

function indexIn(classNames: readonly string[], label: string, where: string): number {
  const index = classNames.indexOf(label);
  if (index < 0)
    throw new DataError(`the class "${label}" is unknown`, { where, expected: `one of ${classNames.join(', ')}` });
  return index;
}
