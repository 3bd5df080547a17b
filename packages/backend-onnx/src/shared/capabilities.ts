/** What ONNX Runtime runs. */
import {
  type Capabilities,
  type DType,
  isFloat,
  type Node,
  type OpName,
  ops,
  unpooledShape,
  type Value,
} from '@graftml/core';
import type { Device } from './protocol.ts';
import { refusesResize } from './refuses-resize.ts';

/** On WebGPU these fall back to the CPU, with a copy there and back each time, or are wrong; their bodies are not. */
const slowOnWebGpu: ReadonlySet<OpName> = new Set<OpName>([
  'logSoftmax',
  // Not in browsers at all: 'Provider type for Dropout node is not set'.
  'dropout',
  'lrn',
  'negativeLogLikelihoodLoss',
  'softmaxCrossEntropyLoss',
  'oneHot',
  'range',
  'eyeLike',
  'trilu',
  'reverseSequence',
  'centerCropPad',
  // Extents of 1 do not broadcast.
  'einsum',
  // Overflows.
  'reduceLogSumExp',
  'sum',
  'mean',
  'round',
  'or',
  'xor',
  'selu',
  'celu',
  'softsign',
  'shrink',
  'hardmax',
]);

/** Every op of ONNX in the table, and those of files that are not; composites are Graft's own. */
const known = (device: Device): ReadonlySet<OpName> =>
  new Set(
    (Object.keys(ops) as OpName[]).filter(
      (name) => ops[name].domain !== 'graft' && !(device === 'webgpu' && slowOnWebGpu.has(name)),
    ),
  );

const dtypes: ReadonlySet<DType> = new Set<DType>(['float32', 'int32', 'int64', 'bool', 'uint8', 'int8']);

/** Why a node is not run though its op is there; undefined for one that is. */
type Refusal = (node: Node, device: Device) => string | undefined;

const onWebGpu =
  (refuses: (node: Node) => string | false): Refusal =>
  (node, device) =>
    (device === 'webgpu' && refuses(node)) || undefined;

const batchFirst: Refusal = ({ attributes }) => (attributes.layout === 1 ? 'layout 1' : undefined);

/** The gates that WebGPU's own GRU and LSTM have; its RNN falls back to the CPU, which has all. */
const gatesOnWebGpu: ReadonlySet<string> = new Set(['Sigmoid', 'Tanh', 'Relu']);

const gated: Refusal = (node, device) => {
  const other = (node.attributes.activations as readonly string[]).find((name) => !gatesOnWebGpu.has(name));
  return device === 'webgpu' && other ? `the activation ${other}` : batchFirst(node, device);
};

/** A scalar or a list of one. */
const isOne = (value: Value | undefined): boolean =>
  value === undefined || String(value.shape) === '1' || value.shape.length === 0;

/** A zero point, or scale, for each row or filter. */
const many =
  (...places: readonly number[]): Refusal =>
  ({ inputs }) =>
    places.every((i) => isOne(inputs[i])) ? undefined : 'a list of zero points or scales';

const pairs: ReadonlySet<string> = new Set(['uint8 uint8 uint8', 'uint8 int8 uint8', 'int8 int8 int8']);
/** Of QLinearMatMul and QLinearConv: the two factors and the result, which has the dtype of its zero point. */
const otherPair: Refusal = ({ inputs }) => {
  const dtypes = [0, 3, 7].map((i) => inputs[i]!.dtype).join(' ');
  return pairs.has(dtypes) ? undefined : `${dtypes} (the factors and the result)`;
};

/** WebGPU leaves the data as it is where no axis is reduced, and does not square it first. */
const ofNoAxis = onWebGpu(({ inputs: [data, axes], attributes: { noop_with_empty_axes } }) => {
  const isEmpty = data!.shape.length === 0 || (noop_with_empty_axes === 1 && !axes?.known?.length);
  return isEmpty && 'a reduction of no axis';
});

const ofNothing = onWebGpu(({ inputs: [data] }) => data!.shape.includes(0) && 'an extreme of nothing');

/** A shader binds at least 8 buffers: one is the input. */
const mostParts = 7;

/** Runs with these dtypes of the result. */
const only = (...dtypes: readonly DType[]): Refusal => {
  const known = new Set(dtypes);
  return ({ outputs: [y] }) => (known.has(y!.dtype) ? undefined : y!.dtype);
};

/** The dtypes of indices, depth and values. */
const oneHots: ReadonlySet<string> = new Set([
  'float32 float32 float32',
  'float32 int64 int64',
  'int32 float32 float32',
  'int32 int32 float32',
  'int64 float32 float32',
  'int64 float32 int32',
  'int64 int32 float32',
  'int64 int64 float32',
  'int64 int64 int64',
]);
const otherOneHot: Refusal = ({ inputs }) => {
  const dtypes = inputs.map((x) => x!.dtype).join(' ');
  return oneHots.has(dtypes) ? undefined : `${dtypes} (indices, depth and values)`;
};

/** What WebGPU computes with; other dtypes go through the CPU, and a body would be many nodes there. */
const inShaders: ReadonlySet<DType> = new Set<DType>(['float32', 'int32']);

/** Measured on ONNX Runtime 1.30: its body is taken where there is one. */
const refusals: { readonly [Name in OpName]?: Refusal } = {
  // In a file it must have all three outputs, and WebGPU does not run it. Written out, it shares with its gradient.
  batchNormalization: ({ inputs: [x], attributes }, device) => {
    if (device === 'webgpu' && x!.shape.length < 2) return 'a list';
    return attributes.training_mode === 1 ? 'training_mode' : undefined;
  },
  lrn: ({ inputs: [x], attributes }) =>
    x!.shape.length === 4 && (attributes.size as number) % 2 === 1 ? undefined : 'an even size, or other than 4 axes',
  // E[x²] - E[x]² is below 0 where all elements are about equal, and its root is NaN.
  meanVarianceNormalization: () => 'a variance that may be negative',
  // ONNX lets indices count in the smallest picture, ONNX Runtime in the one asked for.
  maxUnpool: ({ inputs: [x], attributes, outputs: [y] }) =>
    String(unpooledShape(x!, attributes as never)) === String(y!.shape) ? undefined : 'an output_shape of its own',
  resize: refusesResize,
  rnn: batchFirst,
  gru: gated,
  lstm: gated,
  quantizeLinear: ({ inputs: [x] }) => (x!.dtype === 'int32' ? 'int32' : undefined),
  matMulInteger: many(2),
  convInteger: many(3),
  qLinearMatMul: (node, device) => otherPair(node, device) ?? many(1, 2)(node, device),
  qLinearConv: otherPair,
  sign: onWebGpu(({ inputs: [x] }) => inShaders.has(x!.dtype) && 'a copy to the CPU and back'),
  gemm: ({ inputs: [a] }) => (isFloat(a!.dtype) ? undefined : a!.dtype),
  relu: only('float32', 'int32', 'int8'),
  pRelu: only('float32'),
  oneHot: otherOneHot,
  trilu: only('float32', 'int32', 'int64', 'bool'),
  eyeLike: only('float32', 'int32', 'int64'),
  depthToSpace: only('float32', 'uint8', 'int8'),
  spaceToDepth: only('float32', 'uint8', 'int8'),
  reduceMax: ofNothing,
  reduceMin: ofNothing,
  reduceL1: ofNoAxis,
  reduceL2: ofNoAxis,
  reduceSumSquare: ofNoAxis,
  reduceLogSum: ofNoAxis,
  split: onWebGpu(({ outputs }) => outputs.length > mostParts && `${outputs.length} parts`),
  tile: onWebGpu(({ inputs: [x] }) => x!.shape.length === 0 && 'a scalar'),
  // Wrong where it ends inside (microsoft/onnxruntime#24744).
  slice: onWebGpu(
    ({ inputs: [, , , , steps] }) => (steps?.known?.some((by) => Number(by) < 0) ?? false) && 'a step back',
  ),
};

/** What a backend on this device can do, also where there is none; `reason` is why the device was chosen. */
export const capabilitiesOf = (device: Device, reason: string): Capabilities => ({
  ops: known(device),
  refuses: (node) => refusals[node.op as OpName]?.(node, device),
  dtypes,
  residentState: device !== 'cuda',
  deterministic: device === 'cpu' || device === 'wasm',
  device,
  reason,
});
