/** Pictures that are divided, and their features as lists of numbers: what a head of another kind is fitted on. */
import { dense, graft, type Layer, type Model, sequential, tensor, UsageError, withWeights } from '@graftml/core';
import type { BrokenPicture, Collection, Picture } from '../collection/collection.ts';
import { splitCollection } from '../collection/split-collection.ts';
import { extractFeatures, featureShape } from '../features/extract-features.ts';
import { graftHead } from '../transfer/heads.ts';
import type { LinearWeights } from '../transfer/linear-head.ts';
import { poolingFor } from '../transfer/train-head.ts';
import type { TransferOptions } from '../transfer/transfer.ts';
import { takenOf } from './numbers.ts';

/** Options of `transferLabels` and `transferValues`: as those of `transfer`. */
export type TargetOptions = Pick<
  TransferOptions,
  | 'backend'
  | 'collection'
  | 'backbone'
  | 'decode'
  | 'at'
  | 'validation'
  | 'test'
  | 'seed'
  | 'cache'
  | 'signal'
  | 'onProgress'
>;

/** Pictures with their features. */
export interface Part {
  readonly pictures: readonly Picture[];
  /** `[pictures, width]` */
  readonly x: Float64Array;
}

export interface FeaturesByPart {
  readonly width: number;
  readonly train: Part;
  readonly judged: Part;
  readonly of: 'validation' | 'test';
  /** The network with a linear layer behind it, and what is known of the pictures. */
  learned(weights: LinearWeights): TargetTransfer;
  /** What the file says of how it came about. */
  story(head: object, evaluation: object): Readonly<Record<string, unknown>>;
}

/** What `transferLabels` and `transferValues` have in common. */
export interface TargetTransfer {
  /** From what the backbone's preprocessing makes to `[N, …]`: logits, one question each, or a value. */
  readonly model: Model;
  /** How many pictures each part has. */
  readonly pictures: { readonly train: number; readonly validation: number; readonly test: number };
  /** What the evaluation is of, in its order. */
  readonly judged: readonly Picture[];
  /** Every picture in its part. */
  readonly collection: Collection;
  readonly broken: readonly BrokenPicture[];
  /** What a person should know of the pictures, a sentence each without its full stop. */
  readonly notes: readonly string[];
}

const usualValidation = 0.2;

/** @throws UsageError where there is nothing to judge by */
export async function featuresByPart(options: TargetOptions): Promise<FeaturesByPart> {
  const { backend, backbone, decode, at, seed = 1, cache, signal, onProgress, test = 0 } = options;
  const held = (split: string) => options.collection.pictures.some((picture) => picture.split === split);
  const isJudged = test !== 0 || held('test') || held('validation');
  const { validation = isJudged ? 0 : usualValidation } = options;
  const collection = splitCollection(options.collection, { validation, test, seed });
  const network = at === undefined || at === backbone.at ? backbone.features : backbone.cut(at);
  const shape = featureShape(network);
  const pooling: readonly Layer[] = poolingFor(shape);
  const { features, pictures, broken } = await extractFeatures({
    backend,
    model: pooling.length === 0 ? network : graft(network, pooling),
    preprocessing: backbone.preprocessing,
    collection,
    decode,
    ...(cache && { cache }),
    ...(signal && { signal }),
    onProgress: (progress) => onProgress?.({ phase: 'features', of: 'head', ...progress }),
  });
  const width = features.shape[1]!;
  const part = (split: string): Part => {
    const indices = [...pictures.keys()].filter((i) => pictures[i]!.split === split);
    return { pictures: indices.map((i) => pictures[i]!), x: takenOf(features.data, indices, width) };
  };
  const [train, forValidation, forTest] = [part('train'), part('validation'), part('test')];
  const of = forTest.pictures.length > 0 ? 'test' : 'validation';
  const judged = of === 'test' ? forTest : forValidation;
  if (judged.pictures.length === 0)
    throw new UsageError('there are no pictures to judge the result by', {
      where: 'transfer',
      hint: 'give a share: validation: 0.2',
    });
  onProgress?.({ phase: 'head' });
  const counts = {
    train: train.pictures.length,
    validation: forValidation.pictures.length,
    test: forTest.pictures.length,
  };
  return {
    ...{ width, train, judged, of },
    story: (head, evaluation) => ({
      ...{ strategy: 'head', backbone: backbone.name, head, seed, pictures: counts, evaluation },
    }),
    learned({ kernel, bias }) {
      const layers = [...pooling, dense(bias.length)];
      const head = sequential({ input: shape, name: 'head' }, layers);
      const [ofKernel, ofBias] = head.parameters;
      const model = withWeights(head, {
        [ofKernel!.name]: tensor('float32', ofKernel!.shape, kernel),
        [ofBias!.name]: tensor('float32', ofBias!.shape, bias),
      });
      return {
        model: graftHead(network, { layers, model }),
        ...{ pictures: counts, judged: judged.pictures, collection, broken, notes: collection.notes },
      };
    },
  };
}
