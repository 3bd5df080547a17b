/**
 * Which constants of a file are what its network learned. ONNX does not say; the place where one is used does:
 *
 * 1. in the places of `weightPlaces`, every float constant with an axis: the weights of convolutions, matrix products and
 *    recurrent layers, their biases, scales and biases of normalisations, slopes, tables that are looked up;
 * 2. added to, multiplied with, or put beside what came through such a place before, every float constant of several
 *    elements: biases of their own, layer scales, position embeddings, class tokens. What meets the data before the first
 *    weights is preprocessing and stays a constant; so does one number, and a mask (zeros, and what softmax makes zero).
 *
 * A constant may get there through other ops, as long as no data meets it (Transpose, Reshape, Expand, a standardisation).
 * One that is used in several places is one parameter; but an Identity of it is another one, since PyTorch's exporter writes
 * tensors so that happen to be equal (all biases that are zero, say). Averages of batch normalisations are parameters that
 * are not trained. Initializers and Constant nodes are two spellings of the same and are not told apart.
 */
import {
  flowFrom,
  isFloat,
  type Node,
  nodeOf,
  type OpName,
  type Tensor,
  topologicalOrder,
  type Value,
} from '@graftml/core';

const all: readonly number[] = Array.from({ length: 16 }, (_, i) => i);

/** Which inputs of an op hold what it learned, by op. */
const weightPlaces: { readonly [Name in OpName | 'einsum']?: readonly number[] } = {
  conv: [1, 2],
  convTranspose: [1, 2],
  gemm: [0, 1, 2],
  matMul: [0, 1],
  einsum: all,
  batchNormalization: [1, 2, 3, 4],
  instanceNormalization: [1, 2],
  layerNormalization: [1, 2],
  groupNormalization: [1, 2],
  pRelu: [1],
  gather: [0],
  lstm: [1, 2, 3, 7],
  gru: [1, 2, 3],
  rnn: [1, 2, 3],
};

/** Ops that are a layer with a constant only behind others. */
const behindWeights: ReadonlySet<string> = new Set<OpName>(['add', 'mul', 'sum', 'concat']);

/** Which inputs of an op a constant passes through; all that are floats unless said here. Quantized weights are fixed. */
const passes: { readonly [Name in OpName]?: readonly number[] } = {
  resize: [0],
  pad: [0],
  clip: [0],
  castLike: [0],
  batchNormalization: [0, 1, 2],
  quantizeLinear: [],
  dequantizeLinear: [],
};

export interface Learned {
  /** The constant, or the Identity (or a Cast to the same type) of one. */
  readonly value: Value;
  readonly tensor: Tensor<'float32'> | Tensor<'float64'>;
  readonly name: string | undefined;
  readonly trainable: boolean;
}

/** The learned constants that `output` depends on, in the order of first use; `inputs` are those of the data. */
export function learnedUnder(output: Value, inputs: readonly Value[]): Learned[] {
  const order = topologicalOrder([output]);
  const data = flowFrom(inputs, order);
  const learned = new Set<Value>();
  const found = new Map<Value, Learned>();
  for (const node of order) {
    const meeting = node.inputs.some((x) => x && data.has(x));
    if (!meeting || node.outputs.every((y) => !data.has(y))) continue;
    const isBehind = node.inputs.some((x) => x && learned.has(x));
    for (const [i, value] of node.inputs.entries()) {
      if (!value || data.has(value)) continue;
      const place = placeOf(node, i, isBehind);
      if (!place) continue;
      for (const constant of constantsUnder(value)) {
        const { tensor, name } = storedIn(constant)!;
        if (found.has(constant) || !holds(tensor, place)) continue;
        found.set(constant, {
          value: constant,
          tensor: tensor as Learned['tensor'],
          name,
          trainable: place !== 'average',
        });
      }
    }
    const learns =
      isBehind || node.inputs.some((x) => x && !data.has(x) && constantsUnder(x).some((c) => found.has(c)));
    if (learns) for (const y of node.outputs) learned.add(y);
  }
  return [...found.values()];
}

type Place = 'weight' | 'average' | 'behind';

function placeOf({ op, inputs }: Node, i: number, isBehind: boolean): Place | undefined {
  if (op === 'batchNormalization' && i > 2) return 'average';
  if (op === 'instanceNormalization' && !isAffine(inputs)) return undefined;
  if (weightPlaces[op as OpName]?.includes(i)) return 'weight';
  return behindWeights.has(op) && isBehind ? 'behind' : undefined;
}

/** Exporters write ones and zeros where the layer has no scale and bias (and for a GroupNormalization in older forms). */
const isAffine = ([, scale, bias]: Node['inputs']): boolean => !(isAll(scale, 1) && isAll(bias, 0));

/** One number everywhere, which may have been made larger on the way. */
function isAll(value: Value | undefined, number: number): boolean {
  const stored = value ? constantsUnder(value).map((x) => storedIn(x)!.tensor.data as Float32Array) : [];
  return stored.length > 0 && stored.every((data) => data.every((x) => x === number));
}

/** The tensor of a constant, or of the Identity (or a Cast to the same type) of one, and what that is called. */
function storedIn({
  source,
  dtype,
}: Value): { readonly tensor: Tensor; readonly name: string | undefined } | undefined {
  if (source.kind === 'constant') return { tensor: source.tensor, name: source.name };
  if (source.kind !== 'node') return undefined;
  const { op, inputs } = source.node;
  // Weights that are stored as halves are read as float32: what makes float32 of them does nothing any more.
  const isSame = op === 'identity' || (op === 'cast' && inputs[0]!.dtype === dtype);
  const stored = isSame && storedIn(inputs[0]!);
  return stored ? { ...stored, name: source.node.names?.outputs[0] } : undefined;
}

function holds({ dtype, shape, data }: Tensor, place: Place): boolean {
  if (!isFloat(dtype)) return false;
  return place === 'behind' ? data.length > 1 && !isMask(data as Float32Array) : shape.length > 0;
}

/** Zeros, and numbers so far below that softmax makes zero of them. */
const isMask = (data: Float32Array | Float64Array): boolean =>
  data.every((x) => x === 0 || x <= -100) && data.some((x) => x !== 0);

/** The float constants that `value` is made of. */
function constantsUnder(value: Value): Value[] {
  const found = new Set<Value>();
  const seen = new Set<Node>();
  const open = [value];
  for (let x = open.pop(); x; x = open.pop()) {
    const node = nodeOf(x);
    if (storedIn(x) && isFloat(x.dtype)) found.add(x);
    if (!node || storedIn(x) || seen.has(node)) continue;
    seen.add(node);
    const through = passes[node.op as OpName];
    // Weights that are standardised by a normalisation that has no scale and bias of its own.
    const isPlain = node.op === 'batchNormalization' && !isAffine(node.inputs);
    for (const [i, input] of [...node.inputs.entries()].toReversed())
      if (input && isFloat(input.dtype) && (through?.includes(i) ?? true) && !(isPlain && i > 0)) open.push(input);
  }
  return [...found];
}
