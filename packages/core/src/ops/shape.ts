/** Ops that move elements without changing them. Shapes and axes are inputs, as in ONNX, and must be known in advance. */
import { combineDims, showShape, sizeOf } from '../ir/dims.ts';
import type { Dim, TensorType } from '../ir/value.ts';
import { type Fail, int, ints, op, string } from '../op.ts';
import { axesOf, axisOf, broadcast, knownNumbers, sameDType, withKnown } from '../shapes.ts';
import { elementCount } from '../tensor.ts';

/** One target extent may be -1 (whatever is left), and 0 copies the input's unless `allowzero`. */
export const reshape = op('Reshape', ['data', 'shape'], {
  attributes: { allowzero: int(0) },
  infer({ data, shape }, { allowzero }, fail) {
    const { known } = shape;
    if (!known) return fail('the target shape must be known when the graph is built', 'pass a constant');
    const target = known.map((d, i) =>
      d === 0 && !allowzero ? (data.shape[i] ?? fail(`0 at ${i} copies an axis that does not exist`)) : d,
    );
    const open = target.indexOf(-1);
    if (open !== target.lastIndexOf(-1)) fail('only one extent may be -1');
    if (open >= 0)
      target[open] = remaining(
        data.shape,
        target.filter((_, i) => i !== open),
        fail,
      );
    const [from, to] = [sizeOf(data.shape), sizeOf(target)];
    if (typeof from === 'number' && typeof to === 'number' && from !== to)
      fail(`${showShape(data.shape)} has ${from} elements, the target ${showShape(target)} has ${to}`);
    return withKnown({ dtype: data.dtype, shape: target }, data.known);
  },
});

/** What -1 stands for: the product of `from` over the product of `others`, where equal symbols cancel. */
function remaining(from: readonly Dim[], others: readonly Dim[], fail: Fail): Dim {
  const isNumber = (d: Dim): d is number => typeof d === 'number';
  const symbols = from.filter((d) => !isNumber(d));
  const divisors = others.filter((d) => {
    const same = symbols.indexOf(d as string);
    if (!isNumber(d) && same >= 0) symbols.splice(same, 1);
    return !isNumber(d) && same < 0;
  });
  const [total, part] = [from, others].map((dims) => elementCount(dims.filter(isNumber))) as [number, number];
  const divides = part !== 0 && total % part === 0;
  if (!divides && symbols.length === 0) return fail(`${total} elements do not divide by ${part}`);
  const [over, under] = divides ? [total / part, 1] : [total, part];
  return combineDims('/', sizeOf([...symbols, over]), sizeOf([...divisors, under]));
}

/** Without `perm`, the axes are reversed. */
export const transpose = op('Transpose', ['data'], {
  attributes: { perm: ints([]) },
  complete: ({ data }, { perm }) => ({
    perm: perm.length > 0 ? perm : data.shape.map((_, i) => data.shape.length - 1 - i),
  }),
  infer({ data }, { perm }, fail) {
    const { shape } = data;
    if (
      perm.length !== shape.length ||
      axesOf(perm, shape.length, fail).length !== perm.length ||
      perm.some((p) => p < 0)
    )
      return fail(`perm [${perm}] does not name each of the ${shape.length} axes once`);
    return { dtype: data.dtype, shape: perm.map((axis) => shape[axis]!) };
  },
});

/** To a matrix: the axes before `axis` in one, the rest in the other. */
export const flatten = op('Flatten', ['x'], {
  attributes: { axis: int(1) },
  infer({ x }, { axis }, fail) {
    const rank = x.shape.length;
    const at = axis === rank ? rank : axisOf(axis, rank, fail);
    return { dtype: x.dtype, shape: [sizeOf(x.shape.slice(0, at)), sizeOf(x.shape.slice(at))] };
  },
});

/** Removes axes of extent 1: those given, or all. */
export const squeeze = op('Squeeze', ['data', 'axes?'], {
  infer({ data, axes }, _, fail) {
    const { shape } = data;
    const gone = axes
      ? axesOf(knownNumbers(axes, 'axes', fail), shape.length, fail)
      : shape.flatMap((d, i) => (d === 1 ? [i] : []));
    for (const axis of gone) if (shape[axis] !== 1) fail(`axis ${axis} has extent ${shape[axis]}, not 1`);
    return withKnown({ dtype: data.dtype, shape: shape.filter((_, i) => !gone.includes(i)) }, data.known);
  },
});

/** Adds axes of extent 1; `axes` count in the result. */
export const unsqueeze = op('Unsqueeze', ['data', 'axes'], {
  infer({ data, axes }, _, fail) {
    const given = knownNumbers(axes, 'axes', fail);
    const rank = data.shape.length + given.length;
    const added = axesOf(given, rank, fail);
    const rest = [...data.shape];
    const shape = Array.from({ length: rank }, (_, i): Dim => (added.includes(i) ? 1 : rest.shift()!));
    return withKnown({ dtype: data.dtype, shape }, data.known);
  },
});

/** Repeats `input` along new axes and axes of extent 1; an extent of 1 in `shape` leaves the input's. */
export const expand = op('Expand', ['input', 'shape'], {
  infer({ input, shape }, _, fail) {
    const { known } = shape;
    if (!known) return fail('the target shape must be known when the graph is built', 'pass a constant');
    return { dtype: input.dtype, shape: broadcast([input.shape, known], fail) };
  },
});

export const concat = op('Concat', ['inputs...'], {
  attributes: { axis: int() },
  infer({ inputs }, { axis }, fail) {
    const [first] = inputs;
    if (!first) return fail('needs at least one input');
    const at = axisOf(axis, first.shape.length, fail);
    for (const { shape } of inputs)
      if (shape.length !== first.shape.length || shape.some((d, i) => i !== at && d !== first.shape[i]))
        fail(`shapes may differ along axis ${at} only: ${showShape(first.shape)} and ${showShape(shape)}`);
    const total = inputs.map(({ shape }) => shape[at]!).reduce((a, b) => combineDims('+', a, b));
    const known =
      inputs.every((i) => i.known) && first.shape.length === 1 ? inputs.flatMap((i) => i.known!) : undefined;
    return withKnown(
      { dtype: sameDType(inputs, fail), shape: first.shape.map((d, i) => (i === at ? total : d)) },
      known,
    );
  },
});

export interface SliceAxis {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/** What `slice` takes of each axis it names: `count` elements from `start`, `step` apart. Ends are clamped as NumPy does. */
export function sliceAxes(
  {
    data,
    starts,
    ends,
    axes,
    steps,
  }: {
    data: TensorType;
    starts: TensorType;
    ends: TensorType;
    axes?: TensorType | undefined;
    steps?: TensorType | undefined;
  },
  fail: Fail,
): SliceAxis[] {
  const from = knownNumbers(starts, 'starts', fail);
  const to = knownNumbers(ends, 'ends', fail);
  const on = axes ? axesOf(knownNumbers(axes, 'axes', fail), data.shape.length, fail) : from.map((_, i) => i);
  const by = steps ? knownNumbers(steps, 'steps', fail) : from.map(() => 1);
  if (to.length !== from.length || on.length !== from.length || by.length !== from.length)
    fail('starts, ends, axes and steps must have the same length');
  return on.map((axis, i) => {
    const size = data.shape[axis];
    const step = by[i]!;
    if (typeof size !== 'number')
      return fail(`axis ${axis} has the unknown extent ${size}`, 'bind the symbolic dimensions first');
    if (step === 0) return fail('a step must not be 0');
    const clamp = (at: number, least: number, most: number) => Math.min(Math.max(at < 0 ? at + size : at, least), most);
    const start = step > 0 ? clamp(from[i]!, 0, size) : clamp(from[i]!, 0, size - 1);
    const end = step > 0 ? clamp(to[i]!, 0, size) : clamp(to[i]!, -1, size - 1);
    return { axis, start, step, count: Math.max(0, Math.ceil((end - start) / step)) };
  });
}

export const slice = op('Slice', ['data', 'starts', 'ends', 'axes?', 'steps?'], {
  infer(inputs, _, fail) {
    const { data } = inputs;
    const shape = [...data.shape];
    const taken = sliceAxes(inputs, fail);
    for (const { axis, count } of taken) shape[axis] = count;
    const [only] = taken;
    const known =
      data.known && data.shape.length === 1 && only
        ? Array.from({ length: only.count }, (_, i) => data.known![only.start + i * only.step]!)
        : undefined;
    return withKnown({ dtype: data.dtype, shape }, known);
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
    return { dtype: data.dtype, shape };
  },
});

/** Takes the entries of one axis that `indices` name; negative indices count from the end. */
export const gather = op('Gather', ['data', 'indices'], {
  attributes: { axis: int(0) },
  infer({ data, indices }, { axis }, fail) {
    if (indices.dtype !== 'int64' && indices.dtype !== 'int32')
      fail(`indices must be int64 or int32, got ${indices.dtype}`);
    const at = axisOf(axis, data.shape.length, fail);
    const size = data.shape[at]!;
    for (const i of indices.known ?? [])
      if (typeof i === 'number' && typeof size === 'number' && (i < -size || i >= size))
        fail(`index ${i} is outside axis ${at} of extent ${size}`);
    const known =
      data.known && indices.known?.every((i) => typeof i === 'number')
        ? (indices.known as readonly number[]).map((i) => data.known!.at(i)!)
        : undefined;
    return withKnown(
      { dtype: data.dtype, shape: [...data.shape.slice(0, at), ...indices.shape, ...data.shape.slice(at + 1)] },
      known,
    );
  },
});

/** How many of the first axes of `data` the coordinates in the last axis of `indices` name. */
function depthOf(data: TensorType, indices: TensorType, fail: Fail): number {
  if (indices.dtype !== 'int64') fail(`indices must be int64, got ${indices.dtype}`);
  const depth = indices.shape.at(-1);
  return typeof depth === 'number' && depth <= data.shape.length
    ? depth
    : fail('the last axis of indices must name axes of data');
}

/** The last axis of `indices` holds coordinates into the first axes of `data`. */
export const gatherND = op('GatherND', ['data', 'indices'], {
  infer({ data, indices }, _, fail) {
    const depth = depthOf(data, indices, fail);
    return { dtype: data.dtype, shape: [...indices.shape.slice(0, -1), ...data.shape.slice(depth)] };
  },
});

/** A copy of `data` where `updates` replace (`reduction: 'none'`) or are added to (`'add'`) what `indices` point at. */
export const scatterND = op('ScatterND', ['data', 'indices', 'updates'], {
  attributes: { reduction: string('none') },
  infer({ data, indices, updates }, { reduction }, fail) {
    if (reduction !== 'none' && reduction !== 'add') fail(`reduction must be none or add, got '${reduction}'`);
    const depth = depthOf(data, indices, fail);
    const expected = [...indices.shape.slice(0, -1), ...data.shape.slice(depth)];
    if (String(updates.shape) !== String(expected)) fail(`updates must be ${showShape(expected)}`);
    return { dtype: sameDType([data, updates], fail), shape: data.shape };
  },
});

/** The shape of `data`, from axis `start` up to `end`. */
export const shape = op('Shape', ['data'], {
  attributes: { start: int(0), end: int(Number.MAX_SAFE_INTEGER) },
  infer({ data }, { start, end }) {
    const known = data.shape.slice(start, end);
    return { dtype: 'int64', shape: [known.length], known };
  },
});
