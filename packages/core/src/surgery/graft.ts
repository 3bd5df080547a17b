/** A new head on a model. */
import { UsageError } from '../errors.ts';
import { showShape } from '../ir/dims.ts';
import type { Layer } from '../nn/layer.ts';
import { grown, inTurn, layersIn, withLayers } from '../nn/layered-model.ts';
import type { Model } from '../nn/model.ts';
import { isFloat } from '../tensor.ts';

/**
 * `graft(freeze(cut(model, 'features')), [flatten(), dense(5)])`: the head, a list of layers or a function as `functional`
 * takes it, on what the backbone gives. Its layers get names that the backbone does not have; a name that is given
 * explicitly and taken is a UsageError. The head is new: it draws its weights when it is trained, the backbone keeps its own.
 */
export function graft(backbone: Model, head: readonly Layer[] | Layer): Model {
  const { dtype, shape } = backbone.graph('infer').outputs.output!;
  if (!isFloat(dtype))
    throw new UsageError('a head is grafted on floats', {
      where: backbone.name,
      received: `${dtype} ${showShape(shape)}`,
      hint: 'cut the model before that',
    });
  const body = typeof head === 'function' ? head : inTurn('graft', head);
  const { layers, ...model } = grown(backbone, backbone.name, body);
  const before = layersIn(backbone);
  return before ? withLayers(model, [...before, ...layers]) : model;
}
