/**
 * What scales and shifts each channel behind a convolution or matrix product goes into its weights: a batch normalisation
 * in use, and constants that are multiplied with it or added to it.
 */
import { node as makeNode } from '../builder.ts';
import { topologicalOrder } from '../ir/order.ts';
import { constant, type Graph, type Node, nodeOf, type Value } from '../ir/value.ts';
import { elementCount, type FloatType, isFloat, type Tensor, tensor, toFloat } from '../tensor.ts';
import { rewrite } from './rewrite.ts';

/**
 * The same graph without those nodes. Weights must be constants (`withConstants` makes them so), and what they made must not
 * be used otherwise. Computed in float64 and rounded once. A MatMul keeps one Add behind it, if it needs any.
 */
export function foldBatchNorm(graph: Graph): Graph {
  const outputs = Object.values(graph.outputs);
  const uses = new Map<Value | undefined, number>();
  for (const value of [...outputs, ...topologicalOrder(outputs).flatMap(({ inputs }) => inputs)])
    uses.set(value, (uses.get(value) ?? 0) + 1);
  /** Of what was made anew, what it stands for. */
  const origin = new Map<Value, Value>();
  const isFree = (value: Value) => (uses.get(origin.get(value) ?? value) ?? 1) === 1;

  return rewrite(graph, {
    node(node, original) {
      const made = folded(node, isFree) ?? node.outputs;
      original.outputs.forEach((value, i) => {
        if (made[i]) origin.set(made[i], value);
      });
      return made;
    },
  });
}

/** The node's output by the weights of what lies before it; undefined where that cannot be. */
function folded(node: Node, isFree: (value: Value) => boolean): readonly Value[] | undefined {
  const affineOf = affineOps[node.op];
  const x = affineOf && node.inputs.find((value) => value && nodeOf(value));
  const linear = x && isFree(x) ? linearOf(x, isFree) : undefined;
  if (!linear || (node.op === 'add' && linear.node.op === 'matMul' && !linear.bias)) return undefined;
  const affine = affineOf!(node, { x: x!, axis: linear.axis });
  if (!affine) return undefined;
  const { scale, shift } = affine;
  const numbers = shift.map((s, m) => (linear.bias?.numbers[m] ?? 0) * scale[m]! + s);
  const { dtype } = x as { dtype: FloatType };
  const named = linear.bias?.name ?? affine.name;
  const bias = constant(toFloat(tensor('float64', [numbers.length], numbers), dtype), named);
  return withWeights(
    linear,
    node,
    scaled(linear, scale),
    linear.bias || numbers.some((n) => n !== 0) ? bias : undefined,
  );
}

/** What a node does to channel m: `x · scale[m] + shift[m]`; `name` is what its shift is called. */
interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
  readonly name?: string | undefined;
}

/** What the channels are those of: axis `axis` of `x`. */
interface Channels {
  readonly x: Value;
  readonly axis: number;
}

/** Undefined where it is no such thing: something else than constants, or not by channels. */
const affineOps: Readonly<Record<string, (node: Node, channels: Channels) => Affine | undefined>> = {
  batchNormalization({ inputs, attributes }, { axis }) {
    const [gain, bias, mean, variance] = inputs.slice(1).map(listed);
    if (!gain || !bias || !mean || !variance || attributes.training_mode !== 0 || axis !== 1) return undefined;
    const scale = gain.map((g, m) => g / Math.sqrt(variance[m]! + (attributes.epsilon as number)));
    return { scale, shift: bias.map((b, m) => b - mean[m]! * scale[m]!), name: nameOf(inputs[2]!) };
  },
  mul({ inputs: [a, b] }, channels) {
    const scale = perChannel(b, channels) ?? perChannel(a, channels);
    return scale && { scale, shift: scale.map(() => 0) };
  },
  div({ inputs: [, b] }, channels) {
    const divisor = perChannel(b, channels);
    return divisor && { scale: divisor.map((d) => 1 / d), shift: divisor.map(() => 0) };
  },
  add({ inputs: [a, b] }, channels) {
    const shift = perChannel(b, channels) ?? perChannel(a, channels);
    return shift && { scale: shift.map(() => 1), shift, name: [b, a].map((x) => x && nameOf(x)).find((x) => x) };
  },
  sub({ inputs: [, b] }, channels) {
    const taken = perChannel(b, channels);
    return taken && { scale: taken.map(() => 1), shift: taken.map((t) => -t) };
  },
};

/** A convolution or matrix product with constant weights, and the bias that it has or that is added behind it. */
interface Linear {
  readonly node: Node;
  /** Of the channels, in what it makes. */
  readonly axis: number;
  readonly weights: Tensor<FloatType>;
  /** The channel that element `i` of the weights belongs to. */
  channelOf(i: number): number;
  readonly bias?: { readonly numbers: Float64Array; readonly name: string | undefined } | undefined;
}

function linearOf(x: Value, isFree: (value: Value) => boolean): Linear | undefined {
  const node = nodeOf(x)!;
  const { op, inputs, attributes } = node;
  const product = op === 'add' ? inputs.find((value) => value && nodeOf(value)?.op === 'matMul') : undefined;
  if (product) {
    const linear = isFree(product) ? linearOf(product, isFree) : undefined;
    const added = inputs.find((value) => value !== product);
    const numbers = linear && x.shape.length === product.shape.length && perChannel(added, { x, axis: linear.axis });
    return numbers ? { ...linear!, bias: { numbers, name: nameOf(added!) } } : undefined;
  }
  const [, w, b] = inputs;
  if (w?.source.kind !== 'constant') return undefined;
  const weights = w.source.tensor as Tensor<FloatType>;
  const { shape } = weights;
  const axis = op === 'matMul' ? x.shape.length - 1 : 1;
  const numbers = op === 'gemm' ? perChannel(b, { x, axis })?.map((n) => n * (attributes.beta as number)) : listed(b);
  const channelOf = channelIn[op]?.(shape, attributes);
  if (!channelOf || (b && !numbers)) return undefined;
  return { node, axis, weights, channelOf, ...(numbers && { bias: { numbers, name: nameOf(b!) } }) };
}

/** How the channel of a weight follows from its place; undefined for shapes that have none. */
const channelIn: Readonly<
  Record<string, (shape: readonly number[], attributes: Node['attributes']) => Linear['channelOf'] | undefined>
> = {
  conv(shape) {
    const each = elementCount(shape.slice(1));
    return (i) => Math.floor(i / each);
  },
  convTranspose([channels, filters, ...window], { group }) {
    const each = elementCount(window);
    const perGroup = channels! / (group as number);
    return (i) => Math.floor(i / (each * filters! * perGroup)) * filters! + (Math.floor(i / each) % filters!);
  },
  gemm: ([, columns], { transB }) => (transB ? (i) => Math.floor(i / columns!) : (i) => i % columns!),
  matMul: (shape) => (shape.length === 2 ? (i) => i % shape[1]! : undefined),
};

/** The product by other weights, under the names of what it now makes. */
function withWeights({ node, bias }: Linear, last: Node, w: Tensor, b: Value | undefined): readonly Value[] {
  const { op, path, inputs, attributes } = node;
  const called = (text: string | undefined, outputs: readonly string[] = []) =>
    node.names || last.names ? { node: text ?? '', outputs: outputs.slice(0, 1) } : undefined;
  const names = called(node.names?.node, last.names?.outputs);
  const kernel = constant(w, nameOf(inputs[1]!));
  if (op !== 'matMul') {
    const own = op === 'gemm' ? { ...attributes, beta: 1 } : attributes;
    return makeNode(op, path, [inputs[0], kernel, b], own, names).outputs;
  }
  if (!b) return makeNode(op, path, [inputs[0], kernel], attributes, names).outputs;
  const product = makeNode(op, path, [inputs[0], kernel], attributes, called(node.names?.node)).outputs[0];
  return makeNode('add', bias ? last.path : path, [product, b], {}, called(last.names?.node, last.names?.outputs))
    .outputs;
}

function scaled({ weights: { dtype, shape, data }, channelOf }: Linear, scale: Float64Array): Tensor {
  const product = Float64Array.from(data as ArrayLike<number>, (w, i) => w * scale[channelOf(i)]!);
  return toFloat(tensor('float64', shape, product), dtype);
}

/** A constant list of floats. */
function listed(value: Value | undefined): Float64Array | undefined {
  if (value?.source.kind !== 'constant' || !isFloat(value.dtype) || value.shape.length !== 1) return undefined;
  return Float64Array.from(value.source.tensor.data as ArrayLike<number>);
}

/** A constant that broadcasts to one number for each channel; undefined where it differs along other axes too. */
function perChannel(value: Value | undefined, { x, axis }: Channels): Float64Array | undefined {
  const channels = x.shape[axis];
  if (value?.source.kind !== 'constant' || !isFloat(value.dtype) || typeof channels !== 'number') return undefined;
  const { shape, data } = value.source.tensor;
  const offset = x.shape.length - shape.length;
  const isAlong = offset >= 0 && shape.every((d, i) => d === 1 || (i + offset === axis && d === channels));
  return isAlong
    ? Float64Array.from({ length: channels }, (_, m) => Number(data[data.length === 1 ? 0 : m]))
    : undefined;
}

const nameOf = ({ source }: Value): string | undefined => (source.kind === 'constant' ? source.name : undefined);
