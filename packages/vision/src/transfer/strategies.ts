/** The cases of transfer learning by name: from divided pictures to a model, and what to judge it on. */
import {
  type Dataset,
  hash,
  initialWeights,
  type Model,
  type Run,
  splitPrefix,
  UsageError,
  weightsOf,
  withWeights,
} from '@graftml/core';
import type { BrokenPicture, Picture } from '../collection/collection.ts';
import { featuresBySplit } from '../features/picture-features.ts';
import { splitUp } from '../split-up.ts';
import { type FineTuningPlan, fallingRates, fineTuningPlan, learnable, weightsDigest } from './fine-tuning.ts';
import { freshWeights } from './fresh-weights.ts';
import { extracted, type Frozen, frozenAsAsked, frozenAt, groupsOf, networkFor, probed, type Work } from './frozen.ts';
import { freshHead, graftHead, type Head } from './heads.ts';
import { type LoadedPictures, loadPictures } from './picture-dataset.ts';
import type { Probe } from './probe-points.ts';
import { type TrainedNetwork, type TrainNetworkOptions, trainNetwork } from './train-network.ts';
import type { LinearTraining } from './trust-head.ts';

/** Training pictures and those to judge by, as pictures or as features: whatever `model` takes. */
export interface DividedData {
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly test?: Dataset;
}

/** What a strategy gives. */
export interface Learned {
  readonly strategy: 'head' | 'earlier' | 'fine-tune' | 'scratch';
  /** Where the backbone was cut; undefined for its output. */
  readonly at: string | undefined;
  /** From what the preprocessing makes to logits. */
  readonly model: Model;
  /** The same figures with less work: on features, where they are there; else `model` on pictures. */
  readonly judged: { readonly model: Model } & DividedData;
  /** As it was asked for, with what was found. */
  readonly head: Head;
  /** What a linear head was fitted to, where it is all that was learnt. */
  readonly linear?: LinearTraining;
  readonly broken: readonly BrokenPicture[];
  /** Why it is what it is, a sentence each without its full stop. */
  readonly reasons: readonly string[];
  /** What the features are worth where the backbone might be cut, if that was asked. */
  readonly probes?: readonly Probe[];
  /** Where a network was trained: how, and how it went. */
  readonly training?: { readonly plan: FineTuningPlan; readonly trained: TrainedNetwork };
  /** How a head was trained, where it is all that was learnt, by steps. */
  readonly headRun?: Run;
  /** A training of which nothing was kept. */
  readonly tried?: Run;
  /** Whether the pictures that were to validate with have been learnt from in the end. */
  readonly usesValidation?: boolean;
}

/** `'head'`: a new last layer on features that stay as they are. */
export async function onlyHead(work: Work): Promise<Learned> {
  return headLearned('head', await frozenAsAsked(work), []);
}

/** `'earlier'`: the same, cut where the features before the usual ones are worth most. */
export async function earlierCut(work: Work): Promise<Learned> {
  const found = await probed(work);
  const earlier = found.probes.slice(0, -1);
  const [first, ...others] = earlier;
  if (!first)
    throw new UsageError('there is no earlier place to cut', {
      where: "strategy: 'earlier'",
      received: work.backbone.name,
      hint: "take strategy: 'head'",
    });
  const best = others.reduce((a, b) => (b.accuracy >= a.accuracy ? b : a), first);
  const frozen = await frozenAt(work, found, best);
  return { ...headLearned('earlier', frozen, [reasonOfCut(best, found.probes)]), probes: found.probes };
}

export function headLearned(strategy: 'head' | 'earlier', frozen: Frozen, reasons: readonly string[]): Learned {
  const { at, network, made, sets, broken, pictures } = frozen;
  const { head, run } = made;
  const linear = head.type === 'linear' && { train: sets.train, c: head.c ?? 1, groups: groupsOf(pictures) };
  return {
    ...{ strategy, at, head, broken, reasons },
    model: graftHead(network, made),
    judged: { model: made.model, ...sets },
    ...(linear && { linear }),
    ...(run && { headRun: run }),
  };
}

const reasonOfCut = (best: Probe, probes: readonly Probe[]): string => {
  const last = probes.at(-1)!;
  return `cut at ${placeOf(best)}: a linear classifier is right on ${percentOf(best.accuracy)} there, and on ${percentOf(last.accuracy)} at ${placeOf(last)}`;
};

export const placeOf = ({ at }: Pick<Probe, 'at'>): string => at ?? 'the output';
export const percentOf = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `'fine-tune'`: a head on frozen features first, then all of it, or what lies behind `from`, with smaller rates below. */
export async function fineTuned(work: Work): Promise<Learned> {
  return trainedOn(work, await frozenAsAsked(work));
}

/** @param options `mustExceed` as `trainNetwork` takes it */
export async function trainedOn(
  work: Work,
  frozen: Frozen,
  options: Pick<TrainNetworkOptions, 'mustExceed'> = {},
): Promise<Learned> {
  const { backbone, signal, onProgress } = work;
  const { at, network, made, sets, pictures, broken } = frozen;
  const plan = fineTuningPlan(work.fineTuning, {
    n: sets.train.size,
    preprocessing: backbone.preprocessing,
    fromScratch: false,
  });
  const start = graftHead(network, made);
  const model = graftHead(learnable(network, plan), made);
  const optimizer = fallingRates(plan.optimizer, { backbone, network, lowestRate: plan.lowestRate });
  const begun = { ...work, ...options, plan: { ...plan, optimizer }, begins: true };
  const split = plan.augment === undefined ? splitPrefix(model) : undefined;
  if (split) {
    const features = featuresBySplit(await extracted(work, split.prefix, 'network'));
    const trained = await train(begun, split.rest, needed(features), pictures);
    const whole = withWeights(start, weightsOf(trained.model));
    return tunedOn({
      at,
      head: made.head,
      model: whole,
      judged: { ...features, model: trained.model },
      broken,
      plan,
      trained,
    });
  }
  const loaded = await loadPictures(pictures, {
    preprocessing: backbone.preprocessing,
    decode: work.decode,
    classNames: sets.classNames,
    ...(signal && { signal }),
    onProgress: (done, total) => onProgress({ phase: 'pictures', done, total }),
  });
  const data = divide(loaded, plan);
  const trained = await train(begun, model, data, loaded.pictures);
  const whole = withWeights(start, weightsOf(trained.model));
  return tunedOn({ at, head: made.head, model: whole, judged: { ...data, model: whole }, broken, plan, trained });
}

function tunedOn({
  trained,
  plan,
  ...rest
}: Pick<Learned, 'at' | 'head' | 'model' | 'judged' | 'broken'> & NonNullable<Learned['training']>): Learned {
  return { strategy: 'fine-tune', ...rest, reasons: reasonsOf(trained), training: { plan, trained } };
}

function reasonsOf({ before, validation, isBetter, run, slower }: TrainedNetwork): string[] {
  const said = (figures: typeof before) =>
    figures ? `${percentOf(figures.accuracy)} of the validation pictures, loss ${figures.loss.toFixed(3)}` : 'unknown';
  if (isBetter || run.stopped !== 'diverged')
    return [
      isBetter
        ? `trained on, ${said(validation)}; with the head alone, ${said(before)}`
        : `no epoch was better on the validation pictures than the head alone: ${said(before)}`,
      ...(slower ? ['it diverged at first, and was begun anew with a tenth of the learning rate'] : []),
    ];
  const also = slower ? ', also with a tenth of the learning rate' : '';
  return [`training on diverged${also}, so the head alone is kept: ${said(before)}`];
}

/** `'scratch'`: the same network with weights that are newly drawn. */
export async function fromScratch(work: Work): Promise<Learned> {
  const { backbone, collection, decode, head, seed, signal, onProgress } = work;
  const loaded = await loadPictures(collection.pictures, {
    preprocessing: backbone.preprocessing,
    decode,
    classNames: collection.classNames,
    ...(signal && { signal }),
    onProgress: (done, total) => onProgress({ phase: 'pictures', done, total }),
  });
  const { broken } = loaded;
  const plan = fineTuningPlan(work.fineTuning, {
    n: loaded.pictures.filter(({ split }) => split === 'train').length,
    preprocessing: backbone.preprocessing,
    fromScratch: true,
  });
  const data = divide(loaded, plan);
  const network = freshWeights(networkFor(work, work.at));
  const drawn = withWeights(network, initialWeights(network, seed));
  const shape = network.graph('infer').outputs.output!.shape.slice(1) as number[];
  const made = freshHead(head, { shape, classes: collection.classNames.length, seed });
  const trained = await train(
    { ...work, plan, begins: false },
    graftHead(learnable(drawn, plan), made),
    data,
    loaded.pictures,
  );
  const whole = withWeights(graftHead(drawn, made), weightsOf(trained.model));
  const { validation } = trained;
  const reasons = validation
    ? [`from scratch, ${percentOf(validation.accuracy)} of the validation pictures, loss ${validation.loss.toFixed(3)}`]
    : [];
  return {
    strategy: 'scratch',
    at: work.at,
    model: whole,
    judged: { ...data, model: whole },
    head,
    broken,
    reasons,
    training: { plan, trained },
  };
}

/** What is trained on, with the augmentation; and what is judged by, as it is. */
function divide(
  loaded: LoadedPictures,
  { augment }: FineTuningPlan,
): Required<Pick<DividedData, 'train' | 'validation'>> & DividedData {
  const splits = loaded.pictures.map(({ split = 'train' }) => split);
  const indices = splitUp<readonly number[]>([...splits.keys()], splits, (own) => own);
  const { train, validation, test } = indices;
  return needed({
    train: loaded.dataset(train, augment),
    ...(validation && { validation: loaded.dataset(validation) }),
    ...(test && { test: loaded.dataset(test) }),
  });
}

/** @throws UsageError without pictures to validate with */
function needed<Data extends DividedData>(data: Data): Data & { readonly validation: Dataset } {
  const { validation } = data;
  if (validation) return { ...data, validation };
  throw new UsageError('needs pictures to validate with: they tell when a network has learnt enough', {
    where: 'validation',
    hint: 'give a share: validation: 0.2',
  });
}

interface TrainOptions extends Pick<TrainNetworkOptions, 'begins' | 'mustExceed'> {
  readonly plan: FineTuningPlan;
}

function train(
  { backend, seed, checkpoint, signal, onProgress, onAnswers, plan, begins, mustExceed }: Work & TrainOptions,
  model: Model,
  { train, validation }: DividedData & { readonly validation: Dataset },
  pictures: readonly Picture[],
): Promise<TrainedNetwork> {
  const { from, augment, batchNorm, epochs } = plan;
  const judges = pictures.filter(({ split }) => split === 'validation');
  return trainNetwork(model, {
    backend,
    plan,
    train,
    validation,
    seed,
    begins,
    ...(mustExceed !== undefined && { mustExceed }),
    ...(checkpoint && { checkpoint }),
    facts: {
      'the weights that it begins with': weightsDigest(model),
      'the pictures': hash(
        JSON.stringify(pictures.map(({ name, labels, split, facts }) => [facts?.digest ?? name, labels, split])),
      ).toString(16),
      'the augmentation': JSON.stringify(augment ?? 'none'),
      'what stays as it is': from ?? 'nothing',
      'batch normalisations': batchNorm,
      'the number of epochs': `${epochs}`,
    },
    ...(signal && { signal }),
    onProgress: (training) => onProgress({ phase: 'network', training }),
    ...(onAnswers && {
      onAnswers: (answers) =>
        onAnswers(answers.map(({ index, ...answer }) => ({ ...answer, picture: judges[index]! }))),
    }),
  });
}
