/** What ONNX Runtime runs. */
import { type Capabilities, type DType, type OpName, ops } from '@graftml/core';
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
export const capabilitiesOf = (device: Device, reason: string): Capabilities => ({
  ops: known(device),
  dtypes,
  residentState: device !== 'cuda',
  deterministic: device === 'cpu',
  device,
  reason,
});
