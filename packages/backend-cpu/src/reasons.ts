/** Why an op made a NaN or an infinity out of finite inputs, where the op has something of its own to say. */
import type { OpName, Tensor } from '@graftml/core';
import { statistics } from './statistics.ts';

/** Given the inputs that are there, in order; undefined where the general answer must do. */
type Reason = (inputs: readonly Tensor[]) => string | undefined;

const some = (t: Tensor | undefined, holds: (x: number) => boolean): boolean =>
  t !== undefined && (t.data as Float64Array).some((x) => holds(Number(x)));

/** Rounded for reading. */
const largest = (t: Tensor | undefined): number => Number((t ? statistics(t).max : Number.NaN).toPrecision(4));

export const reasons: { readonly [Name in OpName]?: Reason } = {
  log: ([x]) => (some(x, (v) => v < 0) ? 'log of a negative number' : 'log of 0'),
  exp: ([x]) => `exp overflowed: largest input ${largest(x)}`,
  sqrt: () => 'square root of a negative number',
  div: ([, b]) => (some(b, (v) => v === 0) ? 'division by 0' : undefined),
  pow: ([x, exponent]) => {
    if (some(x, (v) => v === 0) && some(exponent, (n) => n < 0)) return '0 to a negative power';
    if (some(x, (v) => v < 0) && some(exponent, (n) => !Number.isInteger(n)))
      return 'a fractional power of a negative number';
    return undefined;
  },
  cast: ([x]) => `a number too large for the new dtype: largest input ${largest(x)}`,
  reduceMean: ([data]) => (data?.data.length === 0 ? 'the mean of nothing' : undefined),
  reduceMax: ([data]) => (data?.data.length === 0 ? 'the maximum of nothing' : undefined),
};
