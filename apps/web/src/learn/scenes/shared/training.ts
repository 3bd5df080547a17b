/** `fit`, which waits for the page: what comes next begins when it is asked for. */
import {
  type Callback,
  type EpochLogs,
  type FitOptions,
  fit,
  initialWeights,
  type Model,
  NumericError,
  type Run,
  withWeights,
} from '@graftml/core';

export interface Moment {
  /** With the weights that it has now. */
  readonly model: Model;
  /** 0 before the first. */
  readonly epoch: number;
  readonly history: readonly EpochLogs[];
  /** The losses of all batches so far, where they are waited for. */
  readonly batchLosses: readonly number[];
  /** How it ended, in the last moment of a training that ended by itself. */
  readonly ended?: Pick<Run, 'bestEpoch' | 'stopped'>;
}

/** Epoch by epoch. */
export const epochsOf = (model: Model, options: FitOptions): AsyncGenerator<Moment> => momentsOf(model, options, 0);

/** The same, but every so many batches, so that more is seen of long epochs. */
export async function* momentsOf(model: Model, options: FitOptions, batches: number): AsyncGenerator<Moment> {
  const begun = withWeights(model, initialWeights(model, options.seed ?? 0));
  let last: Moment = { model: begun, epoch: 0, history: [], batchLosses: [] };
  yield last;

  let hand: (moment: Moment) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  let goOn: () => void = () => {};
  const controller = new AbortController();
  const wait = async (moment: Moment) => {
    last = moment;
    await new Promise<void>((resolve) => {
      goOn = resolve;
      hand(moment);
    });
  };
  const batchLosses: number[] = [];
  const watch: Callback = {
    name: 'watch',
    isLast: true,
    onEpochEnd: async (epoch, _, trainer) =>
      wait({ model: withWeights(model, await trainer.weights()), epoch, history: [...trainer.history], batchLosses }),
    ...(batches > 0 && {
      onTrainBatchEnd: async ({ batch, loss }, trainer) => {
        batchLosses.push(loss);
        if (batch % batches === 0)
          await wait({ ...last, model: withWeights(model, await trainer.weights()), batchLosses });
      },
    }),
  };
  const train = async () => {
    try {
      const {
        model: trained,
        bestEpoch,
        stopped,
      } = await fit(begun, {
        stepsPerExecution: 1,
        ...options,
        signal: controller.signal,
        callbacks: [...(options.callbacks ?? []), watch],
      });
      const best = bestEpoch === undefined ? {} : { bestEpoch };
      hand({ ...last, model: trained, ended: { stopped, ...best } });
    } catch (error) {
      if (error instanceof NumericError) hand({ ...last, ended: { stopped: 'diverged' } });
      else fail(error);
    }
  };
  const next = () =>
    new Promise<Moment>((resolve, reject) => {
      hand = resolve;
      fail = reject;
    });

  let moment = next();
  const ended = train();
  try {
    for (;;) {
      const now = await moment;
      yield now;
      if (now.ended) return;
      moment = next();
      goOn();
    }
  } finally {
    controller.abort();
    goOn();
    await ended;
  }
}

/** What the history says of one figure, epoch by epoch. */
export const curveOf = (history: readonly EpochLogs[], figure: string): number[] =>
  history.map(({ logs }) => logs[figure] ?? Number.NaN);
