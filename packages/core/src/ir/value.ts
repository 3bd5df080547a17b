/** Values and nodes: the graph itself. Nothing here knows any op, any backend, or protobuf. */
import { type DType, isFloat, type Tensor } from '../tensor.ts';

/** A known extent, or an expression over names that are bound later: `'N'`, `'(2*N)'`. */
export type Dim = number | string;
/** The extents of a tensor's axes: `[]` is a scalar. */
export type Shape = readonly Dim[];

/** What is known of a tensor before the graph runs. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
  /** The elements in row-major order, where a few (a shape, axes, scales) are known before the graph runs. */
  readonly known?: readonly Dim[];
}

/** How a random input is drawn. The graph only declares it; the host draws (see `random/`). */
export type Distribution =
  /** `1 / keep` with probability `keep`, else 0: the mask of inverted dropout. */
  | { readonly kind: 'dropout'; readonly keep: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly stddev: number };

/** Where a value comes from: the graph's inputs, a tensor, or an output of a node. */
export type Source =
  | { readonly kind: 'input'; readonly name: string; readonly distribution?: Distribution }
  | { readonly kind: 'constant'; readonly name?: string; readonly tensor: Tensor }
  | { readonly kind: 'node'; readonly node: Node; readonly index: number };

/** A tensor that flows through a graph: an input, a constant, or an output of a node. */
export interface Value extends TensorType {
  readonly source: Source;
}

/** What an attribute of a node may be. */
export type AttributeValue = number | string | readonly number[] | readonly string[] | Tensor;
/** The attributes of a node by ONNX's names. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One application of an op. */
export interface Node {
  /** The op's key in the table, `'conv'`. */
  readonly op: string;
  /** The layer that made it, `'conv2d_1'`; for errors, printing and names in files. */
  readonly path: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
  readonly names?: NodeNames;
}

/** What a node and its outputs are called in the file that they were read from. An output without a name has `''`. */
export interface NodeNames {
  readonly node: string;
  readonly outputs: readonly string[];
}

/** What goes in, by order, and what comes out, by name. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: Readonly<Record<string, Value>>;
}

/** An input of a graph; one with a distribution is random, and filled by whoever runs the graph. */
export const input = (name: string, dtype: DType, shape: Shape, distribution?: Distribution): Value => ({
  dtype,
  shape,
  source: { kind: 'input', name, ...(distribution && { distribution }) },
});

/** Tensors up to this many elements are known to shape inference: no shape has more. */
export const largestKnown = 64;

/** A tensor as a value; a name is kept in files. */
export function constant(tensor: Tensor, name?: string): Value {
  const { dtype, shape, data } = tensor;
  return {
    dtype,
    shape,
    ...((shape.length <= 1 || !isFloat(dtype)) &&
      data.length <= largestKnown && { known: Array.from(data as ArrayLike<number | bigint>, Number) }),
    source: { kind: 'constant', tensor, ...(name !== undefined && { name }) },
  };
}

/** The name of an input; undefined for any other value. */
export const inputName = (value: Value): string | undefined =>
  value.source.kind === 'input' ? value.source.name : undefined;

/** Whether a value is a tensor that is known. */
export const isConstant = (value: Value): value is Value & { source: { kind: 'constant' } } =>
  value.source.kind === 'constant';

/** The node that makes `value`; undefined for inputs and constants. */
export const nodeOf = (value: Value): Node | undefined =>
  value.source.kind === 'node' ? value.source.node : undefined;
