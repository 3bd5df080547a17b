/** How well a classifier seems to understand pictures that nobody has labelled. */

/** What it says of some pictures, each seen in several ways: logits `[views, pictures, classes]`. */
export interface Scores {
  readonly views: number;
  readonly pictures: number;
  readonly classes: number;
  readonly logits: Float32Array;
}

/** Logits of probabilities, where a model gives these: rows from 0 to 1 that sum to 1. */
export function asLogits(output: Float32Array, classes: number): Float32Array {
  for (let at = 0; at < output.length; at += classes) {
    const row = output.subarray(at, at + classes);
    if (row.some((x) => !(x >= 0 && x <= 1)) || Math.abs(row.reduce((a, b) => a + b, 0) - 1) > 1e-3) return output;
  }
  return output.map((x) => Math.log(Math.max(x, 1e-30)));
}

export interface Measures {
  /** How far the highest logit stands out among the others, in their standard deviations, on average. */
  readonly peak: number;
  /** The mutual information of picture and class, in nats. */
  readonly information: number;
}

/** `without` leaves one picture out. */
export function measuresOf(scores: Scores, without?: number): Measures {
  const { views, pictures, classes } = scores;
  const used = Array.from({ length: pictures }, (_, i) => i).filter((i) => i !== without);
  const all = new Float64Array(classes);
  let peak = 0;
  let entropy = 0;
  for (const picture of used) {
    const one = new Float64Array(classes);
    for (let view = 0; view < views; view++) {
      const row = rowOf(scores, view, picture);
      peak += peakOf(row) / (views * used.length);
      softmaxInto(one, row, 1 / views);
    }
    entropy += entropyOf(one) / used.length;
    for (let c = 0; c < classes; c++) all[c]! += one[c]! / used.length;
  }
  return { peak, information: Math.max(entropyOf(all) - entropy, 0) };
}

/** The logarithm of the product of the two. */
export const qualityOf = ({ peak, information }: Measures): number => Math.log(peak) + Math.log(information);

/** The share that is told of the most that could be, all pictures or classes apart: from 0 to 1. */
export const diversityOf = ({ pictures, classes }: Scores, { information }: Measures): number =>
  information / Math.log(Math.min(pictures, classes));

/** By how many standard errors `a` is better: the jackknife's, each picture left out in turn (Efron 1982). */
export function marginOf(a: Scores, b: Scores): number {
  const n = a.pictures;
  const quality = (scores: Scores, without?: number) => qualityOf(measuresOf(scores, without));
  const differences = Array.from({ length: n }, (_, i) => quality(a, i) - quality(b, i));
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const spread = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0);
  return (quality(a) - quality(b)) / Math.sqrt(((n - 1) / n) * spread);
}

const rowOf = ({ pictures, classes, logits }: Scores, view: number, picture: number): Float32Array =>
  logits.subarray((view * pictures + picture) * classes, (view * pictures + picture + 1) * classes);

function peakOf(row: Float32Array): number {
  let [sum, squares, most] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const x of row) {
    sum += x;
    squares += x * x;
    if (x > most) most = x;
  }
  const mean = sum / row.length;
  const deviation = Math.sqrt(Math.max(squares / row.length - mean * mean, 0));
  return deviation > 0 ? (most - mean) / deviation : 0;
}

function softmaxInto(out: Float64Array, row: Float32Array, weight: number): void {
  const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (const x of row) sum += Math.exp(x - most);
  for (let c = 0; c < row.length; c++) out[c]! += (weight * Math.exp(row[c]! - most)) / sum;
}

const entropyOf = (p: Float64Array): number => p.reduce((sum, x) => (x > 0 ? sum - x * Math.log(x) : sum), 0);
