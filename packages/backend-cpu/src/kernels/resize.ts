/** Nearest-neighbour resizing. */
import { nearestPositions, type Ops } from '@graftml/core';
import { floats, type Kernel, known, output } from './kernel.ts';
import { pickAlong } from './pick.ts';

export const resize: Kernel<Ops['resize']> = ({ x, scales, sizes, attributes }, work) => {
  const y = output(work);
  const inputs = { x, scales: scales && known(scales), sizes: sizes && known(sizes) };
  const positions = x.shape.map((_, axis) => Int32Array.from(nearestPositions(inputs, attributes, axis, work.fail)));
  pickAlong(floats(y) as Float64Array, floats(x) as Float64Array, x.shape, positions, 0);
  return y;
};
