/** The trained network as one file that carries its preprocessing. */
import { toOnnx } from '@graftml/onnx';
import { seenAt } from './views.mjs';

/**
 * The bytes of an ONNX model from `input`, float32 `[N, 3, size, size]`, to `features`, float32 `[N, width]`: weights in half the
 * space, computed with as float32.
 * @param story how it came about, for the metadata
 */
export const backboneFile = (model, { size, story, weights = 'float16' }) =>
  toOnnx(model, {
    name: 'graft-backbone',
    weights,
    metadata: {
      'graft.preprocessing': JSON.stringify({ ...seenAt(size), resize: 'crop' }),
      'graft.training': JSON.stringify(story),
    },
    after: (_, features) => ({ features }),
  });
