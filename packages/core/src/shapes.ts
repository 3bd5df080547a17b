/** Shape arithmetic shared by the entries of the op table. */
import { combineDims, type DimOperator, isStatic, showShape } from './ir/dims.ts';
import { type Dim, largestKnown, type Shape, type TensorType } from './ir/value.ts';
import type { Fail } from './op.ts';
import { type DType, elementCount, isFloat } from './tensor.ts';

/** NumPy's broadcasting rule, for any number of shapes. */
export function broadcast(shapes: readonly Shape[], fail: Fail): Shape {
  return shapes.reduce((a, b) => {
    if (a.length === b.length && a.every((d, i) => d === b[i])) return a;
    const rank = Math.max(a.length, b.length);
    return Array.from({ length: rank }, (_, i): Dim => {
      const x = a[a.length - rank + i] ?? 1;
      const y = b[b.length - rank + i] ?? 1;
      if (x === y || y === 1) return x;
      if (x === 1) return y;
      return fail(`shapes ${showShape(a)} and ${showShape(b)} do not broadcast: ${x} against ${y}`);
    });
  }, []);
}

/** The type of an elementwise result: one dtype for all, shapes broadcast. */
export function elementwise(types: readonly TensorType[], fail: Fail): TensorType {
  return {
    dtype: sameDType(types, fail),
    shape: broadcast(
      types.map(({ shape }) => shape),
      fail,
    ),
  };
}

export function sameDType(types: readonly (TensorType | undefined)[], fail: Fail): DType {
  let first: DType | undefined;
  for (const type of types) {
    first ??= type?.dtype;
    if (type && type.dtype !== first)
      return fail(`inputs must have one dtype, got ${first} and ${type.dtype}`, 'cast one of them');
  }
  return first ?? fail('needs at least one input');
}

export function requireFloat({ dtype }: TensorType, fail: Fail): void {
  if (!isFloat(dtype)) fail(`needs float32 or float64, got ${dtype}`, "cast the input: g.cast(x, { to: 'float32' })");
}

export function requireNumbers({ dtype }: TensorType, fail: Fail): void {
  if (dtype === 'bool') fail('needs numbers, got bool', 'cast the input');
}

const arithmetic: ReadonlySet<DType> = new Set<DType>(['float32', 'float64', 'int32', 'int64']);

/** The dtypes in which ONNX sums and multiplies: small integers would run over. */
export function requireArithmetic({ dtype }: TensorType, fail: Fail): void {
  if (!arithmetic.has(dtype)) fail(`needs floats, int32 or int64, got ${dtype}`, 'cast the input');
}

/** An axis in 0..rank-1, counted from the end if negative. */
export function axisOf(axis: number, rank: number, fail: Fail): number {
  const positive = axis < 0 ? axis + rank : axis;
  return Number.isInteger(axis) && positive >= 0 && positive < rank
    ? positive
    : fail(`axis ${axis} is outside a tensor of rank ${rank}`);
}

/** Distinct axes in 0..rank-1. */
export function axesOf(axes: readonly number[], rank: number, fail: Fail): number[] {
  const positive = axes.map((axis) => axisOf(axis, rank, fail));
  return new Set(positive).size === positive.length ? positive : fail(`axes [${axes}] name one axis twice`);
}

/** The elements of a shape-like input (a list of axes, a target shape), which must be known when the graph is built. */
export function knownNumbers(type: TensorType, what: string, fail: Fail): readonly number[] {
  const { known } = type;
  if (known?.every((d) => typeof d === 'number')) return known as readonly number[];
  return fail(
    known ? `${what} must be numbers, got ${showShape(known)}` : `${what} must be known when the graph is built`,
    known ? 'bind the symbolic dimensions first' : 'pass a constant',
  );
}

/** The one element of a scalar, or of a list of one, which must be known when the graph is built. */
export function knownNumber(type: TensorType, what: string, fail: Fail): number {
  const [number, ...others] = knownNumbers(type, what, fail);
  return number === undefined || others.length > 0 ? fail(`${what} must be one number`) : number;
}

/** Few enough elements to be known before the graph runs. */
export const isSmall = (shape: Shape): shape is readonly number[] =>
  isStatic(shape) && shape.every((d) => Number.isSafeInteger(d) && d >= 0) && elementCount(shape) <= largestKnown;

/** The coordinates of every element of a shape, in row-major order. */
export const coordinatesIn = (shape: readonly number[]): readonly (readonly number[])[] =>
  shape.includes(0)
    ? []
    : shape.reduce<readonly (readonly number[])[]>(
        (all, extent) => all.flatMap((at) => Array.from({ length: extent }, (_, i) => [...at, i])),
        [[]],
      );

/** The known elements of a result of `shape` that moves elements of `data`; `source` tells from where, in coordinates. */
export function knownFrom(
  data: TensorType,
  shape: Shape,
  source: (at: readonly number[]) => readonly number[],
): readonly Dim[] | undefined {
  const { known, shape: from } = data;
  if (!known || !isSmall(shape)) return undefined;
  return coordinatesIn(shape).map(
    (at) => known[source(at).reduce((place, i, axis) => place * (from[axis] as number) + i, 0)]!,
  );
}

/** One operation on known elements, so that `Shape → Mul → Reshape` stays known; of floats, only on numbers. */
export function combineKnown(operator: DimOperator, a: TensorType, b: TensorType): readonly Dim[] | undefined {
  if (operator === '/' && b.known?.includes(0)) return undefined;
  if (isFloat(a.dtype)) return combineNumbers(a.dtype, [a, b], ([x, y]) => floatOperators[operator](x!, y!));
  return combineElements([a, b], ([x, y]) => combineDims(operator, x!, y!));
}

const floatOperators: Readonly<Record<DimOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

/** Known elements of a result of `dtype`, from those of its operands, where all are numbers. */
export const combineNumbers = (
  dtype: DType,
  operands: readonly TensorType[],
  f: (elements: readonly number[]) => number,
): readonly number[] | undefined => {
  if (!operands.every(({ known }) => known?.every((d) => typeof d === 'number'))) return undefined;
  const round = dtype === 'float32' ? Math.fround : (x: number) => x;
  return combineElements(operands, (elements) => round(f(elements as readonly number[]))) as readonly number[];
};

/** Element by element, with broadcasting; undefined where an operand is not known. Their shapes were checked. */
export function combineElements(
  operands: readonly TensorType[],
  f: (elements: readonly Dim[]) => Dim,
): readonly Dim[] | undefined {
  if (operands.some(({ known }) => !known)) return undefined;
  const shape = broadcast(
    operands.map(({ shape }) => shape),
    (statement) => {
      throw new Error(statement);
    },
  );
  const lists = operands.map((operand) => broadcastKnown(operand, shape));
  const [first] = lists;
  if (!first || lists.includes(undefined)) return undefined;
  return first.map((_, i) => f(lists.map((known) => known![i]!)));
}

/** The known elements of `input` repeated to `shape`, as broadcasting does. */
export const broadcastKnown = (input: TensorType, shape: Shape): readonly Dim[] | undefined =>
  knownFrom(input, shape, (at) =>
    at.slice(at.length - input.shape.length).map((i, axis) => (input.shape[axis] === 1 ? 0 : i)),
  );

/**
 * `type` with elements that are known before the graph runs, if they are few: what shapes are made of. Of floats, only
 * scalars and lists: scales. What the dtype cannot hold runs over, and is not known.
 */
export const withKnown = ({ dtype, shape }: TensorType, known: readonly Dim[] | undefined): TensorType =>
  known && isSmall(shape) && (shape.length <= 1 || !isFloat(dtype)) && known.every((d) => holds(dtype, d))
    ? { dtype, shape, known }
    : { dtype, shape };

const holds = (dtype: DType, d: Dim): boolean => {
  if (typeof d === 'string') return dtype === 'int64' || dtype === 'int32';
  const [least, most] = ranges[dtype];
  return Number.isNaN(d) || (d >= least && d <= most);
};

/** The ends of int64 are those that a number can say: a list of ends often holds the largest. */
const ranges: Readonly<Record<DType, readonly [least: number, most: number]>> = {
  float32: [-Infinity, Infinity],
  float64: [-Infinity, Infinity],
  int64: [-(2 ** 63), 2 ** 63],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int8: [-128, 127],
  uint8: [0, 255],
  bool: [0, 1],
};
