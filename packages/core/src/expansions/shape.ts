import { constant } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { elementCount, tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

/** An axis of repeats before every axis, filled and then made one with it. */
export const tile: Expansion<Ops['tile']> = (g, { input, repeats }) => {
  const shape = input.shape as number[];
  const times = repeats.known as readonly number[];
  const spread = g.reshape(
    input,
    shape.flatMap((d) => [1, d]),
    { allowzero: 1 },
  );
  const repeated = g.expand(
    spread,
    shape.flatMap((d, axis) => [times[axis]!, d]),
  );
  return g.reshape(
    repeated,
    shape.map((d, axis) => d * times[axis]!),
    { allowzero: 1 },
  );
};

export const size: Expansion<Ops['size']> = (_, { data }) =>
  constant(tensor('int64', [], [elementCount(data.shape as number[])]));

export const depthToSpace: Expansion<Ops['depthToSpace']> = (g, { input, attributes: { blocksize: b, mode } }) => {
  const [n, c, h, w] = input.shape as number[] as [number, number, number, number];
  const depth = c / (b * b);
  const isDepthFirst = mode === 'DCR';
  const apart = g.reshape(input, isDepthFirst ? [n, b, b, depth, h, w] : [n, depth, b, b, h, w], { allowzero: 1 });
  const woven = g.transpose(apart, { perm: isDepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3] });
  return g.reshape(woven, [n, depth, h * b, w * b], { allowzero: 1 });
};

export const spaceToDepth: Expansion<Ops['spaceToDepth']> = (g, { input, attributes: { blocksize: b } }) => {
  const [n, c, h, w] = input.shape as number[] as [number, number, number, number];
  const apart = g.reshape(input, [n, c, h / b, b, w / b, b], { allowzero: 1 });
  const sorted = g.transpose(apart, { perm: [0, 3, 5, 1, 2, 4] });
  return g.reshape(sorted, [n, c * b * b, h / b, w / b], { allowzero: 1 });
};
