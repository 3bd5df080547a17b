/** How good values are that are told of pictures. */
import { bootstrap } from './bootstrap.ts';
import { mean } from './numbers.ts';

/** What `judgeValues` finds, in the unit of the values. */
export interface ValuesEvaluation {
  readonly of: 'validation' | 'test';
  readonly n: number;
  /** The mean of how far off it is. */
  readonly mae: number;
  /** The root of the mean squared error. */
  readonly rmse: number;
  /** How much less that squares to than always telling the mean of these: 1 is perfect, 0 no better. NaN where all are the same. */
  readonly r2: number;
  /** How far off one is on average who always tells the mean of the training pictures. */
  readonly baseline: number;
  /** How much too large it is on average; below 0 too small. */
  readonly bias: number;
  /** Half and nine tenths of the pictures are at most so far off, and all. */
  readonly within: { readonly half: number; readonly most: number; readonly all: number };
  /** Where mean error and R² may lie for other pictures like these, with 95 % confidence; absent for R² where all are the same. */
  readonly intervals: { readonly mae: readonly [number, number]; readonly r2?: readonly [number, number] };
  /** Those that are told most wrongly; 24 at most. */
  readonly mistakes: readonly ValueMistake[];
}

/** A picture whose value is told wrongly. */
export interface ValueMistake {
  /** Of the picture, among those that were judged by. */
  readonly index: number;
  readonly value: number;
  readonly said: number;
}

const mostMistakes = 24;

/** Values that were told, beside the right ones. @param usual what one would always tell who has not looked: the mean of the training values */
export function judgeValues(
  said: ArrayLike<number>,
  right: ArrayLike<number>,
  { of, usual }: { readonly of: ValuesEvaluation['of']; readonly usual: number },
): ValuesEvaluation {
  const n = right.length;
  const errors = Float64Array.from({ length: n }, (_, i) => said[i]! - right[i]!);
  const sizes = errors.map(Math.abs);
  const sorted = Float64Array.from(sizes).sort();
  const within = (share: number) => sorted[Math.ceil(share * n) - 1]!;
  const [mae, r2] = bootstrap(n, (indices) => [meanAt(sizes, indices), r2Of(errors, right, indices)]);
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  return {
    of,
    n,
    mae: mean(sizes),
    rmse: Math.sqrt(mean(errors.map((error) => error ** 2))),
    r2: r2Of(errors, right, all),
    baseline: mean(Float64Array.from({ length: n }, (_, i) => Math.abs(right[i]! - usual))),
    bias: mean(errors),
    within: { half: within(0.5), most: within(0.9), all: within(1) },
    intervals: { mae: mae!, ...(r2 && { r2 }) },
    mistakes: [...all]
      .filter((i) => sizes[i]! > 0)
      .sort((a, b) => sizes[b]! - sizes[a]!)
      .slice(0, mostMistakes)
      .map((index) => ({ index, value: right[index]!, said: said[index]! })),
  };
}

function meanAt(values: ArrayLike<number>, indices: Uint32Array): number {
  let sum = 0;
  for (const i of indices) sum += values[i]!;
  return sum / indices.length;
}

function r2Of(errors: Float64Array, right: ArrayLike<number>, indices: Uint32Array): number {
  const middle = meanAt(right, indices);
  let [squares, spread] = [0, 0];
  for (const i of indices) {
    squares += errors[i]! ** 2;
    spread += (right[i]! - middle) ** 2;
  }
  return spread === 0 ? Number.NaN : 1 - squares / spread;
}
