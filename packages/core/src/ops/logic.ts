/** Comparison, choice and conversion. */
import type { Dim } from '../ir/value.ts';
import { dtype, op } from '../op.ts';
import { broadcast, elementwise, knownElementwise, sameDType, withKnown } from '../shapes.ts';
import { bytesPerElement, isFloat } from '../tensor.ts';

const comparison = (type: string) =>
  op(type, ['a', 'b'], { infer: ({ a, b }, _, fail) => ({ dtype: 'bool', shape: elementwise([a, b], fail).shape }) });
/** Two extents: equal texts are equal, and no extent is negative; of anything else that is symbolic, nobody knows. */
const sameDims = (x: Dim, y: Dim): Dim | undefined => {
  if (x === y || (typeof x === 'number' && typeof y === 'number')) return Number(x === y);
  return Math.min(...[x, y].filter((d) => typeof d === 'number')) < 0 ? 0 : undefined;
};

/** Of whole numbers that are known the answer is too: so exporters compare an extent with the -1 that leaves it alone. */
export const equal = op('Equal', ['a', 'b'], {
  infer({ a, b }, _, fail) {
    const { dtype, shape } = elementwise([a, b], fail);
    return withKnown({ dtype: 'bool', shape }, isFloat(dtype) ? undefined : knownElementwise([a, b], shape, sameDims));
  },
});
export const greater = comparison('Greater');
export const greaterOrEqual = comparison('GreaterOrEqual');
export const less = comparison('Less');
export const lessOrEqual = comparison('LessOrEqual');

export const not = op('Not', ['x'], {
  infer({ x }, _, fail) {
    if (x.dtype !== 'bool') fail(`needs bool, got ${x.dtype}`);
    return { dtype: 'bool', shape: x.shape };
  },
});

const logical = (type: string) =>
  op(type, ['a', 'b'], {
    infer({ a, b }, _, fail) {
      if (a.dtype !== 'bool' || b.dtype !== 'bool') fail(`needs bool, got ${a.dtype} and ${b.dtype}`);
      return { dtype: 'bool', shape: broadcast([a.shape, b.shape], fail) };
    },
  });
export const and = logical('And');
export const or = logical('Or');

/** `x` where the condition holds, else `y`; all three broadcast. */
export const where = op('Where', ['condition', 'x', 'y'], {
  outputs: ['output'],
  infer({ condition, x, y }, _, fail) {
    if (condition.dtype !== 'bool') fail(`the condition must be bool, got ${condition.dtype}`);
    const type = { dtype: sameDType([x, y], fail), shape: broadcast([condition.shape, x.shape, y.shape], fail) };
    const known = knownElementwise([condition, x, y], type.shape, (holds, yes, no) => (holds ? yes : no));
    return withKnown(type, isFloat(type.dtype) ? undefined : known);
  },
});

/** Float to integer rounds towards zero; anything to bool is `x != 0`. */
export const cast = op('Cast', ['x'], {
  attributes: { to: dtype() },
  infer: ({ x }, { to }) =>
    withKnown(
      { dtype: to, shape: x.shape },
      !isFloat(x.dtype) && !isFloat(to) && bytesPerElement(to) >= 4 ? x.known : undefined,
    ),
});
