/** What ONNX Runtime runs. */
import { type Capabilities, type DType, isFloat, type Node, type OpName, ops, type Value } from '@graftml/core';
import type { Device } from './protocol.ts';

/** On WebGPU these fall back to the CPU, with a copy there and back each time; their bodies do not. */
const slowOnWebGpu: ReadonlySet<OpName> = new Set<OpName>(['logSoftmax']);

/** Every op of ONNX in the table; composites are Graft's own. */
const known = (device: Device): ReadonlySet<OpName> =>
  new Set(
    (Object.keys(ops) as OpName[]).filter(
      (name) => ops[name].domain === '' && !(device === 'webgpu' && slowOnWebGpu.has(name)),
    ),
  );

const dtypes: ReadonlySet<DType> = new Set<DType>(['float32', 'int32', 'int64', 'bool', 'uint8', 'int8']);

/** What a backend on this device can do, also where there is none; `reason` is why the device was chosen. */
/** Why a node is not run though its op is there; undefined for one that is. */
type Refusal = (node: Node) => string | undefined;

const batchFirst: Refusal = ({ attributes }) => (attributes.layout === 1 ? 'layout 1' : undefined);

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

/** Measured on ONNX Runtime 1.30: its body is taken where there is one. */
const refusals: { readonly [Name in OpName]?: Refusal } = {
  rnn: batchFirst,
  gru: batchFirst,
  lstm: batchFirst,
  quantizeLinear: ({ inputs: [x] }) => (x!.dtype === 'int32' ? 'int32' : undefined),
  matMulInteger: many(2),
  convInteger: many(3),
  qLinearMatMul: (node) => otherPair(node) ?? many(1, 2)(node),
  qLinearConv: otherPair,
  gemm: ({ inputs: [a] }) => (isFloat(a!.dtype) ? undefined : a!.dtype),
};

export const capabilitiesOf = (device: Device, reason: string): Capabilities => ({
  ops: known(device),
  dtypes,
  residentState: device !== 'cuda',
  refuses: (node) => refusals[node.op as OpName]?.(node),
  deterministic: device === 'cpu',
  device,
  reason,
});
