/** TensorScatter (opset 24): writes new entries into a cache, each sequence at a place of its own. */
import { constant, tensor } from '@graftml/core';
import { attributesOf, counted, inputOf, int, numberOf, refuse, string, type Written } from './attributes.ts';

export const tensorScatter: Written = (g, node) => {
  const [cache, update] = [inputOf(node, 0, 'past_cache'), inputOf(node, 1, 'update')];
  const { axis, mode } = attributesOf(node, { axis: int(-2), mode: string('linear') });
  const rank = cache.shape.length;
  const at = axis < 0 ? axis + rank : axis;
  if (at < 1 || at >= rank) refuse(node, `axis ${axis} must be one of rank ${rank}, and not the batch`);
  if (mode !== 'linear' && mode !== 'circular') refuse(node, `mode must be linear or circular`, mode);
  const what = 'the shape of the cache';
  const [batch, length] = [numberOf(node, cache, 0, what), numberOf(node, cache, at, what)];
  const added = numberOf(node, update, at, 'the shape of the update');
  if (added > length) refuse(node, `${added} entries do not fit into a cache of ${length}`);

  const steps = g.cast(counted([1, added]), { to: 'int64' });
  const starts = node.inputs[2] ?? constant(tensor('int64', [batch], new Array<number>(batch).fill(0)));
  const places = g.add(g.unsqueeze(starts, [1]), steps);
  const wrapped = mode === 'circular' ? g.sub(places, g.mul(g.div(places, length), length)) : places;
  const rows = g.expand(g.cast(counted([batch, 1]), { to: 'int64' }), [batch, added]);
  const indices = g.concat([g.unsqueeze(rows, [2]), g.unsqueeze(wrapped, [2])], { axis: 2 });
  // The axis beside the batch, and back.
  const perm = [0, at, ...Array.from({ length: rank }, (_, i) => i).filter((i) => i !== 0 && i !== at)];
  const moved = g.scatterND(g.transpose(cache, { perm }), indices, g.transpose(update, { perm }));
  return [g.transpose(moved, { perm: perm.map((_, i) => perm.indexOf(i)) })];
};
