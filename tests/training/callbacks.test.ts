/** What callbacks that watch a figure decide, against Keras 3 (reference/callbacks.py). */
import {
  type Callback,
  type EpochLogs,
  earlyStopping,
  type MonitorOptions,
  reduceLROnPlateau,
  type Tensors,
  type Trainer,
  type TrainingState,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { reference } from '../support/reference.ts';

interface KerasOptions {
  readonly min_delta?: number;
  readonly mode?: 'min' | 'max';
  readonly patience: number;
  readonly factor?: number;
  readonly cooldown?: number;
  readonly min_lr?: number;
}
const { sequences, plateaus, stops } = reference<{
  sequences: Readonly<Record<string, readonly (number | null)[]>>;
  plateaus: readonly { figures: string; options: KerasOptions; rates: readonly number[] }[];
  stops: readonly { figures: string; options: KerasOptions; epochs: number; best: number; stopped: boolean }[];
}>('callbacks');

const watching = ({ mode, min_delta: minDelta }: KerasOptions): MonitorOptions => ({
  ...(mode && { mode }),
  ...(minDelta !== undefined && { minDelta }),
});

/** Calls a callback as a training would whose epochs have these figures; says what it did. */
async function train(callback: Callback, figures: readonly (number | null)[]) {
  const done = {
    rates: [] as number[],
    best: undefined as number | undefined,
    reason: undefined as string | undefined,
  };
  let [rate, weights]: [number, Tensors] = [0.5, {}];
  const trainer: Trainer = {
    history: [] as EpochLogs[],
    weights: async () => weights,
    setWeights: async (next) => {
      weights = next;
    },
    learningRate: () => rate,
    setLearningRate: (next) => {
      rate = next;
    },
    capture: async () => ({}) as TrainingState,
    stop: (reason) => {
      done.reason = reason;
    },
    markBest: (epoch) => {
      done.best = epoch;
    },
  };
  await callback.onTrainBegin?.(trainer);
  for (const [i, figure] of figures.entries()) {
    await callback.onEpochEnd?.(i + 1, { val_loss: figure ?? Number.NaN }, trainer);
    done.rates.push(rate);
    if (done.reason !== undefined) break;
  }
  await callback.onTrainEnd?.(trainer);
  return done;
}

describe('reduceLROnPlateau sets the rates that Keras sets', () => {
  it.each(Object.entries(sequences))('where the figure %s', async (name, figures) => {
    for (const { options, rates } of plateaus.filter((one) => one.figures === name)) {
      const { factor, patience, cooldown, min_lr: minLearningRate } = options;
      const callback = reduceLROnPlateau({
        ...watching(options),
        ...{ factor: factor!, patience },
        ...(cooldown !== undefined && { cooldown }),
        ...(minLearningRate !== undefined && { minLearningRate }),
      });
      expect((await train(callback, figures)).rates, JSON.stringify(options)).toEqual(rates);
    }
  });
});

describe('earlyStopping stops where Keras stops, and keeps the same epoch', () => {
  it.each(Object.entries(sequences))('where the figure %s', async (name, figures) => {
    for (const { options, epochs, best, stopped } of stops.filter((one) => one.figures === name)) {
      const run = await train(earlyStopping({ ...watching(options), patience: options.patience }), figures);
      const said = { epochs: run.rates.length, best: run.best, stopped: run.reason !== undefined };
      expect(said, JSON.stringify(options)).toEqual({ epochs, best, stopped });
    }
  });
});

describe('what Keras does otherwise', () => {
  it('a NaN at the first epoch is no best figure, that nothing could ever be better than', async () => {
    expect((await train(earlyStopping({ patience: 2 }), [null, 2, 1.5, 1])).best).toBe(4);
  });
});
