/** Tensors on the host: a dtype, a shape and a typed array in row-major order. Nothing here computes. */
import { GraftError } from './errors.ts';

/** The dtypes, each with the array that holds its elements. */
export interface TensorData {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  int64: BigInt64Array;
  /** One byte an element, 0 or 1. */
  bool: Uint8Array;
  uint8: Uint8Array;
  int8: Int8Array;
}

/** `'float32'`, `'int64'`, `'bool'`, … */
export type DType = keyof TensorData;
/** The dtypes that have gradients. */
export type FloatType = 'float32' | 'float64';

/** `Tensor` is a tensor of any dtype, `Tensor<'float32'>` of one. */
export type Tensor<D extends DType = DType> = {
  [K in D]: { readonly dtype: K; readonly shape: readonly number[]; readonly data: TensorData[K] };
}[D];

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
} as const;

/** Every dtype. */
export const dtypes = Object.keys(arrays) as readonly DType[];
/** Bytes that one element takes on the host: 1 for `bool`. */
export const bytesPerElement = (dtype: DType): number => arrays[dtype].BYTES_PER_ELEMENT;
/** Whether a dtype has gradients. */
export const isFloat = (dtype: DType): dtype is FloatType => dtype === 'float32' || dtype === 'float64';

/** The number of elements of a shape; 1 for a scalar's `[]`. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, d) => product * d, 1);

/** A typed array of `length` zeros. */
export const allocate = <D extends DType>(dtype: D, length: number): TensorData[D] =>
  new arrays[dtype](length) as unknown as TensorData[D];

/**
 * Wraps a typed array that is already there, or converts numbers; no copy in the first case. Throws a GraftError if the
 * data does not fill the shape, or if the array is not the dtype's.
 */
export function tensor<D extends DType>(
  dtype: D,
  shape: readonly number[],
  data: TensorData[D] | readonly number[] | readonly bigint[],
): Tensor<D> {
  const expected = elementCount(shape);
  if (data.length !== expected)
    throw new GraftError('tensor data does not fill the shape', {
      expected: `${expected} elements for [${shape}]`,
      received: `${data.length}`,
    });
  if (Array.isArray(data)) return { dtype, shape, data: fromNumbers(dtype, data) } as Tensor<D>;
  // By its tag and not by `instanceof`: the array may come from another realm (a frame, a test runner's sandbox).
  const kind = (data as TensorData[D])[Symbol.toStringTag];
  if (kind !== arrays[dtype].name)
    throw new GraftError('the array does not hold the dtype', {
      expected: `${arrays[dtype].name} for ${dtype}`,
      received: kind,
    });
  return { dtype, shape, data } as Tensor<D>;
}

/** A tensor of zeros. */
export const zeros = <D extends DType>(dtype: D, shape: readonly number[]): Tensor<D> =>
  tensor(dtype, shape, allocate(dtype, elementCount(shape)));

/** A tensor of one number everywhere. */
export function full<D extends DType>(dtype: D, shape: readonly number[], value: number): Tensor<D> {
  const data = allocate(dtype, elementCount(shape));
  if (data instanceof BigInt64Array) data.fill(BigInt(value));
  else (data as Float64Array).fill(value);
  return { dtype, shape, data } as Tensor<D>;
}

/** A tensor without axes. */
export const scalar = <D extends DType = 'float32'>(value: number, dtype: D = 'float32' as D): Tensor<D> =>
  tensor(dtype, [], [value]);

/** The same numbers at another float precision; `t` itself where it has that already. */
export const toFloat = <D extends FloatType>(t: Tensor<FloatType>, dtype: D): Tensor<D> =>
  (t.dtype === dtype ? t : { dtype, shape: t.shape, data: new arrays[dtype](t.data) }) as Tensor<D>;

/** The elements as plain numbers, for printing, tests and small results. */
export const toNumbers = (t: Tensor): number[] => Array.from(t.data as ArrayLike<number | bigint>, Number);

function fromNumbers<D extends DType>(dtype: D, data: readonly (number | bigint)[]): TensorData[D] {
  const out = allocate(dtype, data.length);
  for (let i = 0; i < data.length; i++) {
    if (out instanceof BigInt64Array) out[i] = BigInt(data[i]!);
    else (out as Float64Array)[i] = Number(data[i]!);
  }
  return out;
}
