import type { Ops } from '../ops/index.ts';
import { nearestPositions } from '../ops/resize.ts';
import { type Gradient, impossible } from './gradient.ts';
import { scatterAlong } from './shape.ts';

/** Each copy gives its gradient back to the element it was made of. */
export const resize: Gradient<Ops['resize']> = (g, at) => ({
  x: () => {
    const { x, attributes, dy } = at;
    return x.shape.reduce((dx, size, axis) => {
      const positions = nearestPositions(at, attributes, axis, impossible);
      const untouched = positions.length === size && positions.every((from, i) => from === i);
      return untouched ? dx : scatterAlong(g, dx, positions, axis, size as number);
    }, dy);
  },
});
