/** Ops that are gone: Upsample (opsets 7 to 9). */
import { constant, tensor } from '@graftml/core';
import { withoutAttributes } from '../file-node.ts';
import { attributesOf, inputOf, refuse, string, type Written } from './attributes.ts';

/** Each extent by a scale, an attribute at first, then an input. */
export const upsample: Written = (g, node) => {
  const x = inputOf(node, 0, 'X');
  const { mode } = attributesOf(withoutAttributes(node, 'scales'), { mode: string('nearest') });
  const raw = node.attributes.scales;
  const scales =
    raw?.kind === 'floats'
      ? constant(tensor('float32', [x.shape.length], raw.value as readonly number[]))
      : (node.inputs[1] ?? refuse(node, 'the scales are missing'));
  return [
    g.resize(x, undefined, scales, undefined, {
      mode,
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    }),
  ];
};
