/** How good values are that are told of pictures. */
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
}

/** Values that were told, beside the right ones. @param usual what one would always tell who has not looked: the mean of the training values */
export function judgeValues(
  said: ArrayLike<number>,
  right: ArrayLike<number>,
  { of, usual }: { readonly of: ValuesEvaluation['of']; readonly usual: number },
): ValuesEvaluation {
  const n = right.length;
  const middle = mean(right);
  const errors = Float64Array.from({ length: n }, (_, i) => said[i]! - right[i]!);
  const squares = mean(errors.map((error) => error ** 2));
  const spread = mean(Float64Array.from({ length: n }, (_, i) => (right[i]! - middle) ** 2));
  return {
    of,
    n,
    mae: mean(errors.map(Math.abs)),
    rmse: Math.sqrt(squares),
    r2: spread === 0 ? Number.NaN : 1 - squares / spread,
    baseline: mean(Float64Array.from({ length: n }, (_, i) => Math.abs(right[i]! - usual))),
  };
}
