/**
 * Information theory on plain numbers, for reports and teaching. Shannon 1948; Cover & Thomas 2006, chapter 2. By
 * convention `0 · log 0` is 0, and what cannot happen but does carries infinite information.
 */
import { DataError } from '../errors.ts';
import { requireOption, withDefaults } from '../options.ts';

/** The unit of information. */
export interface InformationOptions {
  /** 2 gives bits (the default), `Math.E` nats, 10 hartleys. */
  readonly base?: number;
}

/** What is learnt when an event of probability `p` happens: `-log p`. */
export function information(p: number, options: InformationOptions = {}): number {
  if (!(p >= 0 && p <= 1))
    throw new DataError('a probability must be from 0 to 1', { where: 'information', received: String(p) });
  return positiveZero(-Math.log(p)) / unit('information', options);
}

/** What is learnt on average from a draw from `p`: `-sum of p · log p`. */
export function entropy(p: readonly number[], options: InformationOptions = {}): number {
  requireDistribution('entropy', p);
  return expected(p, (_, i) => -Math.log(p[i]!)) / unit('entropy', options);
}

/** The average length of messages about draws from `p` in the code that is best for `q`: `-sum of p · log q`. */
export function crossEntropy(p: readonly number[], q: readonly number[], options: InformationOptions = {}): number {
  requireTwo('crossEntropy', p, q);
  return expected(p, (_, i) => -Math.log(q[i]!)) / unit('crossEntropy', options);
}

/**
 * The Kullback-Leibler divergence of `q` from `p`, `sum of p · log(p / q)`: how much longer messages get by believing
 * `q`. The loss over a batch is `klDivergence`.
 */
export function relativeEntropy(p: readonly number[], q: readonly number[], options: InformationOptions = {}): number {
  requireTwo('relativeEntropy', p, q);
  // A sum of terms of both signs may round to just below 0.
  const sum = expected(p, (probability, i) => Math.log(probability) - Math.log(q[i]!));
  return Math.max(0, sum) / unit('relativeEntropy', options);
}

/** Options of `softmaxOf` on plain numbers. */
export interface SoftmaxOptions {
  /** Above 1 flattens, towards 0 sharpens. */
  readonly temperature?: number;
}

/** Probabilities in proportion to `exp(score / temperature)`. */
export function softmaxOf(scores: ArrayLike<number>, options: SoftmaxOptions = {}): number[] {
  const { temperature } = withDefaults('softmaxOf', { temperature: 1 }, options);
  const isPositive = temperature > 0 && temperature < Infinity;
  requireOption(isPositive, 'softmaxOf', 'temperature', 'a number above 0', temperature);
  const all = Array.from(scores);
  if (all.length === 0 || !all.every(Number.isFinite))
    throw new DataError('scores must be numbers', { where: 'softmaxOf', received: `[${all.join(', ')}]` });
  const largest = all.reduce((a, b) => Math.max(a, b));
  const powers = all.map((score) => Math.exp((score - largest) / temperature));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

/** The mean of `value` under `p`. */
const expected = (p: readonly number[], value: (probability: number, index: number) => number): number =>
  positiveZero(
    p.reduce((sum, probability, i) => (probability === 0 ? sum : sum + probability * value(probability, i)), 0),
  );

const positiveZero = (x: number): number => (x === 0 ? 0 : x);

function unit(where: string, options: InformationOptions): number {
  const { base } = withDefaults(where, { base: 2 }, options);
  requireOption(base > 1 && base < Infinity, where, 'base', 'a number above 1', base);
  return Math.log(base);
}

/** How far float32 probabilities of many classes may be from summing to 1. */
const tolerance = 1e-4;

function requireDistribution(where: string, p: readonly number[]): void {
  const sum = p.reduce((a, b) => a + b, 0);
  if (p.every((x) => x >= 0) && Math.abs(sum - 1) <= tolerance) return;
  const wrong = p.findIndex((x) => !(x >= 0));
  throw new DataError('a distribution needs probabilities that sum to 1', {
    where,
    received: wrong >= 0 ? `${p[wrong]} at ${wrong}` : `a sum of ${sum}`,
    hint: 'for scores use softmaxOf first',
  });
}

function requireTwo(where: string, p: readonly number[], q: readonly number[]): void {
  requireDistribution(where, p);
  requireDistribution(where, q);
  if (p.length !== q.length)
    throw new DataError('two distributions must be over the same outcomes', {
      where,
      received: `${p.length} and ${q.length} probabilities`,
    });
}
