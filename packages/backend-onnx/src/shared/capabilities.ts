/** What ONNX Runtime runs. */
import { type Capabilities, type DType, type Node, type OpName, ops } from '@graftml/core';
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

/** What is not run though the op is there, and why: the body is taken then. Measured on ONNX Runtime 1.30. */
const refusals: { readonly [Name in OpName]?: (node: Node) => string | undefined } = {
  rnn: batchFirst,
  gru: batchFirst,
  lstm: batchFirst,
};

function batchFirst({ attributes }: Node): string | undefined {
  return attributes.layout === 1 ? 'layout 1 is not there' : undefined;
}

export const capabilitiesOf = (device: Device, reason: string): Capabilities => ({
  ops: known(device),
  dtypes,
  residentState: device !== 'cuda',
  refuses: (node) => refusals[node.op as OpName]?.(node),
  deterministic: device === 'cpu',
  device,
  reason,
});
