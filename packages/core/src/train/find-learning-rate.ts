/** Which learning rate suits a model and its data: a short training whose rate grows until it fails. */
import type { Backend } from '../backend.ts';
import { NumericError } from '../errors.ts';
import type { Loss } from '../nn/loss.ts';
import type { Model } from '../nn/model.ts';
import type { Clip, Optimizer } from '../optim/optimizer.ts';
import { onlyOptions, requireOption } from '../options.ts';
import type { Callback } from './callbacks/callback.ts';
import type { Signal } from './clock.ts';
import type { Dataset } from './dataset.ts';
import { fit } from './fit.ts';
import { checkBatchSize } from './session.ts';

/** One step of the test. */
export interface RangeTestStep {
  /** Counted from 1, of at most so many. */
  readonly step: number;
  readonly steps: number;
  readonly rate: number;
  readonly loss: number;
  readonly smoothed: number;
}

/** Options of `findLearningRate`, those of the training to come among them. */
export interface FindLearningRateOptions {
  readonly backend: Backend;
  readonly loss: Loss;
  /** Its own learning rate does not count. */
  readonly optimizer: Optimizer;
  readonly clip?: Clip;
  /** The batch size of the training to come: 32 unless given, or the size of the set if that is smaller. */
  readonly batchSize?: number;
  /** The seed of the training to come: 0 unless given. */
  readonly seed?: number;
  /** The rates at the first and the last step: 1e-6 and 1 unless given. */
  readonly from?: number;
  readonly to?: number;
  /** How many updates there are at most: 100 unless given. The data are gone through as often as that needs. */
  readonly steps?: number;
  /** How much of the smoothed loss each step keeps, from 0 (no smoothing) to below 1: 0.9 unless given. */
  readonly smoothing?: number;
  /** The test ends where the smoothed loss is more than so many times the least: 4 unless given. */
  readonly divergence?: number;
  readonly signal?: Signal;
  readonly onProgress?: (step: RangeTestStep) => void;
}

const optionNames: Readonly<Record<keyof FindLearningRateOptions, true>> = {
  backend: true,
  loss: true,
  optimizer: true,
  clip: true,
  batchSize: true,
  seed: true,
  from: true,
  to: true,
  steps: true,
  smoothing: true,
  divergence: true,
  signal: true,
  onProgress: true,
};

/** What the test saw, and what it suggests. */
export interface RangeTest {
  /** Of each step that was made. */
  readonly rates: readonly number[];
  /** Of the step's batch, with the penalty, before the step with its rate. */
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
  /** A rate to train with. Undefined where the loss neither falls nor rises, or the test was stopped from outside. */
  readonly suggestion: number | undefined;
  /** What it is a tenth of: the rate at which the loss was least, or, where it did not fall in so few steps, began to rise. */
  readonly basis?: 'least' | 'rise';
  readonly stopped: 'completed' | 'diverged' | 'aborted';
}

/**
 * The learning-rate range test: Smith 2015, Cyclical learning rates for training neural networks (arXiv:1506.01186), with the
 * exponential growth, the smoothed loss and the end at four times the least loss of Gugger 2018, How do you find a good
 * learning rate (as in fastai). The suggestion is theirs too: a tenth of the rate at which the smoothed loss is least. The
 * steepest descent, the other usual choice, moves by orders of magnitude with the noise of single batches. Where the loss does
 * not fall by more than that noise, a tenth of the rate at which it begins to rise.
 *
 * `model` stays as it is. Throws what `fit` throws, but a loss that becomes infinite is just the end of the test.
 */
export async function findLearningRate(
  model: Model,
  data: Dataset,
  options: FindLearningRateOptions,
): Promise<RangeTest> {
  const { backend, loss, optimizer, clip, batchSize = Math.min(32, data.size), seed = 0, signal, onProgress } = options;
  const { from = 1e-6, to = 1, steps = 100, smoothing = 0.9, divergence = 4 } = options;
  onlyOptions('findLearningRate', Object.keys(optionNames), options);
  checkBatchSize(batchSize, data, 'the training set');
  requireOption(from > 0 && from < Infinity, 'findLearningRate', 'from', 'a number above 0', from);
  requireOption(to > from && to < Infinity, 'findLearningRate', 'to', `a number above ${from}`, to);
  requireOption(Number.isInteger(steps) && steps > 1, 'findLearningRate', 'steps', 'a whole number from 2', steps);
  requireOption(smoothing >= 0 && smoothing < 1, 'findLearningRate', 'smoothing', 'from 0 to below 1', smoothing);
  requireOption(divergence > 1, 'findLearningRate', 'divergence', 'a number above 1', divergence);

  const growth = (to / from) ** (1 / (steps - 1));
  const smooth = smoother(smoothing);
  const [rates, losses, smoothed]: [number[], number[], number[]] = [[], [], []];
  let hasDiverged = false;
  const record: Callback = {
    name: 'findLearningRate',
    onTrainBatchEnd({ loss: now, learningRate: rate, step }, trainer) {
      rates.push(rate);
      losses.push(now);
      smoothed.push(smooth(now));
      onProgress?.({ step, steps, rate, loss: now, smoothed: smoothed.at(-1)! });
      const least = Math.min(...smoothed);
      hasDiverged = least > 0 && smoothed.at(-1)! > divergence * least;
      if (hasDiverged || step === steps) trainer.stop('the test is over');
    },
  };
  try {
    const { stopped } = await fit(model, {
      backend,
      train: data,
      loss,
      optimizer: { ...optimizer, learningRate: (step) => from * growth ** step },
      ...(clip && { clip }),
      epochs: Math.ceil(steps / Math.ceil(data.size / batchSize)),
      batchSize,
      seed,
      callbacks: [record],
      ...(signal && { signal }),
    });
    if (stopped === 'aborted') return { rates, losses, smoothed, suggestion: undefined, stopped };
    hasDiverged ||= stopped === 'diverged';
  } catch (error) {
    // Before the end of the first epoch, a loss that is not finite is an error of a training.
    if (!(error instanceof NumericError) || losses.length === 0) throw error;
    hasDiverged = true;
  }
  const stopped = hasDiverged ? 'diverged' : 'completed';
  return { rates, losses, smoothed, ...suggestionOf(rates, losses, smoothed, smoothing), stopped };
}

/** An exponential mean that is not drawn to 0 at the beginning: corrected as Adam corrects its own. */
function smoother(keep: number): (value: number) => number {
  let [mean, weight] = [0, 0];
  return (value) => {
    weight = keep * weight + (1 - keep);
    mean += ((value - mean) * (1 - keep)) / weight;
    return mean;
  };
}

/**
 * How much the smoothed loss moves by chance is told by the first quarter of the steps, whose rates are too small to change
 * anything; three times that is a fall, and nine times a rise. (Of independent values with deviation s the exponential mean has the
 * deviation `s · sqrt((1 - keep) / (1 + keep))`.)
 */
function suggestionOf(
  rates: readonly number[],
  losses: readonly number[],
  smoothed: readonly number[],
  keep: number,
): Pick<RangeTest, 'suggestion' | 'basis'> {
  const first = Math.ceil(losses.length / 4);
  const mean = losses.slice(0, first).reduce((a, b) => a + b, 0) / first;
  const variance = losses.slice(0, first).reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / first;
  const margin = 3 * Math.sqrt((variance * (1 - keep)) / (1 + keep));
  const rest = smoothed.slice(first);
  const least = Math.min(...rest);
  if (least < mean - margin) return { suggestion: rates[first + rest.indexOf(least)]! / 10, basis: 'least' };
  const rise = rest.findIndex((loss) => loss > mean + 3 * margin);
  return rise < 0 ? { suggestion: undefined } : { suggestion: rates[first + rise]! / 10, basis: 'rise' };
}
