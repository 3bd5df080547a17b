/** What ONNX Runtime 1.30 does not resize, or not as ONNX says, or so slowly that the body is better. */
import { type DType, type Node, type ResizeModes, resizedAxes } from '@graftml/core';
import type { Device } from './protocol.ts';

const impossible = (statement: string): never => {
  throw new Error(`a checked node fails its own check: ${statement}`);
};

const resizable: ReadonlySet<DType> = new Set<DType>(['float32', 'int32', 'uint8', 'int8']);

export function refusesResize({ inputs, attributes }: Node, device: Device): string | undefined {
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
  // Axes whose extent does not change are left alone there, though they may be cropped or stretched a little.
  if (changes.some(({ scale, region }) => scale === 1 && String(region) !== '0,1')) return 'a crop to the same extent';
  if (antialias && changes.some(({ extent, size, scale }) => extent === size && scale !== 1))
    return 'antialias to the same extent';
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
}
