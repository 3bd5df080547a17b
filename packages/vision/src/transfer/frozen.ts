/** Heads on a backbone that stays as it is: features computed once, and what is learnt on them. */
import {
  type Backend,
  globalAveragePooling2D,
  graft,
  type Model,
  type Progress,
  type Storage,
  UsageError,
} from '@graftml/core';
import type { BrokenPicture, Collection, Picture } from '../collection/collection.ts';
import type { Decode } from '../collection/examine.ts';
import { extractFeatures, type FeatureProgress } from '../features/extract-features.ts';
import type { FeatureSets } from '../features/feature-sets.ts';
import { featuresBySplit, type PictureFeatures } from '../features/picture-features.ts';
import type { Backbone } from '../models/backbone.ts';
import type { FineTuningOptions, TransferCheckpoint } from './fine-tuning.ts';
import { type Head, type MadeHead, makeHead } from './heads.ts';
import { type Probe, type ProbePoint, pointSets, probeAll, probedModel, probePoints } from './probe-points.ts';
import type { WatchedAnswer } from './watched-answers.ts';

/** What every strategy is given: pictures that are divided, and what was asked. */
export interface Work {
  readonly backend: Backend;
  readonly backbone: Backbone;
  readonly collection: Collection;
  readonly decode: Decode;
  readonly head: Head;
  /** Where the backbone is cut; undefined for its output. */
  readonly at: string | undefined;
  readonly seed: number;
  /** Whether the pictures to validate with were training pictures, until some were taken for it by the seed. */
  readonly validationIsLent: boolean;
  readonly fineTuning: FineTuningOptions;
  readonly cache?: Storage;
  readonly checkpoint?: TransferCheckpoint;
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: WorkProgress) => void;
  /** See `TransferOptions`. */
  readonly onAnswers?: (answers: readonly TrainingAnswer[]) => void;
}

/** What a network says of a picture while it is trained. */
export interface TrainingAnswer extends Pick<WatchedAnswer, 'said' | 'probability'> {
  readonly picture: Picture;
}

/** What a strategy is at. */
export type WorkProgress =
  /** Features of pictures; `of` what lies behind them: a head, probes at several places to cut, or a part that is trained on. */
  | ({ readonly phase: 'features'; readonly of: 'head' | 'probes' | 'network' } & FeatureProgress)
  /** How many of the places to cut are judged. */
  | { readonly phase: 'probes'; readonly done: number; readonly total: number }
  /** With how far it is, where the head is trained by steps. */
  | { readonly phase: 'head'; readonly training?: Progress }
  /** Pictures that are read to be trained on. */
  | { readonly phase: 'pictures'; readonly done: number; readonly total: number }
  /** A network that is trained on, or from scratch. */
  | { readonly phase: 'network'; readonly training: Progress };

/** A backbone that stays as it is, and a head on its features. */
export interface Frozen {
  readonly at: string | undefined;
  /** From what the preprocessing makes to features. */
  readonly network: Model;
  readonly made: MadeHead;
  readonly sets: FeatureSets;
  /** Those that could be read, as they are divided. */
  readonly pictures: readonly Picture[];
  readonly broken: readonly BrokenPicture[];
}

/** Features at several places, and what each is worth. */
export interface Probed {
  readonly points: readonly ProbePoint[];
  /** The last is where a new head usually goes. */
  readonly probes: readonly Probe[];
  readonly features: PictureFeatures;
  readonly sets: FeatureSets;
}

export function extracted(
  { backend, backbone, collection, decode, cache, signal, onProgress }: Work,
  model: Model,
  of: 'head' | 'probes' | 'network',
): Promise<PictureFeatures> {
  return extractFeatures({
    backend,
    model,
    preprocessing: backbone.preprocessing,
    collection,
    decode,
    ...(cache && { cache }),
    ...(signal && { signal }),
    onProgress: (progress) => onProgress({ phase: 'features', of, ...progress }),
  });
}

/** The backbone up to where it was asked to be cut, with its head. */
export async function frozenAsAsked(work: Work): Promise<Frozen> {
  const network = networkFor(work, work.at);
  const features = await extracted(work, network, 'head');
  const { pictures, broken } = features;
  return { at: work.at, network, pictures, broken, ...(await headOn(work, featuresBySplit(features), pictures)) };
}

/** What the features are worth at each place where the backbone might be cut: one pass, cached as any. */
export async function probed(work: Work): Promise<Probed> {
  const points = probePoints(work.backbone);
  const features = await extracted(work, probedModel(work.backbone.features, points), 'probes');
  const sets = featuresBySplit(features);
  // Cross-validation needs no pictures of its own to validate with.
  const asked = allToLearnFrom(work, features, sets);
  const { seed, signal, onProgress } = work;
  const probes = await probeAll(featuresBySplit(asked), points, {
    seed,
    groups: groupsOf(asked.pictures),
    ...(signal && { signal }),
    onProgress: (done, total) => onProgress({ phase: 'probes', done, total }),
  });
  return { points, probes, features, sets };
}

/** A head where one of the probes was; on the features that are there already, unless it needs them with height and width. */
export async function frozenAt(work: Work, { points, probes, features, sets }: Probed, probe: Probe): Promise<Frozen> {
  const { at } = probe;
  if (work.head.type === 'conv') return frozenAsAsked({ ...work, at });
  const { pictures, broken } = features;
  const network = pooled(cutAt(work.backbone, at));
  const own = pointSets(sets, points, points[probes.indexOf(probe)]!);
  return { at, network, pictures, broken, ...(await headOn(work, own, pictures)) };
}

/**
 * The same features, with those to validate with among those to learn from. Undefined where they are no training pictures, or are needed:
 * to judge the result by, or by a head that is trained by steps.
 */
export function withValidation(work: Work, found: Probed): Probed | undefined {
  const features = allToLearnFrom(work, found.features, found.sets);
  if (features === found.features || work.head.type !== 'linear') return undefined;
  return { ...found, features, sets: featuresBySplit(features) };
}

/** The same object where none are to validate with that were training pictures, or where the result is judged by them. */
function allToLearnFrom(
  { validationIsLent }: Work,
  features: PictureFeatures,
  { validation, test }: FeatureSets,
): PictureFeatures {
  if (!validation || !test || !validationIsLent) return features;
  return { ...features, pictures: features.pictures.map(intoTraining) };
}

/** A picture to validate with as one to learn from. */
export const intoTraining = (picture: Picture): Picture =>
  picture.split === 'validation' ? { ...picture, split: 'train' } : picture;

async function headOn(
  { backend, head, seed, signal, onProgress }: Work,
  sets: FeatureSets,
  pictures: readonly Picture[],
) {
  onProgress({ phase: 'head' });
  const made = await makeHead(head, {
    backend,
    sets,
    groups: groupsOf(pictures),
    seed,
    ...(signal && { signal }),
    onProgress: (training) => onProgress({ phase: 'head', training }),
  });
  return { made, sets };
}

/** The backbone that a head is grafted on. @throws UsageError for a conv head where features have no height and width */
export function networkFor({ backbone, head }: Pick<Work, 'backbone' | 'head'>, at: string | undefined): Model {
  const network = cutAt(backbone, at);
  if (head.type !== 'conv' || isSpatial(network.graph('infer').outputs.output!.shape)) return network;
  const points = backbone.cutPoints;
  const end = at === undefined ? points.length : points.findIndex(({ name }) => name === at);
  const before = points.slice(0, end).findLast(({ shape }) => isSpatial(shape));
  if (!before)
    throw new UsageError('needs features with height and width', {
      where: "head: 'conv'",
      received: `${backbone.name}, which nowhere has them`,
      hint: "take head: 'linear' or 'dense'",
    });
  return backbone.cut(before.name);
}

const cutAt = (backbone: Backbone, at: string | undefined): Model =>
  at === backbone.at || at === undefined ? backbone.features : backbone.cut(at);

const isSpatial = (shape: readonly (number | string)[]): boolean =>
  shape.length === 4 && (shape[2] !== 1 || shape[3] !== 1);

/** Of each channel the mean over height and width. */
const pooled = (network: Model): Model =>
  network.graph('infer').outputs.output!.shape.length === 4 ? graft(network, [globalAveragePooling2D()]) : network;

/** Of those that are trained on. */
export const groupsOf = (pictures: readonly Picture[]) =>
  pictures.filter(({ split = 'train' }) => split === 'train').map(({ group }) => group);
