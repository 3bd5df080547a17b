/** `fit`, epoch by epoch: the next begins when the page asks for it. */
import {
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
  /** How it ended, in the last moment of a training that ended by itself. */
  readonly ended?: Pick<Run, 'bestEpoch' | 'stopped'>;
}

export async function* epochsOf(model: Model, options: FitOptions): AsyncGenerator<Moment> {
  const begun = withWeights(model, initialWeights(model, options.seed ?? 0));
  let last: Moment = { model: begun, epoch: 0, history: [] };
  yield last;

  let hand: (moment: Moment) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  let goOn: () => void = () => {};
  const controller = new AbortController();
  const watch = {
    name: 'watch',
    isLast: true,
    onEpochEnd: async (epoch: number, _: unknown, trainer: Parameters<NonNullable<WatchedEnd>>[2]) => {
      last = { model: withWeights(model, await trainer.weights()), epoch, history: [...trainer.history] };
      await new Promise<void>((resolve) => {
        goOn = resolve;
        hand(last);
      });
    },
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

type WatchedEnd = NonNullable<FitOptions['callbacks']>[number]['onEpochEnd'];

/** What the history says of one figure, epoch by epoch. */
export const curveOf = (history: readonly EpochLogs[], figure: string): number[] =>
  history.map(({ logs }) => logs[figure] ?? Number.NaN);
