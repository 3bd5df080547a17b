/** Operations on the bits of whole numbers. Binary ops broadcast as NumPy does. */
import type { TensorType } from '../ir/value.ts';
import { type Fail, op, string } from '../op.ts';
import { elementwise } from '../shapes.ts';
import { isFloat } from '../tensor.ts';

const whole = (type: TensorType, fail: Fail): TensorType => {
  if (isFloat(type.dtype) || type.dtype === 'bool') fail(`needs whole numbers, got ${type.dtype}`);
  return { dtype: type.dtype, shape: type.shape };
};
const binary = (type: string) =>
  op(type, ['a', 'b'], { infer: ({ a, b }, _, fail) => whole(elementwise([a, b], fail), fail) });
export const bitwiseAnd = binary('BitwiseAnd');
export const bitwiseOr = binary('BitwiseOr');
export const bitwiseXor = binary('BitwiseXor');
export const bitwiseNot = op('BitwiseNot', ['x'], { infer: ({ x }, _, fail) => whole(x, fail) });

/** `x` shifted by as many bits as `y` says, `'LEFT'` or `'RIGHT'`; of unsigned numbers. */
export const bitShift = op('BitShift', ['x', 'y'], {
  outputs: ['z'],
  attributes: { direction: string() },
  infer({ x, y }, { direction }, fail) {
    if (x.dtype !== 'uint8') fail(`needs uint8, got ${x.dtype}`);
    if (direction !== 'LEFT' && direction !== 'RIGHT') fail(`direction must be LEFT or RIGHT, got '${direction}'`);
    return elementwise([x, y], fail);
  },
});
