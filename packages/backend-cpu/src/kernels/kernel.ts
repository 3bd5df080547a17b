/** What a kernel is: the meaning of one op, as a function of host tensors. */
import {
  type AttributeSpecs,
  type AttributesOf,
  allocate,
  type DType,
  elementCount,
  type Fail,
  type Op,
  type PerInput,
  type Tensor,
  type TensorData,
  type TensorType,
  toNumbers,
} from '@graftml/core';

export type FloatArray = Float32Array | Float64Array;
/** Every element type but int64, whose elements are bigints. */
export type NumberArray = FloatArray | Int32Array | Uint8Array | Int8Array;

/** The type of a tensor whose extents are all known. */
export interface KnownType<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
}

/** Gives an array of `length` elements, whose content is arbitrary. */
export type Allocate = <D extends DType>(dtype: D, length: number) => TensorData[D];

/** What a kernel gets besides its inputs. */
export interface Workspace {
  /** The types of the outputs, as shape inference found them. */
  readonly outputs: readonly KnownType[];
  /** Whether anybody uses output `i`: an optional one that nobody uses need not be returned. */
  isUsed(i: number): boolean;
  /** An array whose content is arbitrary: every element has to be written. What is not returned is taken back. */
  readonly allocate: Allocate;
  /** Raises an error that names the layer and the op. */
  readonly fail: Fail;
}

type Results<Outputs extends readonly string[]> = Outputs extends readonly [`${string}...`]
  ? readonly Tensor[]
  : Outputs extends readonly [string]
    ? Tensor
    : { readonly [I in keyof Outputs]: Outputs[I] extends `${string}?` ? Tensor | undefined : Tensor };

/**
 * Given the inputs by name (an optional one may be undefined, a variadic one is a list) and all attributes, returns the
 * output, or the list of them. It never writes to an input; an output may share the data of an input.
 */
export type Kernel<O> =
  O extends Op<
    infer Inputs extends readonly string[],
    infer Outputs extends readonly string[],
    infer A extends AttributeSpecs
  >
    ? (at: PerInput<Inputs, Tensor> & { readonly attributes: AttributesOf<A> }, work: Workspace) => Results<Outputs>
    : never;

/** The node's output `i`, its elements still to be written. */
export function output({ outputs, allocate }: Workspace, i = 0): Tensor {
  const { dtype, shape } = outputs[i]!;
  return { dtype, shape, data: allocate(dtype, elementCount(shape)) } as Tensor;
}

/** The elements as numbers, for kernels whose op has no int64. */
export const numbers = ({ data }: Tensor): NumberArray => data as NumberArray;
export const floats = ({ data }: Tensor): FloatArray => data as FloatArray;

/** A tensor as core's shape rules take it: a type whose elements are known. */
export const known = (t: Tensor): TensorType => ({ dtype: t.dtype, shape: t.shape, known: toNumbers(t) });

/** `data` under another type: nothing is copied. */
export const reinterpret = ({ data }: Tensor, { outputs }: Workspace): Tensor =>
  ({ dtype: outputs[0]!.dtype, shape: outputs[0]!.shape, data }) as Tensor;

/** Plain allocation, for who runs a kernel once. */
export const freshly: Allocate = allocate;
