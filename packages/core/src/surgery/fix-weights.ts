/** A model whose weights are part of its graph. */
import { type Model, weightsOf } from '../nn/model.ts';
import { withConstants } from '../passes/with-constants.ts';
import { derived } from './derived.ts';

/**
 * The same model without parameters: their values are constants. A backend may prepare those once for all runs, where it has to take
 * weights as they come otherwise: ONNX Runtime's convolutions are twice as fast so. Throws a DataError if one has no value yet.
 */
export function fixWeights(model: Model): Model {
  const weights = weightsOf(model);
  return model.parameters.length === 0
    ? model
    : derived(model, (mode) => withConstants(model.graph(mode), weights).outputs);
}
