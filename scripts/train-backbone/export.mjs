/** The trained network as one file that carries its preprocessing. */
import { toOnnx } from '@graftml/onnx';
import { seenAt } from './views.mjs';

/**
 * The bytes of an ONNX model from `input`, float32 `[N, 3, size, size]`, to `features`, float32 `[N, width]`. Weights take half the
 * space; it computes in float32.
 */
export function exportBackbone(model, { recipe, epochs, history }) {
  const last = history.at(-1)?.logs;
  const story = {
    epochs,
    ...(last && { unexplained: last.val_unexplained, crossEntropy: last.val_crossEntropy }),
    recipe,
  };
  return toOnnx(model, {
    name: 'graft-backbone',
    weights: 'float16',
    metadata: {
      'graft.preprocessing': JSON.stringify({ ...seenAt(recipe.judgedAt), resize: 'crop' }),
      'graft.training': JSON.stringify(story),
    },
    after: (_, features) => ({ features }),
  });
}
