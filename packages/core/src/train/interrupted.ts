/** A training whose device failed. */
import { BackendError } from '../errors.ts';
import type { Model } from '../nn/model.ts';
import type { EpochLogs } from './logs.ts';

/** What had been learnt by the end of the last epoch. */
export interface LearntSoFar {
  readonly epoch: number;
  /** With the weights of that epoch. */
  readonly model: Model;
  readonly history: readonly EpochLogs[];
}

/** The backend failed in the middle of a training (a GPU that was lost, say): what it said, and what had been learnt. */
export class InterruptedTrainingError extends BackendError {
  readonly learnt: LearntSoFar;

  constructor(cause: BackendError, learnt: LearntSoFar) {
    const { where, expected, received } = cause;
    super(`${cause.statement}, after epoch ${learnt.epoch}`, {
      ...(where !== undefined && { where }),
      ...(expected !== undefined && { expected }),
      ...(received !== undefined && { received }),
      hint: `the weights of epoch ${learnt.epoch} are not lost: error.learnt.model has them, to go on with on another backend`,
      cause,
    });
    this.learnt = learnt;
  }
}
