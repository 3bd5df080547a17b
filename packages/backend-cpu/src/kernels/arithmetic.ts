/** Elementwise arithmetic. The hot ones are written as loops, the others as functions of one element. */
import type { Ops, Tensor } from '@graftml/core';
import { binary, binaryOf, unary, unaryOf, variadic } from './elementwise.ts';
import { floats, type Kernel, output, reinterpret } from './kernel.ts';
import { broadcastStrides, forEachRun } from './strides.ts';

export const add: Kernel<Ops['add']> = binary(
  (y, at, n, a, i, di, b, j, dj) => {
    for (const end = at + n; at < end; at++, i += di, j += dj) y[at] = a[i]! + b[j]!;
  },
  (a, b) => a + b,
);

export const sub: Kernel<Ops['sub']> = binary(
  (y, at, n, a, i, di, b, j, dj) => {
    for (const end = at + n; at < end; at++, i += di, j += dj) y[at] = a[i]! - b[j]!;
  },
  (a, b) => a - b,
);

export const mul: Kernel<Ops['mul']> = binary(
  (y, at, n, a, i, di, b, j, dj) => {
    const end = at + n;
    // A product of two int32 does not fit into a double.
    if (y instanceof Int32Array) for (; at < end; at++, i += di, j += dj) y[at] = Math.imul(a[i]!, b[j]!);
    else for (; at < end; at++, i += di, j += dj) y[at] = a[i]! * b[j]!;
  },
  (a, b) => a * b,
);

/** Integers are truncated, by being stored; by 0 they give 0, as good as anything. */
export const div: Kernel<Ops['div']> = binary(
  (y, at, n, a, i, di, b, j, dj) => {
    for (const end = at + n; at < end; at++, i += di, j += dj) y[at] = a[i]! / b[j]!;
  },
  (a, b) => (b === 0n ? 0n : a / b),
);

/** C's `pow`: unlike JavaScript's, 1 to the power of NaN is 1, and so is -1 to that of an infinity. */
const power = (x: number, n: number): number =>
  x === 1 || (x === -1 && (n === Infinity || n === -Infinity)) ? 1 : x ** n;

/** By squaring, so that what runs over 64 bits stays small; a fraction is dropped. */
const bigPower = (x: bigint, n: number): bigint => {
  if (Number.isSafeInteger(n) && n >= 0) {
    let result = 1n;
    for (
      let [square, rest] = [x, n];
      rest > 0;
      rest = Math.floor(rest / 2), square = BigInt.asIntN(64, square * square)
    )
      if (rest % 2 === 1) result = BigInt.asIntN(64, result * square);
    return result;
  }
  const result = Math.trunc(Number(x) ** n);
  return Number.isFinite(result) ? BigInt(result) : 0n;
};

export const pow: Kernel<Ops['pow']> = ({ x, exponent }, work) => {
  const y = output(work);
  const strides = [broadcastStrides(x.shape, y.shape), broadcastStrides(exponent.shape, y.shape)];
  forEachRun(y.shape, strides, (at, n, [i, j], [di, dj]) => {
    for (let k = 0; k < n; k++) {
      const [base, by] = [x.data[i! + k * di!]!, Number(exponent.data[j! + k * dj!]!)];
      if (y.data instanceof BigInt64Array) y.data[at + k] = bigPower(base as bigint, by);
      else y.data[at + k] = power(base as number, by);
    }
  });
  return y;
};

/** NaN if any is NaN. */
export const min: Kernel<Ops['min']> = variadic(
  (y, at, n, a, i, di, b, j, dj) => {
    for (const end = at + n; at < end; at++, i += di, j += dj) y[at] = Math.min(a[i]!, b[j]!);
  },
  (a, b) => [a, b][Number(b < a)]!,
);

/** NaN if any is NaN. */
export const max: Kernel<Ops['max']> = variadic(
  (y, at, n, a, i, di, b, j, dj) => {
    for (const end = at + n; at < end; at++, i += di, j += dj) y[at] = Math.max(a[i]!, b[j]!);
  },
  (a, b) => [a, b][Number(b > a)]!,
);

export const neg: Kernel<Ops['neg']> = unary(
  (y, x) => {
    for (let i = 0; i < y.length; i++) y[i] = -x[i]!;
  },
  (x) => -x,
);

export const abs: Kernel<Ops['abs']> = unary(
  (y, x) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.abs(x[i]!);
  },
  (x) => (x < 0n ? -x : x),
);

export const sqrt: Kernel<Ops['sqrt']> = unary((y, x) => {
  for (let i = 0; i < y.length; i++) y[i] = Math.sqrt(x[i]!);
});

export const exp: Kernel<Ops['exp']> = unaryOf(Math.exp);
export const log: Kernel<Ops['log']> = unaryOf(Math.log);

export const floor: Kernel<Ops['floor']> = unaryOf(Math.floor);
export const ceil: Kernel<Ops['ceil']> = unaryOf(Math.ceil);
export const reciprocal: Kernel<Ops['reciprocal']> = unaryOf((x) => 1 / x);

/** Halves go to the even neighbour; -0.5 to -0. */
export const roundHalfToEven = (x: number): number => {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : Math.ceil(x);
};
export const round: Kernel<Ops['round']> = unaryOf(roundHalfToEven);

export const sign: Kernel<Ops['sign']> = unary(
  (y, x) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.sign(x[i]!);
  },
  (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
);

/** Whole numbers by 0 give 0, as good as anything. */
const modulo = binaryOf(
  (a, b) => a - Math.floor(a / b) * b,
  (a, b) => (b === 0n ? 0n : ((a % b) + b) % b),
);
const remainder = binaryOf(
  (a, b) => a % b,
  (a, b) => (b === 0n ? 0n : a % b),
);
export const mod: Kernel<Ops['mod']> = (at, work) => (at.attributes.fmod ? remainder : modulo)(at, work);

export const sum: Kernel<Ops['sum']> = ({ inputs }, work) => {
  const y = output(work);
  const total = floats(y).fill(0);
  for (const x of inputs) {
    const from = floats(x);
    forEachRun(y.shape, [broadcastStrides(x.shape, y.shape)], (at, n, [i], [di]) => {
      for (let k = 0; k < n; k++) total[at + k]! += from[i! + k * di!]!;
    });
  }
  return y;
};

export const mean: Kernel<Ops['mean']> = (at, work) => {
  const y = sum(at, work);
  for (let i = 0; i < y.data.length; i++) (y.data as Float64Array)[i]! /= at.inputs.length;
  return y;
};

export const isNaN: Kernel<Ops['isNaN']> = unary((y, x) => {
  for (let i = 0; i < y.length; i++) y[i] = Number.isNaN(x[i]!) ? 1 : 0;
});

export const isInf: Kernel<Ops['isInf']> = ({ x, attributes: { detect_negative, detect_positive } }, work) => {
  const y = output(work);
  const found = (v: number) => (v === Infinity && detect_positive) || (v === -Infinity && detect_negative);
  for (let i = 0; i < y.data.length; i++) (y.data as Uint8Array)[i] = found(floats(x)[i]!) ? 1 : 0;
  return y;
};

/** To double precision: a series of positive terms near 0, beyond that 1 less the continued fraction of erfc (Abramowitz & Stegun 7.1.6, 7.1.14). */
export const errorFunction = (x: number): number => {
  if (Number.isNaN(x)) return x;
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  const scale = Math.exp(-z * z) / Math.sqrt(Math.PI);
  if (z < 2.5) {
    let [sum, term] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return 2 * scale * sum;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - scale / fraction);
};
export const erf: Kernel<Ops['erf']> = unaryOf(errorFunction);

/** `min(max(x, low), high)`, so that `high` wins if the two are crossed; NaN stays. */
export const clip: Kernel<Ops['clip']> = ({ x, min: low, max: high }, work) => {
  const y = output(work);
  const limit = <T extends number | bigint>(from: ArrayLike<T>, to: { [i: number]: T }, least?: T, most?: T) => {
    for (let i = 0; i < from.length; i++) {
      let value = from[i]!;
      if (least !== undefined && value < least) value = least;
      if (most !== undefined && value > most) value = most;
      to[i] = value;
    }
  };
  const [least, most] = [low?.data[0], high?.data[0]];
  if (y.data instanceof BigInt64Array)
    limit(x.data as BigInt64Array, y.data, least as bigint | undefined, most as bigint | undefined);
  else limit(x.data as ArrayLike<number>, y.data, least as number | undefined, most as number | undefined);
  return y;
};

export const identity: Kernel<Ops['identity']> = ({ x }, work): Tensor => reinterpret(x, work);

export const step: Kernel<Ops['step']> = unary((y, x) => {
  for (let i = 0; i < y.length; i++) y[i] = x[i]! > 0 ? 1 : 0;
});
