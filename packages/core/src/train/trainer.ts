/** A training at one moment: where it is, what it has seen, what callbacks may do to it, and how it is saved. */
import type { State } from '../backend.ts';
import { UsageError } from '../errors.ts';
import type { Model } from '../nn/model.ts';
import type { Optimizer } from '../optim/optimizer.ts';
import { requireOption } from '../options.ts';
import type { Tensors } from '../tensor.ts';
import type { Callback, Trainer } from './callbacks/callback.ts';
import type { Settings } from './checkpoint/settings.ts';
import type { TrainingState } from './checkpoint/training-state.ts';
import { now } from './clock.ts';
import type { EpochLogs } from './logs.ts';
import type { Metrics } from './step.ts';
import { type Tally, tally } from './tally.ts';

/** How a training ended: all epochs were run, a callback or a signal ended it, or numbers were no longer finite. */
export type Stopped = 'completed' | 'early stopping' | 'aborted' | 'diverged';

interface LearningOptions {
  readonly model: Model;
  readonly state: State;
  readonly optimizer: Optimizer;
  readonly callbacks: readonly Callback[];
  readonly settings: () => Promise<Settings>;
  readonly resume?: TrainingState | undefined;
}

interface EpochWeights {
  readonly epoch: number;
  readonly weights: Tensors;
}

export function learning({ model, state, optimizer, callbacks, settings, resume }: LearningOptions) {
  const began = now();
  const { learningRate } = optimizer;
  let rate = resume?.learningRate;
  let copy: Tensors | undefined;
  let sums: Tally | undefined;

  const trainer: Trainer = {
    get history() {
      return run.history;
    },
    async weights() {
      copy ??= await weightsIn(state, model);
      return copy;
    },
    async setWeights(weights) {
      await state.write(weights);
      run.changed();
    },
    learningRate: () => {
      if (rate !== undefined) return rate;
      if (typeof learningRate === 'number') return learningRate;
      throw new UsageError('the learning rate is set by a schedule', {
        where: optimizer.name,
        hint: 'use a number as learning rate, or leave the callback out',
      });
    },
    setLearningRate(next) {
      requireOption(next >= 0 && next < Infinity, 'setLearningRate', 'rate', 'a number that is not negative', next);
      trainer.learningRate();
      rate = next;
    },
    async capture(): Promise<TrainingState> {
      const isCurrent = run.batch === 0 && run.lastGood?.epoch === run.history.length;
      return {
        epoch: run.epoch,
        batch: run.batch,
        state: await state.read(),
        ...(run.lastGood && !isCurrent && { lastGood: run.lastGood.weights }),
        tally: (sums ?? tally({})).read(),
        ...(rate !== undefined && { learningRate: rate }),
        history: [...run.history],
        ...(run.bestEpoch !== undefined && { bestEpoch: run.bestEpoch }),
        ...(run.stopped === 'early stopping' && { stopped: run.reason ?? '' }),
        seconds: run.seconds(),
        callbacks: callbacks.flatMap(({ name, memory }) => (memory ? [{ name, ...memory.read() }] : [])),
        settings: await settings(),
      };
    },
    stop(why) {
      run.stopped = 'early stopping';
      run.reason = why;
    },
    markBest(epoch) {
      run.bestEpoch = epoch;
    },
  };

  const run = {
    trainer,
    /** Counted from 1, and how many of its batches are done. */
    epoch: resume?.epoch ?? 1,
    batch: resume?.batch ?? 0,
    stopped: (resume?.stopped === undefined ? 'completed' : 'early stopping') as Stopped,
    reason: resume?.stopped,
    bestEpoch: resume?.bestEpoch,
    history: [...(resume?.history ?? [])] as EpochLogs[],
    /** The weights of the last finished epoch that have given a finite loss since. */
    lastGood: undefined as EpochWeights | undefined,
    /** Those of the epoch that has just ended: its last step may have spoilt them, and the next loss will tell. */
    untried: undefined as EpochWeights | undefined,
    /** Says that the weights gave a finite loss. */
    tried() {
      run.lastGood = run.untried ?? run.lastGood;
      run.untried = undefined;
    },
    seconds: () => (resume?.seconds ?? 0) + now() - began,
    /** The learning rate of an update, counted from 0. */
    rateAt: (update: number): number =>
      rate ?? (typeof learningRate === 'number' ? learningRate : learningRate(update)),
    /** Says that the weights are others now. */
    changed() {
      copy = undefined;
    },
    tallyOf(metrics: Metrics): Tally {
      sums = tally(metrics, run.batch > 0 ? resume?.tally : undefined);
      return sums;
    },
    async endEpoch(epoch: EpochLogs) {
      run.history.push(epoch);
      run.untried = { epoch: run.epoch, weights: await trainer.weights() };
      if (Number.isFinite(epoch.logs.val_loss)) run.tried();
      run.epoch++;
      run.batch = 0;
      sums = undefined;
    },
    restoreCallbacks() {
      const left = [...callbacks];
      for (const saved of resume?.callbacks ?? []) {
        const i = left.findIndex(({ name }) => name === saved.name);
        if (i < 0)
          throw new UsageError('the training had a callback that is missing now', {
            where: 'resume',
            expected: saved.name,
            received: callbacks.map(({ name }) => name).join(', ') || 'no callbacks',
          });
        left.splice(i, 1)[0]!.memory?.restore(saved);
      }
    },
  };

  if (resume && resume.history.length > 0) {
    const { batch, history, lastGood } = resume;
    const epoch = history.length;
    if (lastGood) run.lastGood = { epoch: batch > 0 ? epoch : epoch - 1, weights: lastGood };
    // At the beginning of an epoch the weights of the last one are those that the state has.
    if (batch === 0) run.untried = { epoch, weights: weightsOfState(resume.state, model) };
    if (Number.isFinite(history.at(-1)!.logs.val_loss)) run.tried();
  }
  return run;
}

async function weightsIn(state: State, model: Model): Promise<Tensors> {
  return weightsOfState(await state.read(), model);
}

const weightsOfState = (all: Tensors, { parameters }: Model): Tensors =>
  Object.fromEntries(parameters.map(({ name }) => [name, all[name]!]));
