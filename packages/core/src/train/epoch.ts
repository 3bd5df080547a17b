/** The batches of one epoch: read, run, counted and told of. */
import type { State } from '../backend.ts';
import { DataError, NumericError } from '../errors.ts';
import type { Model } from '../nn/model.ts';
import { permutation } from '../random/random.ts';
import type { BatchLogs, Callback } from './callbacks/callback.ts';
import { now, type Signal } from './clock.ts';
import type { Dataset } from './dataset.ts';
import { classesOf } from './evaluate.ts';
import type { Pace } from './pace.ts';
import { checkLabels, firstNonFinite, inOrder, pipeline, readBatchAt } from './session.ts';
import type { BatchResult, PreparedBatch, PreparedRun, trainingSteps } from './steps.ts';
import type { Tally } from './tally.ts';
import type { learning } from './trainer.ts';

export interface EpochOptions {
  readonly model: Model;
  readonly train: Dataset;
  readonly batchSize: number;
  /** Batches for each update. */
  readonly accumulated: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly callbacks: readonly Callback[];
  readonly signal?: Signal | undefined;
  readonly state: State;
  readonly steps: ReturnType<typeof trainingSteps>;
  readonly run: ReturnType<typeof learning>;
  readonly pace: Pace;
}

/** How many batches and updates an epoch has. */
export const lengthOf = ({
  train,
  batchSize,
  accumulated,
}: Pick<EpochOptions, 'train' | 'batchSize' | 'accumulated'>) => {
  const batches = Math.ceil(train.size / batchSize);
  return { batches, updates: Math.ceil(batches / accumulated) };
};

/**
 * Trains on what is left of the epoch that `run` is in, adding to `sums`; false if it ended before its time. `report` hears how
 * many batches of the epoch are done, and how many examples were trained on by this call.
 */
export async function trainEpoch(
  options: EpochOptions,
  sums: Tally,
  report: (batch: number, examples: number) => void,
): Promise<boolean> {
  const { accumulated, callbacks, signal, state, steps, run, pace } = options;
  const { epoch } = run;
  const length = lengthOf(options);
  const prepare = preparation(options, run.batch);
  /** Of this epoch and those before it. */
  const updates = () => (epoch - 1) * length.updates + Math.floor(run.batch / accumulated);

  const runs = pipeline(prepare, async (prepared) => {
    const first = updates();
    const learningRates = prepared.batches.map((_, i) => run.rateAt(first + i));
    const began = now();
    const results = await steps.run(prepared, state, learningRates, first + 1);
    pace.took(prepared.batches.length, now() - began);
    return { batches: prepared.batches, results, learningRates };
  });
  let examples = 0;
  for await (const { batches, results, learningRates } of runs) {
    let logs: BatchLogs | undefined;
    for (const [i, result] of results.entries()) {
      const { read, isUpdate } = batches[i]!;
      if (result.failed) {
        await diverged(options, batches[i]!, result);
        break;
      }
      run.tried();
      run.changed();
      sums.add(result.outputs, read.indices.length);
      if (result.gradientNorms) sums.addGradientNorms(result.gradientNorms);
      const step = updates() + (isUpdate ? 1 : 0);
      run.batch++;
      examples += read.indices.length;
      report(run.batch, examples);
      logs = {
        epoch,
        batch: run.batch,
        step,
        loss: result.objective,
        learningRate: learningRates[i]!,
        ...(result.gradientNorms && { gradientNorms: result.gradientNorms }),
      };
      for (const callback of callbacks) await callback.onTrainBatchEnd?.(logs, run.trainer);
    }
    if (logs) for (const callback of callbacks) await callback.onExecutionEnd?.(logs, run.trainer);
    if (signal?.aborted && run.stopped !== 'diverged') run.stopped = 'aborted';
    if (run.stopped !== 'completed') break;
  }
  return run.stopped === 'completed';
}

/** The batches of an epoch from number `first` on, in runs of as many as the pace says at the time. */
function preparation(options: EpochOptions, first: number): () => Promise<PreparedRun> | undefined {
  const { model, train, batchSize, accumulated, seed, shuffle, steps, run, pace } = options;
  const { epoch } = run;
  const length = lengthOf(options);
  const fullBatches = Math.floor(train.size / batchSize);
  const classes = classesOf(model);
  const order = shuffle ? permutation({ seed, purpose: 'shuffle', step: epoch }, train.size) : inOrder(train.size);
  const prepare = async (i: number): Promise<PreparedBatch> => {
    const read = await readBatchAt(train, order, batchSize, i, { seed, epoch });
    checkLabels(read, classes);
    const of = i - (i % accumulated);
    const together = Math.min(accumulated * batchSize, train.size - of * batchSize);
    return steps.prepare(read, {
      seed,
      index: (epoch - 1) * length.batches + i,
      share: read.indices.length / together,
      isFirst: i === of,
      isLast: i === length.batches - 1 || i - of === accumulated - 1,
    });
  };
  const prepareRun = async (from: number, count: number): Promise<PreparedRun> => {
    const batches: PreparedBatch[] = [];
    for (let i = from; i < from + count; i++) batches.push(await prepare(i));
    if (count === 1) return { batches };
    try {
      return { batches, series: await steps.together(count) };
    } catch (error) {
      pace.giveUp(error);
      return { batches };
    }
  };
  let next = first;
  return () => {
    if (next === length.batches) return undefined;
    const from = next;
    const count = from + pace.steps <= fullBatches ? pace.steps : 1;
    next += count;
    return prepareRun(from, count);
  };
}

/** Bad data and a divergence with nothing to keep are errors; otherwise the training just ends. */
async function diverged(
  { model, callbacks, state, run }: EpochOptions,
  { read }: PreparedBatch,
  { objective, failed }: BatchResult,
): Promise<void> {
  const bad = firstNonFinite(read);
  if (bad !== undefined) throw new DataError('the example holds a NaN or an infinity', { where: `example ${bad}` });
  const { program, feeds, what } = failed!;
  const told: string[] = [];
  for (const callback of callbacks) {
    const sentence = await callback.explain?.({ program, feeds, state });
    if (sentence) told.push(sentence);
  }
  const why = [`${what} at epoch ${run.epoch}, step ${run.batch + 1}`, ...told].join('; ');
  // A loss that is finite was computed with good weights: those that the state has again, now that the step is undone.
  if (!Number.isFinite(objective)) {
    const good = run.lastGood;
    if (!good)
      throw new NumericError(why, {
        where: model.name,
        hint: 'use a smaller learning rate, or clip the gradients',
      });
    await run.trainer.setWeights(good.weights);
  }
  const kept = Number.isFinite(objective)
    ? 'that step is undone'
    : `back to the weights of epoch ${run.lastGood!.epoch}`;
  run.reason = `${why}; ${kept}`;
  run.stopped = 'diverged';
}
