/** A network in 8-bit whole numbers, calibrated on pictures: smaller, and faster where the processor has instructions for it. */
import {
  type Backend,
  builder,
  constant,
  fixWeights,
  foldBatchNorm,
  type Graph,
  isConstant,
  type Model,
  node as makeNode,
  type Node,
  rewrite,
  tensor,
  type Value,
} from '@graftml/core';
import { logitsOf } from '../classifier-model.ts';
import type { PictureToRun } from '../picture-run.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { extentsOf } from './extents.ts';
import { type Places, places } from './places.ts';
import { type Scale, scaleOf, wholeWeights } from './scales.ts';

/** Options of `quantize`. */
export interface QuantizeOptions {
  readonly backend: Backend;
  readonly preprocessing: Preprocessing;
  /** To learn from how large the values between layers get: some hundred of those that the network learnt from. */
  readonly pictures: AsyncIterable<PictureToRun> | Iterable<PictureToRun>;
  /** Of these pictures, how many shall be represented without cutting anything off: 1, all of them, unless given. */
  readonly share?: number;
  /** Pictures that run together; 8 unless given. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * The same network with its weights as int8, one scale for each channel and symmetric, and what flows between its layers as uint8, static
 * scales: plain QuantizeLinear and DequantizeLinear around the layers, which ONNX Runtime fuses to layers of whole numbers. Normalisations
 * behind convolutions go into their weights first; the last layer stays in floating point.
 * @param model with weights, from `[N, channels, height, width]` to logits `[N, classes]`; or one that ends in a softmax
 * @throws UsageError if the model does not take what the preprocessing makes; DataError without a picture
 */
export async function quantize(model: Model, options: QuantizeOptions): Promise<Model> {
  const fixed = fixWeights(logitsOf(model));
  const graph = foldBatchNorm(fixed.graph('infer'));
  const found = places(graph);
  const observed = [...found.values].filter((value) => !found.sameAs.has(value));
  const extents = await extentsOf(fixed, graph, observed, options);
  const scales = new Map(observed.map((value, i) => [value, scaleOf(extents[i]!)]));
  for (const [value, origin] of found.sameAs) scales.set(value, scales.get(origin) ?? scaleOf([0, 0]));
  const whole = quantized(graph, found, scales);
  return { ...fixed, name: `${model.name}`, graph: () => whole };
}

function quantized(graph: Graph, { values, linear }: Places, scales: ReadonlyMap<Value, Scale>): Graph {
  /** Of values that went through whole numbers, their scales. */
  const known = new Map<Value, Scale>();
  const rounded = (original: Value, value: Value): Value => {
    const scale = scales.get(original);
    if (!values.has(original) || !scale) return value;
    const g = builder('quantized');
    const step = constant(tensor('float32', [], [scale.scale]));
    const zero = constant(tensor('uint8', [], [scale.zeroPoint]));
    const back = g.dequantizeLinear(g.quantizeLinear(value, step, zero), step, zero);
    known.set(back, scale);
    return back;
  };
  const { outputs } = rewrite(graph, {
    leaf: (value) => rounded(value, value),
    node(node, original) {
      const scale = known.get(node.inputs[0]!);
      const made = linear.has(original) && scale ? wholeLinear(node, scale).outputs : node.outputs;
      return made.map((value, i) => rounded(original.outputs[i]!, value));
    },
  });
  return { inputs: graph.inputs, outputs };
}

/** The layer with its weights as int8 and its bias as int32, at the scales that its products have. */
function wholeLinear(node: Node, { scale }: Scale): Node {
  const [x, w, b] = node.inputs;
  const g = builder(node.path);
  const { data, shape } = dataOf(w!);
  const axis = node.op === 'conv' || node.attributes.transB === 1 ? 0 : 1;
  const channels = shape[axis]!;
  const each = data.length / channels;
  const { values, scales } = wholeWeights(
    data,
    channels,
    axis === 0 ? (i) => Math.floor(i / each) : (i) => i % channels,
  );
  const perChannel = constant(tensor('float32', [channels], scales));
  const weights = g.dequantizeLinear(constant(tensor('int8', shape, values), nameOf(w!)), perChannel, undefined, {
    axis,
  });
  const bias =
    b &&
    wholeBias(
      b,
      scales.map((s) => s * scale),
      node.path,
    );
  return makeNode(node.op, node.path, [x, weights, bias], node.attributes, node.names);
}

function wholeBias(b: Value, scales: Float32Array, path: string): Value {
  const { data, shape } = dataOf(b);
  const most = 2 ** 31 - 1;
  const values = Int32Array.from(data, (value, i) => Math.max(-most, Math.min(most, Math.round(value / scales[i]!))));
  const steps = constant(tensor('float32', [scales.length], scales));
  return builder(path).dequantizeLinear(constant(tensor('int32', shape, values), nameOf(b)), steps, undefined, {
    axis: 0,
  });
}

function dataOf(value: Value): { readonly data: Float32Array; readonly shape: readonly number[] } {
  if (!isConstant(value)) throw new Error('weights are constants here');
  const { data, shape } = value.source.tensor;
  return { data: data as Float32Array, shape };
}

const nameOf = ({ source }: Value): string | undefined => (source.kind === 'constant' ? source.name : undefined);
