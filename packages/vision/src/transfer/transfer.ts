/** From a collection of pictures and a pretrained network to a classifier in one file. */
import { type Backend, DataError, type Model, type Run, type Storage, UsageError } from '@graftml/core';
import { saveClassifier } from '../classifier.ts';
import type { BrokenPicture, Collection, Picture } from '../collection/collection.ts';
import type { Decode } from '../collection/examine.ts';
import { splitCollection } from '../collection/split-collection.ts';
import type { Backbone } from '../models/backbone.ts';
import type { Trust } from '../trust/calibrate.ts';
import { probabilitiesOf } from '../trust/logits.ts';
import { measured } from './auto.ts';
import { type Evaluation, evaluationOf, labelledLogits } from './evaluation.ts';
import { checkFineTuning, type FineTuningOptions, type TransferCheckpoint } from './fine-tuning.ts';
import { intoTraining, type TrainingAnswer, type Work, type WorkProgress } from './frozen.ts';
import { type Head, headOf } from './heads.ts';
import type { Probe } from './probe-points.ts';
import { earlierCut, fineTuned, fromScratch, type Learned, onlyHead } from './strategies.ts';
import { trustHead } from './trust-head.ts';

/**
 * How much of a backbone is used, and what of it is trained.
 *
 * - `'head'`: all of it up to its features, as it is; only the new last layer is learnt. For few pictures of things that the backbone has
 *   seen the like of.
 * - `'earlier'`: the same with an earlier cut, where features are worth most to a linear classifier, cross-validated. For few pictures of
 *   other things.
 * - `'fine-tune'`: a new last layer first, then all of it, or what lies behind a tensor (`fineTuning.from`). For many pictures.
 * - `'scratch'`: the same network from newly drawn weights. For very many pictures of other things.
 * - `'auto'`: measures, and takes one of these. It says why.
 */
export type Strategy = Learned['strategy'] | 'auto';

const strategies: Readonly<Record<Strategy, (work: Work) => Promise<Learned>>> = {
  head: onlyHead,
  earlier: earlierCut,
  'fine-tune': fineTuned,
  scratch: fromScratch,
  auto: measured,
};

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
  /** Where the backbone is cut; where it says, unless given. `'earlier'` and `'auto'` find it by themselves. */
  readonly at?: string;
  /** How a network is trained on, or from scratch: where the strategy may do so. */
  readonly fineTuning?: FineTuningOptions;
  /** Where such a training saves itself, and what it goes on from. Features are in the `cache`. */
  readonly checkpoint?: TransferCheckpoint;
  /**
   * The share of the training pictures to validate with. Unless given, 0.2 where there are none to validate with and the strategy needs
   * them (all but `'head'` and `'earlier'`), or none to judge by; else 0.
   */
  readonly validation?: number;
  /** The share of the training pictures to test with; 0 unless given. */
  readonly test?: number;
  /** Decides how pictures are divided, and how a head is trained: 0 to 2^32 - 1; 1 unless given. */
  readonly seed?: number;
  /** Where features are kept: see `extractFeatures`. */
  readonly cache?: Storage;
  /** Ends with its reason; while a network is trained, with the best weights so far, and no error. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TransferProgress) => void;
  /** After each epoch of a network's training, what it says of some of the pictures to validate with by now: `said` is an index of `classNames`. */
  readonly onAnswers?: (answers: readonly TrainingAnswer[]) => void;
}

/** What `transfer` is at. */
export type TransferProgress = WorkProgress | { readonly phase: 'evaluation'; readonly of: Evaluation['of'] };

/** What `transfer` gives. */
export interface Transfer {
  /** From what the backbone's preprocessing makes to logits `[N, classes]`. */
  readonly model: Model;
  /** The one that was asked for; of `'auto'`, the one that it chose. */
  readonly strategy: Learned['strategy'];
  /** Where the backbone was cut; undefined for its output. */
  readonly at: string | undefined;
  /** Why, and what came of it: a sentence each without its full stop. */
  readonly reasons: readonly string[];
  /** What features are worth where the backbone might be cut, if the strategy asked. */
  readonly probes?: readonly Probe[];
  /** How a network was trained, or a head by steps, where one was. */
  readonly training?: Run;
  /** On the test pictures; where there are none, on those to validate with. */
  readonly evaluation: Evaluation;
  /** By what its probabilities were made true, and when it is unsure; absent where there was nothing to learn that from. */
  readonly trust?: Trust;
  /** What the evaluation is of, in its order. */
  readonly judged: readonly Picture[];
  /** What the classifier says of each of them, `[judged, classes]`. */
  readonly probabilities: Float64Array;
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
  const { backend, backbone, strategy = 'head', at = backbone.at, seed = 1, signal, onProgress, onAnswers } = options;
  check(options, strategy);
  const head = headOf(options.head ?? 'linear');
  checkLabels(options.collection);
  const parts = divided(options, strategy, seed);
  const { cache, checkpoint, decode, fineTuning = {} } = options;
  const learned = await strategies[strategy]({
    ...{ backend, backbone, collection: parts, decode, head, at, seed, fineTuning },
    validationIsLent: !options.collection.pictures.some(({ split }) => split === 'validation'),
    ...(cache && { cache }),
    ...(checkpoint && { checkpoint }),
    ...(signal && { signal }),
    onProgress: (progress) => onProgress?.(progress),
    ...(onAnswers && { onAnswers }),
  });
  const { model, judged, reasons, probes, linear, training: how, headRun, tried, usesValidation } = learned;
  const run = how?.trained.run ?? headRun;
  const collection = usesValidation ? { ...parts, pictures: parts.pictures.map(intoTraining) } : parts;
  const { train, validation, test } = judged;
  const { classNames } = collection;
  const [of, data] = test ? (['test', test] as const) : (['validation', validation] as const);
  if (!data) throw nothingToJudgeBy();
  // A training that was stopped has a result, which is judged all the same.
  const common = { backend, ...(how || tried ? {} : signal && { signal }) };
  onProgress?.({ phase: 'evaluation', of });
  const trust = await trustHead({
    ...{ ...common, model: judged.model, validation, of, seed },
    ...(linear && { linear }),
  });
  const { temperature = 1, unsure } = trust ?? {};
  const { logits, labels } = await labelledLogits(judged.model, { ...common, data });
  const evaluation = evaluationOf(logits, labels, { of, classNames, temperature, ...(unsure && { unsure }) });
  const pictures = { train: train.size, validation: validation?.size ?? 0, test: test?.size ?? 0 };
  const unread = new Set(learned.broken.map(({ name }) => name));
  const training = {
    strategy: learned.strategy,
    ...(strategy === 'auto' && { asked: strategy }),
    backbone: backbone.name,
    ...(learned.at !== undefined && { at: learned.at }),
    head: told(learned.head),
    ...(how && { network: toldTraining(how) }),
    ...(probes && { probes }),
    ...(reasons.length > 0 && { reasons }),
    seed,
    pictures,
    evaluation: { of, n: evaluation.n, accuracy: evaluation.accuracy, loss: evaluation.loss },
  };
  return {
    model,
    strategy: learned.strategy,
    at: learned.at,
    reasons,
    ...(probes && { probes }),
    ...(run && { training: run }),
    evaluation,
    ...(trust && { trust }),
    judged: collection.pictures.filter(({ split, name }) => split === of && !unread.has(name)),
    probabilities: probabilitiesOf(logits, classNames.length, temperature),
    collection,
    classNames,
    pictures,
    broken: learned.broken,
    notes: collection.notes,
    save: () => {
      const { preprocessing } = backbone;
      return saveClassifier(model, {
        ...{ labels: classNames, preprocessing, training, temperature },
        ...(unsure && { unsure }),
      });
    },
  };
}

/** @throws UsageError for what the strategy does not heed */
function check({ at, fineTuning, checkpoint }: TransferOptions, strategy: Strategy): void {
  if (!Object.hasOwn(strategies, strategy))
    throw new UsageError('there is no such strategy', {
      where: 'strategy',
      expected: Object.keys(strategies).join(', '),
      received: `${strategy}`,
    });
  const measures = strategy === 'earlier' || strategy === 'auto';
  if (at !== undefined && measures)
    throw new UsageError('is found by measuring', {
      where: 'at',
      hint: `leave it out, or take another strategy than '${strategy}'`,
    });
  const given = fineTuning ? 'fineTuning' : checkpoint ? 'checkpoint' : undefined;
  if (given && (strategy === 'head' || strategy === 'earlier'))
    throw new UsageError('is for the training of a network', {
      where: given,
      expected: "strategy: 'fine-tune', 'scratch' or 'auto'",
      received: `'${strategy}'`,
    });
  if (fineTuning) checkFineTuning(fineTuning);
}

/** With every picture in a part, and something to judge by. */
export function divided(
  { collection, validation, test = 0 }: Pick<TransferOptions, 'collection' | 'validation' | 'test'>,
  strategy: Strategy,
  seed: number,
): Collection {
  const held = (split: Evaluation['of']) => collection.pictures.some((picture) => picture.split === split);
  const judged = test !== 0 || held('test') || held('validation');
  const trains = strategy !== 'head' && strategy !== 'earlier';
  const wanted = !judged || (trains && !held('validation'));
  const share = validation ?? (wanted ? usualValidation : 0);
  if (share === 0 && !judged) throw nothingToJudgeBy();
  return splitCollection(collection, { validation: share, test, seed });
}

const nothingToJudgeBy = () =>
  new UsageError('there are no pictures to judge the result by', {
    where: 'transfer',
    expected: 'pictures to train on, and others to validate or test with',
    hint: 'give a share: validation: 0.2',
  });

export function checkLabels({ pictures, classNames }: Collection): void {
  const odd = pictures.find((picture) => picture.labels.length !== 1);
  if (odd)
    throw new DataError('does not have one class', {
      where: odd.name,
      expected: 'every picture in exactly one',
      received: odd.labels.join(', ') || 'none',
      ...(classNames.length === 0 && {
        hint: 'folders named after classes say it, or a column label of a manifest: path,label',
      }),
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

/** For the file: how a network was trained, and how it went, without the clock. */
function toldTraining({ plan, trained }: NonNullable<Learned['training']>) {
  const { from, augment, batchNorm, epochs, batchSize, optimizer, patience, lowestRate } = plan;
  const { run, validation, before, slower } = trained;
  return {
    ...(from !== undefined && { from }),
    ...(augment && { augmentation: augment }),
    batchNorm,
    optimizer: optimizer.name,
    ...(slower && { slower }),
    batchSize,
    lowestRate,
    patience,
    epochs: run.history.length,
    of: epochs,
    stopped: run.stopped,
    ...(run.bestEpoch !== undefined && { bestEpoch: run.bestEpoch }),
    ...(before && { before }),
    ...(validation && { validation }),
  };
}
