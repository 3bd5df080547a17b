/** Ops that take a part of a tensor, or add around it. Places and amounts are inputs, as in ONNX, and must be known. */
import { combineDims, isStatic, showShape, sizeOf } from '../ir/dims.ts';
import type { Dim, TensorType } from '../ir/value.ts';
import { absent, type Fail, int, ints, op, string } from '../op.ts';
import { axesOf, axisOf, knownFrom, knownNumbers, withKnown } from '../shapes.ts';

/** What a Slice takes of one axis: `count` elements from `start`, each `step` after the one before. */
export interface SliceAxis<Extent extends Dim = Dim> {
  readonly axis: number;
  readonly start: Extent;
  readonly step: number;
  readonly count: Extent;
}

export interface SliceInputs {
  readonly data: TensorType;
  readonly starts: TensorType;
  readonly ends: TensorType;
  readonly axes?: TensorType | undefined;
  readonly steps?: TensorType | undefined;
}

/** What `slice` takes of each axis it names: `count` elements from `start`, `step` apart. */
export function sliceAxes({ data, starts, ends, axes, steps }: SliceInputs, fail: Fail): SliceAxis[] {
  const [from, to] = [starts.known, ends.known];
  if (!from || !to) return fail('starts and ends must be known when the graph is built', 'pass constants');
  const on = axes ? axesOf(knownNumbers(axes, 'axes', fail), data.shape.length, fail) : from.map((_, i) => i);
  const by = steps ? knownNumbers(steps, 'steps', fail) : from.map(() => 1);
  if (to.length !== from.length || on.length !== from.length || by.length !== from.length)
    fail('starts, ends, axes and steps must have the same length');
  return on.map((axis, i) => {
    const size = data.shape[axis] ?? fail(`axis ${axis} is outside a tensor of rank ${data.shape.length}`);
    const step = by[i]!;
    if (step === 0) return fail('a step must not be 0');
    return { axis, ...taken(size, from[i]!, to[i]!, step) };
  });
}

/** `sliceAxes` where every extent is a number. */
export function staticSliceAxes(inputs: SliceInputs, fail: Fail): SliceAxis<number>[] {
  const all = sliceAxes(inputs, fail);
  if (all.every(({ start, count }) => isStatic([start, count]))) return all as SliceAxis<number>[];
  return fail('extents must be known', 'bind the symbolic dimensions first');
}

/** Exporters write the largest int32 or int64 for "to the end". */
const beyondAll = 2 ** 31 - 1;

/**
 * Places outside are clamped, as NumPy does. A symbolic extent is believed to be large enough for the places that are
 * named: when it is bound, they are counted again.
 */
function taken(size: Dim, from: Dim, to: Dim, step: number): Pick<SliceAxis, 'start' | 'step' | 'count'> {
  const [least, most] = step > 0 ? ([0, size] as const) : ([-1, combineDims('-', size, 1)] as const);
  const place = (at: Dim, lowest: number): Dim => {
    if (typeof at === 'number' && at >= beyondAll) return most;
    if (typeof at === 'number' && at <= -beyondAll) return lowest;
    const positive = typeof at === 'number' && at < 0 ? combineDims('+', size, at) : at;
    if (typeof positive !== 'number' || typeof most !== 'number') return positive;
    return Math.min(Math.max(positive, lowest), most);
  };
  const [start, end] = [place(from, 0), place(to, least)];
  const distance = step > 0 ? combineDims('-', end, start) : combineDims('-', start, end);
  const stride = Math.abs(step);
  if (typeof distance === 'number') return { start, step, count: Math.max(0, Math.ceil(distance / stride)) };
  return { start, step, count: combineDims('/', combineDims('+', distance, stride - 1), stride) };
}

export const slice = op('Slice', ['data', 'starts', 'ends', 'axes?', 'steps?'], {
  infer(inputs, _, fail) {
    const { data } = inputs;
    const shape = [...data.shape];
    const taken = sliceAxes(inputs, fail);
    for (const { axis, count } of taken) shape[axis] = count;
    const known = knownFrom(data, shape, (at) => {
      const source = [...at];
      for (const { axis, start, step } of taken) source[axis] = (start as number) + at[axis]! * step;
      return source;
    });
    return withKnown({ dtype: data.dtype, shape }, known);
  },
});

interface SplitInputs {
  readonly input: TensorType;
  readonly split?: TensorType | undefined;
}
interface SplitAttributes {
  readonly axis: number;
  readonly num_outputs: number;
}

/** The axis that is split, and the extents of its parts. */
export function splitParts(
  { input, split }: SplitInputs,
  { axis, num_outputs }: SplitAttributes,
  fail: Fail,
): { readonly axis: number; readonly parts: readonly Dim[] } {
  const at = axisOf(axis, input.shape.length, fail);
  const size = input.shape[at]!;
  if (split && num_outputs !== absent) fail('takes either split or num_outputs');
  if (split) {
    const parts = split.known ?? fail('split must be known when the graph is built', 'pass a constant');
    const total = parts.reduce((a, b) => combineDims('+', a, b), 0 as Dim);
    if (typeof total === 'number' && typeof size === 'number' && total !== size)
      fail(`the parts [${parts}] make ${total}, axis ${at} has ${size}`);
    return { axis: at, parts };
  }
  if (num_outputs === absent || !(num_outputs > 0)) return fail('needs split or num_outputs');
  const even = combineDims('/', size, num_outputs);
  const isEven = combineDims('*', even, num_outputs) === size;
  // Rounded up, so that only the last part is smaller.
  const part = isEven ? even : combineDims('/', combineDims('+', size, num_outputs - 1), num_outputs);
  const last = combineDims('-', size, combineDims('*', part, num_outputs - 1));
  if (typeof last === 'number' && last < 0) fail(`${size} elements do not make ${num_outputs} parts of ${part}`);
  return { axis: at, parts: [...Array<Dim>(num_outputs - 1).fill(part), last] };
}

/** One axis in parts: of the extents in `split`, or `num_outputs` equal ones, of which the last may be smaller. */
export const split = op('Split', ['input', 'split?'], {
  outputs: ['outputs...'],
  attributes: { axis: int(0), num_outputs: int(absent) },
  infer(inputs, attributes, fail) {
    const { input } = inputs;
    const { axis, parts } = splitParts(inputs, attributes, fail);
    let start: Dim = 0;
    return parts.map((part) => {
      const [begin, shape] = [start, input.shape.map((d, i) => (i === axis ? part : d))];
      start = combineDims('+', start, part);
      const source = (at: readonly number[]) => at.map((i, on) => (on === axis ? (begin as number) + i : i));
      return withKnown({ dtype: input.dtype, shape }, knownFrom(input, shape, source));
    });
  },
});

/** How much `pad` adds before and after each axis; negative takes away. */
export function padAmounts(
  { data, pads, axes }: { data: TensorType; pads: TensorType; axes?: TensorType | undefined },
  fail: Fail,
): (readonly [begin: number, end: number])[] {
  const amounts = knownNumbers(pads, 'pads', fail);
  const rank = data.shape.length;
  const on = axes ? axesOf(knownNumbers(axes, 'axes', fail), rank, fail) : data.shape.map((_, i) => i);
  if (amounts.length !== 2 * on.length)
    fail(`pads needs ${2 * on.length} numbers, all begins then all ends, got [${amounts}]`);
  return data.shape.map((_, axis) => {
    const i = on.indexOf(axis);
    return i < 0 ? [0, 0] : [amounts[i]!, amounts[i + on.length]!];
  });
}

export const padModes = ['constant', 'reflect', 'edge', 'wrap'] as const;

/** `mode`: `'constant'` (with `constant_value`, 0 by default), `'reflect'`, `'edge'` or `'wrap'`. */
export const pad = op('Pad', ['data', 'pads', 'constant_value?', 'axes?'], {
  attributes: { mode: string('constant') },
  infer(inputs, { mode }, fail) {
    const { data, constant_value } = inputs;
    if (constant_value && (constant_value.dtype !== data.dtype || sizeOf(constant_value.shape) !== 1))
      fail(`constant_value must be one ${data.dtype}, got ${constant_value.dtype} ${showShape(constant_value.shape)}`);
    if (!(padModes as readonly string[]).includes(mode))
      fail(`mode must be one of ${padModes.join(', ')}, got '${mode}'`);
    const shape = padAmounts(inputs, fail).map(([begin, end], i) => combineDims('+', data.shape[i]!, begin + end));
    if (shape.some((d) => typeof d === 'number' && d < 0))
      fail(`negative pads take away more than there is: ${showShape(shape)}`);
    if (mode === 'reflect' || mode === 'edge' || mode === 'wrap')
      data.shape.forEach((d, i) => {
        if (d === 0 && shape[i] !== 0) fail(`mode '${mode}' has nothing to repeat along axis ${i}`);
      });
    return { dtype: data.dtype, shape };
  },
});

/** Which element of an axis of `size` stands at position `at`, counted from its first; outside of 0..size-1 by `mode`. */
export function paddedFrom(at: number, size: number, mode: string): number {
  const modulo = (a: number, n: number) => ((a % n) + n) % n;
  if (mode === 'edge') return Math.min(Math.max(at, 0), size - 1);
  if (mode === 'wrap') return modulo(at, size);
  if (size === 1) return 0;
  const folded = modulo(at, 2 * (size - 1));
  return folded < size ? folded : 2 * (size - 1) - folded;
}

/** How much `centerCropPad` adds before and after each axis, so that the middle stays the middle; negative takes away. */
export function centeredAmounts(
  { shape }: TensorType,
  target: TensorType,
  axes: readonly number[],
  fail: Fail,
): (readonly [begin: number, end: number])[] {
  const extents = knownNumbers(target, 'shape', fail);
  const on = axes.length > 0 ? axesOf(axes, shape.length, fail) : shape.map((_, i) => i);
  if (extents.length !== on.length) fail(`shape needs ${on.length} extents, got [${extents}]`);
  return shape.map((size, axis) => {
    const wanted = extents[on.indexOf(axis)];
    if (wanted === undefined || wanted === size) return [0, 0];
    if (typeof size !== 'number')
      return fail(`axis ${axis} must have a known extent`, 'bind the symbolic dimensions first');
    const begin = wanted > size ? Math.floor((wanted - size) / 2) : -Math.floor((size - wanted) / 2);
    return [begin, wanted - size - begin];
  });
}

/** Cuts off, or pads with zeros, on both sides to the extents in `shape`, those of `axes` or of all axes. */
export const centerCropPad = op('CenterCropPad', ['input_data', 'shape'], {
  attributes: { axes: ints([]) },
  infer({ input_data, shape }, { axes }, fail) {
    const amounts = centeredAmounts(input_data, shape, axes, fail);
    return {
      dtype: input_data.dtype,
      shape: input_data.shape.map((d, i) => combineDims('+', d, amounts[i]![0] + amounts[i]![1])),
    };
  },
});
