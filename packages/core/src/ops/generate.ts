/** Ops that make tensors of a shape from little, and masks. What they make is known before the graph runs where it is short. */
import { combineDims } from '../ir/dims.ts';
import type { Dim, TensorType } from '../ir/value.ts';
import { dtype, type Fail, int, op, tensorAttribute } from '../op.ts';
import { isSmall, sameDType, withKnown } from '../shapes.ts';
import { type DType, elementCount, isFloat, tensor, toNumbers } from '../tensor.ts';

/** One element, `value`, everywhere: zeros of float32 by default. */
export const constantOfShape = op('ConstantOfShape', ['input'], {
  attributes: { value: tensorAttribute(tensor('float32', [1], [0])) },
  infer({ input }, { value }, fail) {
    const { known: shape } = input;
    if (!shape) return fail('the shape must be known when the graph is built', 'pass a constant');
    if (value.data.length !== 1) fail(`value must have one element, got ${value.data.length}`);
    const [element] = toNumbers(value);
    const known = isSmall(shape) ? Array<number>(elementCount(shape)).fill(element!) : undefined;
    return withKnown({ dtype: value.dtype, shape }, isFloat(value.dtype) ? undefined : known);
  },
});

interface RangeInputs {
  readonly start: TensorType;
  readonly limit: TensorType;
  readonly delta: TensorType;
}

/** `start`, `start + delta`, … up to but not including `limit`: three scalars that must be known. */
export const range = op('Range', ['start', 'limit', 'delta'], {
  infer(inputs, _, fail) {
    const type = sameDType([inputs.start, inputs.limit, inputs.delta], fail);
    if (type === 'bool' || type === 'uint8' || type === 'int8') fail(`needs int32, int64 or floats, got ${type}`);
    const [start, limit, delta] = [inputs.start, inputs.limit, inputs.delta].map((x) => endOf(x, fail)) as [
      Dim,
      Dim,
      Dim,
    ];
    if (delta === 0) fail('delta must not be 0');
    if (typeof start === 'number' && typeof limit === 'number' && typeof delta === 'number') {
      const count = rangeCount(type, start, limit, delta);
      const known =
        isSmall([count]) && !isFloat(type) ? Array.from({ length: count }, (_, i) => start + i * delta) : undefined;
      return withKnown({ dtype: type, shape: [count] }, known);
    }
    if (typeof delta !== 'number' || delta < 0 || isFloat(type))
      return fail('start, limit and delta must be numbers, but for whole ones that count upwards');
    const rounded = combineDims('+', combineDims('-', limit, start), delta - 1);
    return { dtype: type, shape: [combineDims('/', rounded, delta)] };
  },
});

/** How many elements a range has; the difference is taken in the precision of the dtype, as ONNX Runtime does. */
export function rangeCount(dtype: DType, start: number, limit: number, delta: number): number {
  const distance = dtype === 'float32' ? Math.fround(limit - start) : limit - start;
  return Math.max(0, Math.ceil(distance / delta));
}

function endOf({ known }: RangeInputs['start'], fail: Fail): Dim {
  if (known?.length === 1) return known[0]!;
  return fail('start, limit and delta must be known scalars', 'pass constants: an extent cannot depend on data');
}

/** Ones of `dtype` on the `k`-th diagonal above the main one (below where negative), else zeros; a matrix as large as `input`. */
export const eyeLike = op('EyeLike', ['input'], {
  attributes: { dtype: dtype(), k: int(0) },
  infer({ input }, { dtype }, fail) {
    if (input.shape.length !== 2) fail('needs a matrix');
    return { dtype, shape: input.shape };
  },
});

/** Of each matrix the upper triangle from the `k`-th diagonal on, or with `upper` 0 the lower one up to it; zeros elsewhere. */
export const trilu = op('Trilu', ['input', 'k?'], {
  attributes: { upper: int(1) },
  infer({ input, k }, _, fail) {
    if (input.shape.length < 2) fail('needs matrices');
    if (k && (k.dtype !== 'int64' || k.shape.length > 1)) fail('k must be an int64 scalar');
    return { dtype: input.dtype, shape: input.shape };
  },
});
