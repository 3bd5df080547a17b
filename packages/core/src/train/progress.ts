/** How far a training is, and how long it will take. */
import { now } from './clock.ts';
import type { Logs } from './logs.ts';

/** Sent after every batch, and once more at the end of the epoch with the figures of the validation. */
export interface Progress {
  readonly phase: 'train' | 'validate' | 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** The figures of the epoch so far. */
  readonly logs: Logs;
  /** Over the training batches of this epoch. */
  readonly examplesPerSecond: number;
  /** Seconds since `fit` began, and an estimate of those that remain. */
  readonly elapsed: number;
  readonly remaining: number;
}

/** Tells of a training of `epochs` epochs that begins where `done` epochs, whole and parts, are behind it. */
export function progressOf(epochs: number, done: number, tell: ((progress: Progress) => void) | undefined) {
  const began = now();
  return (at: Pick<Progress, 'phase' | 'epoch' | 'batch' | 'batches' | 'logs' | 'examplesPerSecond'>): void => {
    if (!tell) return;
    const elapsed = now() - began;
    const reached = at.epoch - 1 + (at.phase === 'train' ? at.batch / at.batches : 1);
    const learnt = reached - done;
    const remaining = learnt > 0 ? (elapsed / learnt) * (epochs - reached) : Number.NaN;
    tell({ ...at, epochs, elapsed, remaining });
  };
}
