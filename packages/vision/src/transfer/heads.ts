/** The new last layer on features: fitted at once, or trained by steps. */
import {
  adam,
  type Backend,
  dense,
  dropout,
  type FitOptions,
  graft,
  type Layer,
  type Model,
  type Progress,
  UsageError,
  withWeights,
} from '@graftml/core';
import type { FeatureSets } from '../features/feature-sets.ts';
import { fitLinearHead } from './linear-head.ts';
import { poolingFor, trainHead } from './train-head.ts';

/** A softmax regression on standardised features, fitted to its end: the best that a linear layer can do. */
export interface LinearHead {
  readonly type: 'linear';
  /** See `LogisticOptions`; 1 unless given. */
  readonly c?: number;
}

/** Dropout and a linear layer, trained by steps; the weights of the epoch with the best validation loss are kept. */
export interface DenseHead extends Partial<Pick<FitOptions, 'epochs' | 'batchSize' | 'optimizer'>> {
  readonly type: 'dense';
  /** The share of features that is dropped in training; 0.2 unless given. */
  readonly dropout?: number;
}

/** What is grafted on a backbone. */
export type Head = LinearHead | DenseHead;

const optionsOf = {
  linear: ['type', 'c'],
  dense: ['type', 'dropout', 'epochs', 'batchSize', 'optimizer'],
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
}

export async function makeHead(head: Head, { backend, sets, ...rest }: MakeHeadOptions): Promise<MadeHead> {
  const { train, validation, classNames } = sets;
  const pooling = poolingFor(train.features.shape.slice(1));
  if (head.type === 'linear') {
    const layers = [...pooling, dense(classNames.length)];
    const labels = train.labels!;
    return { layers, model: await fitLinearHead({ ...train, labels }, { backend, pooling, c: head.c ?? 1 }) };
  }
  const { type: _, dropout: rate = 0.2, optimizer = adam(), ...training } = head;
  const layers = [...pooling, dropout(rate), dense(classNames.length)];
  const run = await trainHead({
    backend,
    sets: { train, ...(validation && { validation }), classNames },
    layers,
    optimizer,
    ...training,
    ...rest,
  });
  rest.signal?.throwIfAborted();
  return { layers, model: run.model };
}

/** A head behind the network that gave its features; all keep their weights. */
export function graftHead(features: Model, { layers, model: head }: MadeHead): Model {
  const whole = graft(features, layers);
  const added = whole.parameters.slice(features.parameters.length);
  return withWeights(whole, Object.fromEntries(added.map(({ name }, i) => [name, head.parameters[i]!.value!])));
}
