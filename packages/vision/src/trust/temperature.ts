/** Temperature scaling (Guo et al. 2017, On Calibration of Modern Neural Networks): one number that brings probabilities and mistakes together. */
import { classesOf, type LabelledLogits } from './logits.ts';

/** What `fitTemperature` finds. */
export interface TemperatureFit {
  /** `softmax(logits / temperature)` has the least cross-entropy; above 1 where the logits are too sure of themselves. */
  readonly temperature: number;
  /**
   * The temperatures that these examples speak against no more than 95 % confidence allows (by the likelihood ratio). From 0 where
   * nothing was mistaken: then nothing says how sure is too sure.
   */
  readonly interval: readonly [number, number];
  /** The mean cross-entropy with 1, and with this temperature. */
  readonly loss: { readonly before: number; readonly after: number };
  /** Examples. */
  readonly n: number;
}

/** Temperatures are looked for between these. */
const range = [0.05, 20] as const;
/** Half the 95 % quantile of chi squared with one degree of freedom. */
const halfChi95 = 1.920729410347062;

/**
 * The temperature by maximum likelihood, from 0.05 to 20. The classes that are said stay the same.
 * @throws DataError for logits and labels that do not fit
 */
export function fitTemperature(examples: LabelledLogits): TemperatureFit {
  const classes = classesOf(examples, 'fitTemperature');
  const n = examples.labels.length;
  const [least, most] = range;
  const loss = (temperature: number) => lossAt(examples, classes, temperature);
  // The loss is convex in 1 / temperature, so its slope has one root.
  const temperature = crossing(least, most, (t) => -slopeAt(examples, classes, 1 / t));
  const after = loss(temperature);
  const beyond = (t: number) => (loss(t) - after) * n - halfChi95;
  return {
    temperature,
    interval: [
      beyond(least) > 0 ? crossing(least, temperature, (t) => -beyond(t)) : 0,
      beyond(most) > 0 ? crossing(temperature, most, beyond) : Number.POSITIVE_INFINITY,
    ],
    loss: { before: loss(1), after },
    n,
  };
}

function lossAt({ logits, labels }: LabelledLogits, classes: number, temperature: number): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const from = i * classes;
    const most = largest(logits, from, classes);
    let powers = 0;
    for (let k = 0; k < classes; k++) powers += Math.exp((logits[from + k]! - most) / temperature);
    sum += Math.log(powers) - (logits[from + labels[i]!]! - most) / temperature;
  }
  return sum / labels.length;
}

/** Of the summed cross-entropy, by the inverse temperature: the expected logit less that of the right class. */
function slopeAt({ logits, labels }: LabelledLogits, classes: number, inverse: number): number {
  let slope = 0;
  for (let i = 0; i < labels.length; i++) {
    const from = i * classes;
    const most = largest(logits, from, classes);
    let powers = 0;
    let expected = 0;
    for (let k = 0; k < classes; k++) {
      const above = logits[from + k]! - most;
      const power = Math.exp(above * inverse);
      powers += power;
      expected += power * above;
    }
    slope += expected / powers - (logits[from + labels[i]!]! - most);
  }
  return slope;
}

function largest(logits: ArrayLike<number>, from: number, classes: number): number {
  let most = logits[from]!;
  for (let k = 1; k < classes; k++) most = Math.max(most, logits[from + k]!);
  return most;
}

/** Where a function that grows comes from below to above 0, to about eight digits; the nearer end where it does not. */
function crossing(low: number, high: number, value: (at: number) => number): number {
  let [from, to] = [Math.log(low), Math.log(high)];
  for (let i = 0; i < 32; i++) {
    const middle = (from + to) / 2;
    if (value(Math.exp(middle)) < 0) from = middle;
    else to = middle;
  }
  return Math.exp((from + to) / 2);
}
