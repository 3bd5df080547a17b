/** What is told of each epoch. */

/** The figures of an epoch, named as Keras does: `loss`, `accuracy`, `val_loss`, `val_accuracy`, `learning_rate`. */
export type Logs = Readonly<Record<string, number>>;

/** The figures of one epoch, counted from 1, and the time that it took. */
export interface EpochLogs {
  readonly epoch: number;
  readonly logs: Logs;
  readonly seconds: number;
  readonly examplesPerSecond: number;
}
