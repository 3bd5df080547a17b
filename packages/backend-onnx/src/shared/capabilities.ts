/** What ONNX Runtime runs. */
import {
  type Capabilities,
  type DType,
  type Node,
  type OpName,
  ops,
  type ResizeModes,
  resizedAxes,
  unpooledShape,
} from '@graftml/core';
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

/** Why a node is not run though its op is there; undefined for one that is. */
type Refusal = (node: Node, device: Device) => string | undefined;

const impossible = (statement: string): never => {
  throw new Error(`a checked node fails its own check: ${statement}`);
};

const resizable: ReadonlySet<DType> = new Set<DType>(['float32', 'int32', 'uint8', 'int8']);

const resize: Refusal = ({ inputs, attributes }, device) => {
  const [x, roi, scales, sizes] = inputs;
  const modes = attributes as unknown as ResizeModes;
  const { mode, antialias, coordinate_transformation_mode: coordinates } = modes;
  const isFloat = x!.dtype === 'float32';
  if (!resizable.has(x!.dtype)) return `${x!.dtype}`;
  if (device === 'webgpu' && antialias) return 'antialias';
  if (!isFloat && (antialias ? x!.dtype !== 'uint8' : mode === 'cubic')) return `mode ${mode} of ${x!.dtype}`;
  if (modes.exclude_outside && mode !== 'cubic' && !antialias) return `exclude_outside with mode ${mode}`;
  const changes = resizedAxes({ x: x!, roi, scales, sizes }, modes, impossible);
  // ONNX divides by the new length before it is rounded, ONNX Runtime by the one after.
  const isRounded = changes.some(({ extent, size, scale }) => (extent as number) * scale! !== size);
  if (isRounded && (coordinates === 'align_corners' || coordinates === 'tf_crop_and_resize'))
    return `${coordinates} to a length with a fraction`;
  const axes = changes.filter(({ scale }) => scale !== 1).map(({ axis }) => axis);
  const rank = x!.shape.length;
  const within = (first: number, last: number) => axes.every((axis) => axis >= first && axis <= last);
  const places = device === 'webgpu' ? within(2, 4) : (rank === 4 && within(1, 2)) || within(2, 4);
  if (mode === 'linear' && rank > 3 && !(rank < 6 && places)) return `mode linear along the axes ${axes} of ${rank}`;
  if (mode === 'linear' && rank < 2) return 'mode linear of a list';
  // On the CPU it takes forty times as long as its body: 64 channels of 56×56 to twice that, batch 8, 474 and 13 ms.
  if (mode === 'cubic' && !(device !== 'cpu' && (rank === 2 || (rank === 4 && within(2, 3)))))
    return `mode cubic, rank ${rank}`;
  return undefined;
};

/** Measured on ONNX Runtime 1.30: its body is taken where there is one. */
const refusals: { readonly [Name in OpName]?: Refusal } = {
  // In a file it must have all three outputs, and WebGPU does not run it. Written out, it shares with its gradient.
  batchNormalization: ({ attributes }) => (attributes.training_mode === 1 ? 'training_mode' : undefined),
  lrn: ({ inputs: [x], attributes }) =>
    x!.shape.length === 4 && (attributes.size as number) % 2 === 1 ? undefined : 'an even size, or other than 4 axes',
  // ONNX lets indices count in the smallest picture, ONNX Runtime in the one asked for.
  maxUnpool: ({ inputs: [x], attributes, outputs: [y] }) =>
    String(unpooledShape(x!, attributes as never)) === String(y!.shape) ? undefined : 'an output_shape of its own',
  resize,
};

export const capabilitiesOf = (device: Device, reason: string): Capabilities => ({
  ops: known(device),
  refuses: (node) => refusals[node.op as OpName]?.(node, device),
  dtypes,
  residentState: device !== 'cuda',
  deterministic: device === 'cpu',
  device,
  reason,
});
