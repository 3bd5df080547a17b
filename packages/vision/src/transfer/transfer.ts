/** From a collection of pictures and a pretrained network to a classifier in one file. */
import { type Backend, DataError, type Model, type Progress, type Storage, UsageError } from '@graftml/core';
import { saveClassifier } from '../classifier.ts';
import type { BrokenPicture, Collection, Picture } from '../collection/collection.ts';
import type { Decode } from '../collection/examine.ts';
import { splitCollection } from '../collection/split-collection.ts';
import { extractFeatures, type FeatureProgress } from '../features/extract-features.ts';
import { featuresBySplit, type PictureFeatures } from '../features/picture-features.ts';
import type { Split } from '../layout.ts';
import type { Backbone } from '../models/backbone.ts';
import type { Trust } from '../trust/calibrate.ts';
import { type Evaluation, judge } from './evaluation.ts';
import { graftHead, type Head, headOf, makeHead } from './heads.ts';
import { trustHead } from './trust-head.ts';

/**
 * How much of a backbone is used, and what of it is trained. `'head'`: all of it up to its features, as it is; only the new last layer is
 * learnt. It suits few pictures of things that the backbone has seen the like of.
 */
export type Strategy = 'head';

/** Options of `transfer`. */
export interface TransferOptions {
  readonly backend: Backend;
  /** What its pictures say of splits holds. Where none names one to validate or test with, it is divided by the seed. */
  readonly collection: Collection;
  readonly backbone: Backbone;
  readonly decode: Decode;
  /** `'head'` unless given. */
  readonly strategy?: Strategy;
  /** `'linear'` unless given. */
  readonly head?: Head | Head['type'];
  /** Where the backbone is cut; where it says, unless given. */
  readonly at?: string;
  /** The share of the training pictures to validate with; 0.2 where there are none to validate or test with, else 0. */
  readonly validation?: number;
  /** The share of the training pictures to test with; 0 unless given. */
  readonly test?: number;
  /** Decides how pictures are divided, and how a head is trained: 0 to 2^32 - 1; 1 unless given. */
  readonly seed?: number;
  /** Where features are kept: see `extractFeatures`. */
  readonly cache?: Storage;
  /** Ends with its reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** What `transfer` is at. */
export type TransferProgress =
  | ({ readonly phase: 'features' } & FeatureProgress)
  /** With how far it is, where the head is trained by steps. */
  | { readonly phase: 'head'; readonly training?: Progress }
  | { readonly phase: 'evaluation'; readonly of: Evaluation['of'] };

/** What `transfer` gives. */
export interface Transfer {
  /** From what the backbone's preprocessing makes to logits `[N, classes]`. */
  readonly model: Model;
  /** On the test pictures; where there are none, on those to validate with. */
  readonly evaluation: Evaluation;
  /** By what its probabilities were made true, and when it is unsure; absent where there was nothing to learn that from. */
  readonly trust?: Trust;
  /** What the evaluation is of, in its order. */
  readonly judged: readonly Picture[];
  /** Every picture in its part. */
  readonly collection: Collection;
  readonly classNames: readonly string[];
  /** How many pictures each part has. */
  readonly pictures: { readonly train: number; readonly validation: number; readonly test: number };
  /** Pictures that could not be read and were left out. */
  readonly broken: readonly BrokenPicture[];
  /** What a person should know of the pictures, a sentence each without its full stop. */
  readonly notes: readonly string[];
  /** The bytes of the classifier: see `saveClassifier`. The same transfer gives the same bytes. */
  save(): Uint8Array<ArrayBuffer>;
}

const usualValidation = 0.2;

/**
 * `(await transfer({ backend, collection, backbone, decode })).save()`. Features are computed once and, with a `cache`, found again.
 * @throws DataError for pictures that have several classes or none, or fewer than two classes; UsageError for options that make no
 * sense, or nothing to judge by; and as `splitCollection` and `extractFeatures`
 */
export async function transfer(options: TransferOptions): Promise<Transfer> {
  const { backend, backbone, strategy = 'head', at = backbone.at, seed = 1, cache, signal } = options;
  const { onProgress } = options;
  if (strategy !== 'head')
    throw new UsageError('there is no such strategy', { where: 'strategy', expected: 'head', received: `${strategy}` });
  const head = headOf(options.head ?? 'linear');
  const collection = divided(options, seed);
  const network = at === backbone.at || at === undefined ? backbone.features : backbone.cut(at);
  const common = { backend, ...(signal && { signal }) };
  const features = await extractFeatures({
    ...common,
    model: network,
    preprocessing: backbone.preprocessing,
    collection,
    decode: options.decode,
    ...(cache && { cache }),
    onProgress: (progress) => onProgress?.({ phase: 'features', ...progress }),
  });
  checkLabels(features);
  const sets = featuresBySplit(features);
  const { train, validation, test, classNames } = sets;
  const [of, data] = test ? (['test', test] as const) : (['validation', validation] as const);
  if (!data) throw nothingToJudgeBy();

  onProgress?.({ phase: 'head' });
  const made = await makeHead(head, {
    ...common,
    sets,
    seed,
    onProgress: (training) => onProgress?.({ phase: 'head', training }),
  });
  onProgress?.({ phase: 'evaluation', of });
  const trust = await trustHead({
    ...{ ...common, model: made.model, validation, of, seed },
    ...(head.type === 'linear' && { linear: { train, c: head.c ?? 1, groups: groupsOf(features, 'train') } }),
  });
  const { temperature = 1, unsure } = trust ?? {};
  const judged = { of, classNames, temperature, ...(unsure && { unsure }) };
  const evaluation = await judge(made.model, { ...common, data, ...judged });
  const model = graftHead(network, made);
  const pictures = { train: train.size, validation: validation?.size ?? 0, test: test?.size ?? 0 };
  const unread = new Set(features.broken.map(({ name }) => name));
  const training = {
    strategy,
    backbone: backbone.name,
    ...(at !== undefined && { at }),
    head: told(head),
    seed,
    pictures,
    evaluation: { of, n: evaluation.n, accuracy: evaluation.accuracy, loss: evaluation.loss },
  };
  return {
    model,
    evaluation,
    ...(trust && { trust }),
    judged: collection.pictures.filter(({ split, name }) => split === of && !unread.has(name)),
    collection,
    classNames,
    pictures,
    broken: features.broken,
    notes: collection.notes,
    save: () => {
      const { preprocessing } = backbone;
      return saveClassifier(model, {
        labels: classNames,
        preprocessing,
        training,
        temperature,
        ...(unsure && { unsure }),
      });
    },
  };
}

/** With every picture in a part, and something to judge by. */
function divided({ collection, validation, test = 0 }: TransferOptions, seed: number): Collection {
  const held = (split: Evaluation['of']) => collection.pictures.some((picture) => picture.split === split);
  const judged = test !== 0 || held('test') || held('validation');
  const share = validation ?? (judged ? 0 : usualValidation);
  if (share === 0 && !judged) throw nothingToJudgeBy();
  return splitCollection(collection, { validation: share, test, seed });
}

const nothingToJudgeBy = () =>
  new UsageError('there are no pictures to judge the result by', {
    where: 'transfer',
    expected: 'pictures to train on, and others to validate or test with',
    hint: 'give a share: validation: 0.2',
  });

/** Of the pictures of a split, in the order of its features. */
const groupsOf = ({ pictures }: PictureFeatures, of: Split) =>
  pictures.filter(({ split = 'train' }) => split === of).map(({ group }) => group);

function checkLabels({ labels, pictures, classNames }: PictureFeatures): void {
  const odd = pictures.find((picture) => picture.labels.length !== 1);
  if (odd || !labels)
    throw new DataError('does not have one class', {
      where: odd?.name ?? 'transfer',
      expected: 'every picture in exactly one',
      received: odd?.labels.join(', ') || 'none',
    });
  if (classNames.length < 2)
    throw new DataError('there is nothing to tell apart', {
      where: 'transfer',
      expected: 'pictures of two classes or more',
      received: classNames.join(', '),
    });
}

/** For the file; an optimizer by its name. */
const told = (head: Head) =>
  'optimizer' in head && head.optimizer ? { ...head, optimizer: head.optimizer.name } : { ...head };
