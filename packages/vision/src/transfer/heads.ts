/** The new last layer on features: fitted at once, or trained by steps. */
import {
  adam,
  type Backend,
  conv2D,
  dense,
  dropout,
  type FitOptions,
  globalAveragePooling2D,
  graft,
  initialWeights,
  type Layer,
  type Model,
  type Progress,
  type Run,
  regularizers,
  sequential,
  UsageError,
  withWeights,
} from '@graftml/core';
import type { FeatureSets } from '../features/feature-sets.ts';
import { fitLinearHead, pooledSet } from './linear-head.ts';
import { bestProbe } from './regularization.ts';
import { poolingFor, trainHead } from './train-head.ts';

/** A softmax regression on standardised features, fitted to its end: the best that a linear layer can do. */
export interface LinearHead {
  readonly type: 'linear';
  /** See `LogisticOptions`; found by cross-validation, from 0.001 to 1, unless given. */
  readonly c?: number;
}

/** Dropout and a linear layer, trained by steps; the weights of the epoch with the best validation loss are kept. */
export interface DenseHead extends Partial<Pick<FitOptions, 'epochs' | 'batchSize' | 'optimizer'>> {
  readonly type: 'dense';
  /** The share of features that is dropped in training; 0.2 unless given. */
  readonly dropout?: number;
  /** The penalty on the squares of its kernels, as `regularizers.l2` takes it; none unless given. */
  readonly l2?: number;
}

/**
 * A small convolutional network on features with height and width: dropout, a 3 x 3 convolution with ReLU, its mean over the picture,
 * dropout again and a linear layer; trained as a dense head is.
 */
export interface ConvHead extends Omit<DenseHead, 'type'> {
  readonly type: 'conv';
  /** Channels of the convolution; 64 unless given. */
  readonly filters?: number;
}

/** What is grafted on a backbone. */
export type Head = LinearHead | DenseHead | ConvHead;

const optionsOf = {
  linear: ['type', 'c'],
  dense: ['type', 'dropout', 'l2', 'epochs', 'batchSize', 'optimizer'],
  conv: ['type', 'filters', 'dropout', 'l2', 'epochs', 'batchSize', 'optimizer'],
} as const satisfies Record<Head['type'], readonly string[]>;

/** @throws UsageError for a head that there is not, or an option that it does not have */
export function headOf(asked: Head | Head['type']): Head {
  const head = typeof asked === 'string' ? { type: asked } : asked;
  const known: readonly string[] | undefined = optionsOf[head.type];
  if (!known)
    throw new UsageError('there is no such head', {
      where: 'head',
      expected: Object.keys(optionsOf).join(' or '),
      received: String(head.type),
    });
  const stranger = Object.keys(head).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new UsageError('there is no such option', {
      where: `head: '${head.type}'`,
      expected: known.slice(1).join(', '),
      received: stranger,
    });
  return head;
}

/** Options of `makeHead`. */
export interface MakeHeadOptions {
  readonly backend: Backend;
  /** Of one label for each example. */
  readonly sets: FeatureSets;
  /** Of the training pictures: those of a group are not on both sides of a cross-validation. */
  readonly groups?: readonly (string | undefined)[];
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Of a head that is trained by steps. */
  readonly onProgress?: (progress: Progress) => void;
}

/** What `makeHead` makes: from features `[N, ...]` to logits `[N, classes]`. */
export interface MadeHead {
  readonly layers: readonly Layer[];
  /** The layers alone, with their weights. */
  readonly model: Model;
  /** As it was asked for, with what was found. */
  readonly head: Head;
  /** How it was trained, where that was done by steps. */
  readonly run?: Run;
}

export async function makeHead(
  head: Head,
  { backend, sets, groups = [], ...rest }: MakeHeadOptions,
): Promise<MadeHead> {
  const { train, validation, classNames } = sets;
  const shape = train.features.shape.slice(1);
  const layers = layersOf(head, shape, classNames.length);
  if (head.type === 'linear') {
    const pooling = layers.slice(0, -1);
    const vectors = await pooledSet(train, { backend, pooling });
    const c = head.c ?? bestProbe(vectors, { seed: rest.seed, groups }).c;
    return { layers, model: await fitLinearHead(vectors, { pooling, shape, c }), head: { ...head, c } };
  }
  const { epochs, batchSize, optimizer = adam() } = head;
  const run = await trainHead({
    backend,
    sets: { train, ...(validation && { validation }), classNames },
    layers,
    optimizer,
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...rest,
  });
  rest.signal?.throwIfAborted();
  return { layers, model: run.model, head, run };
}

/** @param shape of the features of one picture */
function layersOf(head: Head, shape: readonly number[], classes: number): Layer[] {
  if (head.type === 'linear') return [...poolingFor(shape), dense(classes)];
  const { dropout: rate = head.type === 'conv' ? 0.3 : 0.2, l2 = 0 } = head;
  const small = l2 > 0 ? { kernelRegularizer: regularizers.l2(l2) } : {};
  if (head.type === 'dense') return [...poolingFor(shape), dropout(rate), dense(classes, small)];
  const convolution = conv2D(head.filters ?? 64, 3, { padding: 'same', activation: 'relu', ...small });
  return [dropout(rate), convolution, globalAveragePooling2D(), dropout(rate), dense(classes, small)];
}

/** A head that has learnt nothing: its weights are drawn by the seed. */
export function freshHead(
  head: Head,
  { shape, classes, seed }: { readonly shape: readonly number[]; readonly classes: number; readonly seed: number },
): MadeHead {
  const layers = layersOf(head, shape, classes);
  const model = sequential({ input: shape, name: 'head' }, layers);
  return { layers, model: withWeights(model, initialWeights(model, seed)), head };
}

/** A head behind the network that gave its features; all keep their weights. */
export function graftHead(features: Model, { layers, model: head }: Pick<MadeHead, 'layers' | 'model'>): Model {
  const whole = graft(features, layers);
  const added = whole.parameters.slice(features.parameters.length);
  return withWeights(whole, Object.fromEntries(added.map(({ name }, i) => [name, head.parameters[i]!.value!])));
}
