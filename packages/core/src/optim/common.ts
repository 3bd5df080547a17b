/** What optimizers share: checks of their options, and weight decay. */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import { requireOption } from '../options.ts';
import type { Schedule } from './optimizer.ts';

export interface OptimizerOptions {
  /** A number, or a schedule of the step. */
  readonly learningRate?: number | Schedule;
  /**
   * Each step first takes `learningRate · weightDecay` of every parameter away: decoupled from the gradient, as in
   * Keras and in Loshchilov & Hutter 2019 (PyTorch adds it to the gradient, except in AdamW).
   */
  readonly weightDecay?: number;
}

export function checkOptimizer(where: string, { learningRate, weightDecay }: Required<OptimizerOptions>): void {
  if (typeof learningRate === 'number') requirePositive(where, 'learningRate', learningRate);
  else requireOption(typeof learningRate === 'function', where, 'learningRate', 'a number or a schedule', learningRate);
  requirePositive(where, 'weightDecay', weightDecay);
}

export const requirePositive = (where: string, option: string, value: number): void =>
  requireOption(value >= 0 && value < Infinity, where, option, 'a number that is not negative', value);

/** For decay rates of moving averages: at 1 the average would never move. */
export const requireFraction = (where: string, option: string, value: number): void =>
  requireOption(value >= 0 && value < 1, where, option, 'from 0 to below 1', value);

/** The parameter without what decays of it in this step. */
export const decayed = (g: Builder, parameter: Value, learningRate: Value, weightDecay: number): Value =>
  weightDecay === 0 ? parameter : g.mul(parameter, g.sub(1, g.mul(learningRate, weightDecay)));

/** `keep · average + (1 - keep) · value` */
export const movingAverage = (g: Builder, average: Value, value: Value, keep: number): Value =>
  g.add(g.mul(average, keep), g.mul(value, 1 - keep));
