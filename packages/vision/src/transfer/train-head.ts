/** A head on features that were computed before: seconds where the whole network would take hours. */
import {
  bestWeights,
  binaryCrossentropy,
  dense,
  evaluate,
  type FitOptions,
  fit,
  globalAveragePooling2D,
  type Layer,
  metrics,
  permute,
  type Run,
  rmsprop,
  sequential,
  sparseCategoricalCrossentropy,
  UsageError,
} from '@graftml/core';
import type { FeatureSets } from '../features/feature-sets.ts';

/** Options of `trainHead`. */
export interface TrainHeadOptions
  extends Pick<FitOptions, 'backend' | 'batchSize' | 'seed' | 'shuffle' | 'callbacks' | 'signal' | 'onProgress'> {
  readonly sets: FeatureSets;
  /**
   * The axis of channels in features of three axes: `'first'` as here and in PyTorch, `'last'` as in Keras. The two extents that
   * are equal, height and width, tell it unless all are.
   */
  readonly channels?: 'first' | 'last';
  /** From features to one number for each class; a mean over height and width, and `dense`, unless given. */
  readonly layers?: readonly Layer[];
  /** 20 unless given. */
  readonly epochs?: number;
  /** `rmsprop()` unless given. */
  readonly optimizer?: FitOptions['optimizer'];
}

/** What `trainHead` gives. */
export interface HeadRun extends Run {
  /** On the test set, with the weights that were kept. */
  readonly test?: { readonly loss: number; readonly accuracy: number };
}

/**
 * Trains a head, `[N, ...]` to logits `[N, classes]`, and keeps the weights of the epoch with the best loss on the validation set;
 * without one, of the last. Examples of several labels are learnt as so many questions of yes or no.
 * @throws UsageError for features whose axes are not known, or an option that makes no sense; and as `fit`
 */
export async function trainHead(options: TrainHeadOptions): Promise<HeadRun> {
  const { sets, channels, layers, epochs = 20, optimizer = rmsprop(), callbacks = [], ...rest } = options;
  const { train, validation, test, classNames } = sets;
  const shape = train.features.shape.slice(1);
  if (channels !== undefined && (layers || shape.length !== 3))
    throw new UsageError('says where the channels are to nobody', {
      where: 'channels',
      expected: 'features of three axes, and no layers',
      received: layers ? 'layers' : `features [${shape.join(', ')}]`,
    });
  const head = sequential({ input: shape, name: 'head' }, layers ?? plainHead(shape, classNames.length, channels));
  const judged = train.labels
    ? { loss: sparseCategoricalCrossentropy({ fromLogits: true }), metrics: { accuracy: metrics.accuracy() } }
    : {
        loss: binaryCrossentropy({ fromLogits: true }),
        metrics: { accuracy: metrics.binaryAccuracy({ threshold: 0 }) },
      };
  const run = await fit(head, {
    ...rest,
    ...judged,
    train,
    ...(validation && { validation }),
    epochs,
    optimizer,
    callbacks: validation ? [...callbacks, bestWeights()] : callbacks,
  });
  const { backend, signal } = options;
  const figures = test && (await evaluate(run.model, { backend, data: test, ...judged, ...(signal && { signal }) }));
  return { ...run, ...(figures && { test: figures }) };
}

const plainHead = (shape: readonly number[], classes: number, channels: 'first' | 'last' | undefined): Layer[] => [
  ...poolingFor(shape, channels),
  dense(classes),
];

/**
 * Layers without weights that make one list of the features of an example: the mean over height and width.
 * @throws UsageError for features whose axes are not known
 */
export function poolingFor(shape: readonly number[], channels?: 'first' | 'last'): Layer[] {
  if (shape.length === 1) return [];
  const axis = channels ?? channelAxis(shape);
  if (shape.length !== 3 || axis === undefined)
    throw new UsageError('the axes of the features are not known', {
      where: 'trainHead',
      expected: '[features], [channels, height, width] or [height, width, channels]',
      received: `[${shape.join(', ')}]`,
      hint: shape.length === 3 ? "say where the channels are: channels: 'first' or 'last'" : 'give the layers',
    });
  const toFront = axis === 'last' ? [permute([3, 1, 2])] : [];
  return [...toFront, globalAveragePooling2D()];
}

function channelAxis([a, b, c]: readonly number[]): 'first' | 'last' | undefined {
  if (a === b && b !== c) return 'last';
  return b === c && a !== b ? 'first' : undefined;
}
