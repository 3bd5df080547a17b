import { mixturesAlong, unmixAlong } from '../interpolation.ts';
import type { Ops } from '../ops/index.ts';
import { resizedAxes } from '../ops/resize.ts';
import { elementCount } from '../tensor.ts';
import { type Gradient, impossible } from './gradient.ts';

/** Each new element gives its gradient back to the elements that it was made of; copies side by side are just summed. */
export const resize: Gradient<Ops['resize']> = (g, at) => ({
  x: () => {
    const { x, attributes, dy } = at;
    const changes = resizedAxes(at, attributes, impossible);
    const kernel_shape = changes.length > 0 ? tilesOf(at) : undefined;
    if (kernel_shape)
      return g.mul(g.averagePool(dy, { kernel_shape, strides: kernel_shape }), elementCount(kernel_shape));
    return changes.reduceRight(
      (dx, change) => unmixAlong(g, dx, change.axis, mixturesAlong(change, attributes), x.shape[change.axis] as number),
      dy,
    );
  },
});

/** Where every element of `[N, C, ...]` became a tile of copies, the shape of the tile. */
function tilesOf({ x, attributes, ...inputs }: Parameters<Gradient<Ops['resize']>>[1]): readonly number[] | undefined {
  const rank = x.shape.length;
  const tile = new Array<number>(rank).fill(1);
  if (attributes.mode !== 'nearest' || rank < 3) return undefined;
  for (const change of resizedAxes({ x, ...inputs }, attributes, impossible)) {
    const [extent, size] = [change.extent as number, change.size as number];
    const mixtures = mixturesAlong(change, attributes);
    if (
      !mixtures.every(({ positions: [from] }, to) => from === Math.floor((to * extent) / size)) ||
      size % extent !== 0
    )
      return undefined;
    tile[change.axis] = size / extent;
  }
  return tile[0] === 1 && tile[1] === 1 ? tile.slice(2) : undefined;
}
