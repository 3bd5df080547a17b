/** Comparison, choice and conversion. */

import type { Dim, TensorType } from '../ir/value.ts';
import { dtype, op } from '../op.ts';
import {
  broadcast,
  combineElements,
  combineNumbers,
  elementwise,
  requireNumbers,
  sameDType,
  withKnown,
} from '../shapes.ts';
import { type DType, isFloat } from '../tensor.ts';

const comparison = (type: string, holds: (a: number, b: number) => boolean) =>
  op(type, ['a', 'b'], {
    infer({ a, b }, _, fail) {
      const { shape } = elementwise([a, b], fail);
      if (type !== 'Equal') requireNumbers(a, fail);
      return withKnown({ dtype: 'bool', shape }, knownAnswers(a, b, holds));
    },
  });
export const equal = comparison('Equal', (a, b) => a === b);
export const greater = comparison('Greater', (a, b) => a > b);
export const greaterOrEqual = comparison('GreaterOrEqual', (a, b) => a >= b);
export const less = comparison('Less', (a, b) => a < b);
export const lessOrEqual = comparison('LessOrEqual', (a, b) => a <= b);

/** 0 or 1 for each pair. A symbolic extent is compared by what it could be: it is no negative number. */
function knownAnswers(
  a: TensorType,
  b: TensorType,
  holds: (a: number, b: number) => boolean,
): readonly Dim[] | undefined {
  if (isFloat(a.dtype)) return combineNumbers(a.dtype, [a, b], ([x, y]) => Number(holds(x!, y!)));
  const answers = combineElements([a, b], ([x, y]) => {
    if (x === y && typeof x === 'string') return Number(holds(0, 0));
    const [low, high] = [x, y].map((d) => (typeof d === 'number' ? d : undefined));
    if (low !== undefined && high !== undefined) return Number(holds(low, high));
    if (low !== undefined && low < 0) return Number(holds(low, 0));
    if (high !== undefined && high < 0) return Number(holds(0, high));
    return unclear;
  });
  return answers?.includes(unclear) ? undefined : answers;
}
const unclear = '?';

export const not = op('Not', ['x'], {
  infer({ x }, _, fail) {
    if (x.dtype !== 'bool') fail(`needs bool, got ${x.dtype}`);
    return withKnown(
      { dtype: 'bool', shape: x.shape },
      combineNumbers('bool', [x], ([v]) => 1 - v!),
    );
  },
});

const logical = (type: string, f: (a: number, b: number) => number) =>
  op(type, ['a', 'b'], {
    infer({ a, b }, _, fail) {
      if (a.dtype !== 'bool' || b.dtype !== 'bool') fail(`needs bool, got ${a.dtype} and ${b.dtype}`);
      const shape = broadcast([a.shape, b.shape], fail);
      return withKnown(
        { dtype: 'bool', shape },
        combineNumbers('bool', [a, b], ([x, y]) => f(x!, y!)),
      );
    },
  });
export const and = logical('And', (a, b) => a & b);
export const or = logical('Or', (a, b) => a | b);
export const xor = logical('Xor', (a, b) => a ^ b);

/** `x` where the condition holds, else `y`; all three broadcast. */
export const where = op('Where', ['condition', 'x', 'y'], {
  outputs: ['output'],
  infer({ condition, x, y }, _, fail) {
    if (condition.dtype !== 'bool') fail(`the condition must be bool, got ${condition.dtype}`);
    const shape = broadcast([condition.shape, x.shape, y.shape], fail);
    const known = combineElements([condition, x, y], ([holds, yes, no]) => (holds ? yes! : no!));
    return withKnown({ dtype: sameDType([x, y], fail), shape }, known);
  },
});

/** Float to integer rounds towards zero; anything to bool is `x != 0`. */
export const cast = op('Cast', ['x'], {
  attributes: { to: dtype() },
  infer: ({ x }, { to }) => converted(x, to),
});

/** `cast` to the dtype of `like`. */
export const castLike = op('CastLike', ['x', 'like'], { infer: ({ x, like }) => converted(x, like.dtype) });

function converted({ dtype, shape, known }: TensorType, to: DType): TensorType {
  const type = { dtype: to, shape };
  if (!isFloat(dtype) && !isFloat(to) && to !== 'bool') return withKnown(type, known);
  // A symbolic extent may be 0, and is no float. A float that no integer holds becomes whatever a device makes of it.
  if (!known?.every((d) => typeof d === 'number' && (isFloat(to) || Number.isFinite(d)))) return type;
  return withKnown(
    type,
    known.map((d) => conversions[to](d as number)),
  );
}

const conversions: Readonly<Record<DType, (x: number) => number>> = {
  float32: Math.fround,
  float64: (x) => x,
  int64: Math.trunc,
  int32: Math.trunc,
  int8: Math.trunc,
  uint8: Math.trunc,
  bool: (x) => Number(x !== 0),
};
