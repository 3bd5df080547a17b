/** Learning rates that change: functions from the step, counted from 0, to the rate. They run on the host. */
import { requireOption, withDefaults } from '../options.ts';
import type { Schedule } from './optimizer.ts';

/** The same rate at every step. */
const constantRate =
  (learningRate: number): Schedule =>
  () =>
    learningRate;

/** Options of the exponential and the inverse decay. */
export interface DecayOptions {
  readonly initialLearningRate: number;
  /** In how many steps the rate decays by `decayRate` once. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Decay only after each `decaySteps`, not in between. */
  readonly staircase?: boolean;
}

/** `initialLearningRate / (1 + decayRate · step / decaySteps)` */
export function inverseTimeDecay(options: DecayOptions): Schedule {
  const { initialLearningRate, decayRate, periods } = decay('inverseTimeDecay', options);
  return (step) => initialLearningRate / (1 + decayRate * periods(step));
}

/** `initialLearningRate · decayRate ^ (step / decaySteps)` */
export function exponentialDecay(options: DecayOptions): Schedule {
  const { initialLearningRate, decayRate, periods } = decay('exponentialDecay', options);
  return (step) => initialLearningRate * decayRate ** periods(step);
}

function decay(where: string, options: DecayOptions) {
  const required = { initialLearningRate: Number.NaN, decaySteps: Number.NaN, decayRate: Number.NaN };
  const settings = withDefaults<Required<DecayOptions>>(where, { ...required, staircase: false }, options);
  const { initialLearningRate, decaySteps, decayRate, staircase } = settings;
  requireRate(where, 'initialLearningRate', initialLearningRate);
  requireSteps(where, 'decaySteps', decaySteps);
  requireRate(where, 'decayRate', decayRate);
  const periods = (step: number) => (staircase ? Math.floor(step / decaySteps) : step / decaySteps);
  return { initialLearningRate, decayRate, periods };
}

/** Options of `piecewiseConstantDecay`. */
export interface PiecewiseOptions {
  /** Steps, rising. */
  readonly boundaries: readonly number[];
  /** One more than boundaries: `values[0]` up to and including step `boundaries[0]`, then `values[1]`, and so on. */
  readonly values: readonly number[];
}

/** Steps down (or up) at the boundaries. */
export function piecewiseConstantDecay(options: PiecewiseOptions): Schedule {
  const where = 'piecewiseConstantDecay';
  const { boundaries, values } = withDefaults<PiecewiseOptions>(where, { boundaries: [], values: [] }, options);
  const rise = boundaries.every((boundary, i) => boundary >= 0 && (i === 0 || boundary > boundaries[i - 1]!));
  requireOption(rise, where, 'boundaries', 'steps, each larger than the one before', boundaries);
  const fit = values.length === boundaries.length + 1 && values.every((value) => value >= 0 && value < Infinity);
  requireOption(fit, where, 'values', `${boundaries.length + 1} rates, one more than boundaries`, values);
  return (step) => values[boundaries.filter((boundary) => step > boundary).length]!;
}

/** Options of `cosineDecay`. */
export interface CosineOptions {
  readonly initialLearningRate: number;
  /** In how many steps, after the warm-up, the rate falls to the lowest. */
  readonly decaySteps: number;
  /** The lowest rate, as a part of the one that the decay starts from. */
  readonly alpha?: number;
  /** The rate that the warm-up reaches and the decay starts from; needs `warmupSteps`. */
  readonly warmupTarget?: number;
  /** In how many steps the rate rises evenly from `initialLearningRate` to `warmupTarget`. */
  readonly warmupSteps?: number;
}

/** Half a cosine wave down to `alpha` and flat after it (Loshchilov & Hutter 2017), perhaps after a warm-up. */
export function cosineDecay(options: CosineOptions): Schedule {
  const where = 'cosineDecay';
  const none = Number.NaN;
  const required = { initialLearningRate: none, decaySteps: none };
  const defaults = { ...required, alpha: 0, warmupTarget: none, warmupSteps: 0 };
  const settings = withDefaults<Required<CosineOptions>>(where, defaults, options);
  const { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps } = settings;
  requireRate(where, 'initialLearningRate', initialLearningRate);
  requireSteps(where, 'decaySteps', decaySteps);
  requireOption(alpha >= 0 && alpha <= 1, where, 'alpha', 'from 0 to 1', alpha);
  if (options.warmupTarget === undefined) {
    requireOption(warmupSteps === 0, where, 'warmupSteps', 'warmupTarget with it', warmupSteps);
  } else {
    requireRate(where, 'warmupTarget', warmupTarget);
    requireSteps(where, 'warmupSteps', warmupSteps);
  }
  const top = warmupSteps > 0 ? warmupTarget : initialLearningRate;
  return (step) => {
    if (step < warmupSteps) return initialLearningRate + ((top - initialLearningRate) * step) / warmupSteps;
    const done = Math.min((step - warmupSteps) / decaySteps, 1);
    return top * (alpha + ((1 - alpha) * (1 + Math.cos(Math.PI * done))) / 2);
  };
}

/** Options of `polynomialDecay`. */
export interface PolynomialOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate?: number;
  /** 1 falls along a straight line. */
  readonly power?: number;
}

/** `(initial - end) · (1 - step / decaySteps) ^ power + end`, and `end` from `decaySteps` on. */
export function polynomialDecay(options: PolynomialOptions): Schedule {
  const where = 'polynomialDecay';
  const required = { initialLearningRate: Number.NaN, decaySteps: Number.NaN };
  const defaults = { ...required, endLearningRate: 1e-4, power: 1 };
  const settings = withDefaults<Required<PolynomialOptions>>(where, defaults, options);
  const { initialLearningRate, decaySteps, endLearningRate, power } = settings;
  requireRate(where, 'initialLearningRate', initialLearningRate);
  requireSteps(where, 'decaySteps', decaySteps);
  requireRate(where, 'endLearningRate', endLearningRate);
  requireOption(power > 0 && power < Infinity, where, 'power', 'a number above 0', power);
  return (step) => {
    const left = 1 - Math.min(step / decaySteps, 1);
    return (initialLearningRate - endLearningRate) * left ** power + endLearningRate;
  };
}

/**
 * Rises evenly over the first `steps` steps, `1 / steps` of the full rate at the first and all of it at the last, then
 * goes on with `after` from its beginning. Goyal et al. 2017.
 */
export function warmup(steps: number, after: number | Schedule): Schedule {
  requireSteps('warmup', 'steps', steps);
  if (typeof after === 'number') requireRate('warmup', 'after', after);
  const rest = typeof after === 'number' ? constantRate(after) : after;
  return (step) => (step < steps ? (rest(0) * (step + 1)) / steps : rest(step - steps));
}

const requireRate = (where: string, option: string, value: number): void =>
  requireOption(value >= 0 && value < Infinity, where, option, 'a number that is not negative', value);

const requireSteps = (where: string, option: string, value: number): void =>
  requireOption(value > 0 && value < Infinity, where, option, 'a number of steps above 0', value);
