/** CumProd (opset 26), by doubling: after `n` rounds each element holds the product of `2ⁿ` (Hillis & Steele 1986). */
import { type Builder, constant, tensor, type Value } from '@graftml/core';
import { attributesOf, inputOf, int, numberOf, refuse, type Written } from './attributes.ts';

export const cumProd: Written = (g, node) => {
  const x = inputOf(node, 0, 'x');
  const { exclusive, reverse } = attributesOf(node, { exclusive: int(0), reverse: int(0) });
  const axis = node.inputs[1]?.known?.[0];
  const rank = x.shape.length;
  if (typeof axis !== 'number') return refuse(node, 'axis must be a constant');
  if (axis < -rank || axis >= rank) return refuse(node, `axis ${axis} is outside a tensor of rank ${rank}`);
  const at = axis < 0 ? axis + rank : axis;
  const size = numberOf(node, x, at, 'the extent of the axis');
  const moved = (value: Value, by: number) => shifted(g, value, at, size, by, reverse === 1);
  let y = exclusive ? moved(x, 1) : x;
  for (let by = 1; by < size; by *= 2) y = g.mul(y, moved(y, by));
  return [y];
};

/** Each element at the place `by` later along an axis (earlier in reverse), ones before it. */
function shifted(g: Builder, x: Value, axis: number, size: number, by: number, reverse: boolean): Value {
  const kept = reverse ? g.slice(x, [by], [size], [axis]) : g.slice(x, [0], [size - by], [axis]);
  return g.pad(kept, reverse ? [0, by] : [by, 0], constant(tensor(x.dtype, [], [1])), [axis]);
}
