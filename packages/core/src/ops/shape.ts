/** Ops that move elements without changing them. Shapes and axes are inputs, as in ONNX, and must be known in advance. */
import { combineDims, showShape, sizeOf } from '../ir/dims.ts';
import type { Dim, Shape, TensorType } from '../ir/value.ts';
import { type Fail, int, ints, op, string } from '../op.ts';
import {
  axesOf,
  axisOf,
  broadcast,
  broadcastKnown,
  isSmall,
  knownFrom,
  knownNumbers,
  sameDType,
  withKnown,
} from '../shapes.ts';
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
    const turned = perm.map((axis) => shape[axis]!);
    const known = knownFrom(data, turned, (at) => perm.map((_, axis) => at[perm.indexOf(axis)]!));
    return withKnown({ dtype: data.dtype, shape: turned }, known);
  },
});

/** To a matrix: the axes before `axis` in one, the rest in the other. */
export const flatten = op('Flatten', ['x'], {
  attributes: { axis: int(1) },
  infer({ x }, { axis }, fail) {
    const rank = x.shape.length;
    const at = axis === rank ? rank : axisOf(axis, rank, fail);
    return withKnown({ dtype: x.dtype, shape: [sizeOf(x.shape.slice(0, at)), sizeOf(x.shape.slice(at))] }, x.known);
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
    const repeated = broadcast([input.shape, known], fail);
    return withKnown({ dtype: input.dtype, shape: repeated }, broadcastKnown(input, repeated));
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
    const shape = first.shape.map((d, i) => (i === at ? total : d));
    return withKnown({ dtype: sameDType(inputs, fail), shape }, concatenated(inputs, shape, at));
  },
});

function concatenated(inputs: readonly TensorType[], shape: Shape, axis: number): readonly Dim[] | undefined {
  if (!isSmall(shape) || inputs.some(({ known }) => !known)) return undefined;
  const outer = elementCount(shape.slice(0, axis));
  return Array.from({ length: outer }, (_, i) =>
    inputs.flatMap(({ known }) => known!.slice((i * known!.length) / outer, ((i + 1) * known!.length) / outer)),
  ).flat();
}

/** Repeats `input` as a whole, `repeats[i]` times along axis i. */
export const tile = op('Tile', ['input', 'repeats'], {
  infer({ input, repeats }, _, fail) {
    const { known } = repeats;
    if (!known) return fail('the repeats must be known when the graph is built', 'pass a constant');
    if (known.length !== input.shape.length) fail(`needs ${input.shape.length} repeats, got [${known}]`);
    const shape = input.shape.map((d, i) => combineDims('*', d, known[i]!));
    const source = (at: readonly number[]) => at.map((i, axis) => i % (input.shape[axis] as number));
    return withKnown({ dtype: input.dtype, shape }, knownFrom(input, shape, source));
  },
});

export const depthToSpaceModes = ['DCR', 'CRD'] as const;

/** `extent / by`, which must leave no remainder; a symbolic extent is believed to. */
const divided = (extent: Dim, by: number, what: string, fail: Fail): Dim =>
  typeof extent === 'number' && extent % by !== 0
    ? fail(`${what} must be a multiple of ${by}, got ${extent}`)
    : combineDims('/', extent, by);

function requireBlocks({ shape }: TensorType, blocksize: number, fail: Fail): readonly [Dim, Dim, Dim, Dim] {
  if (shape.length !== 4) fail('needs [N, C, H, W]');
  if (!(Number.isInteger(blocksize) && blocksize > 0)) fail(`blocksize must be positive, got ${blocksize}`);
  return shape as readonly [Dim, Dim, Dim, Dim];
}

/**
 * Channels become squares of `blocksize` × `blocksize` pixels: `[N, C·b², H, W]` to `[N, C, H·b, W·b]`. The channels count
 * first through the square (`'DCR'`, depth-column-row) or first through C (`'CRD'`, PyTorch's pixel shuffle).
 */
export const depthToSpace = op('DepthToSpace', ['input'], {
  attributes: { blocksize: int(), mode: string('DCR') },
  infer({ input }, { blocksize, mode }, fail) {
    const [batch, channels, height, width] = requireBlocks(input, blocksize, fail);
    if (!(depthToSpaceModes as readonly string[]).includes(mode)) fail(`mode must be DCR or CRD, got '${mode}'`);
    const depth = divided(channels, blocksize * blocksize, 'the number of channels', fail);
    const [h, w] = [combineDims('*', height, blocksize), combineDims('*', width, blocksize)];
    return { dtype: input.dtype, shape: [batch, depth, h, w] };
  },
});

/** The inverse of `depthToSpace` in mode DCR: `[N, C, H, W]` to `[N, C·b², H/b, W/b]`. */
export const spaceToDepth = op('SpaceToDepth', ['input'], {
  attributes: { blocksize: int() },
  infer({ input }, { blocksize }, fail) {
    const [batch, channels, height, width] = requireBlocks(input, blocksize, fail);
    const depth = combineDims('*', channels, blocksize * blocksize);
    const [h, w] = [divided(height, blocksize, 'the height', fail), divided(width, blocksize, 'the width', fail)];
    return { dtype: input.dtype, shape: [batch, depth, h, w] };
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

/** The number of elements of `data`. */
export const size = op('Size', ['data'], {
  infer: ({ data }) => ({ dtype: 'int64', shape: [], known: [sizeOf(data.shape)] }),
});
