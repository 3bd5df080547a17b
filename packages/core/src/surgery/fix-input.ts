/** Models that take pictures of any size, for one size. */
import { UsageError } from '../errors.ts';
import { bindDim, showShape } from '../ir/dims.ts';
import type { Model } from '../nn/model.ts';
import { bind } from '../passes/bind.ts';
import { derived } from './derived.ts';

/**
 * `fixInput(model, [3, 224, 224])`: the same model with numbers for the extents that its one input leaves open, the batch
 * excepted. Gradients need them. Throws a UsageError where the model takes another shape.
 */
export function fixInput(model: Model, shape: readonly number[]): Model {
  const [only, ...others] = model.inputs;
  const open = only?.shape.slice(1) ?? [];
  const fits = shape.length === open.length && open.every((d, i) => typeof d === 'string' || d === shape[i]);
  if (others.length > 0 || !fits)
    throw new UsageError('the model does not take inputs of that shape', {
      where: model.name,
      expected: model.inputs.map((entry) => `${entry.name} ${showShape(entry.shape)}`).join(' and '),
      received: showShape(shape),
    });
  const sizes = Object.fromEntries(open.flatMap((d, i) => (typeof d === 'string' ? [[d, shape[i]!]] : [])));
  const inputs = model.inputs.map((entry) => ({ ...entry, shape: entry.shape.map((d) => bindDim(d, sizes)) }));
  return derived(model, (mode) => bind(model.graph(mode), sizes).outputs, { inputs });
}
