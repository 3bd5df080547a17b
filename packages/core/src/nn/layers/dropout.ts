/** Layers that differ between training and use. */
import { UsageError } from '../../errors.ts';
import type { Shape, Value } from '../../ir/value.ts';
import { type Named, type Options, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer, type Site } from '../layer.ts';
import { picture } from '../windows.ts';

/**
 * Srivastava et al. 2014: in training, each element is 0 with probability `rate`, and the others are multiplied by
 * `1 / (1 - rate)`; otherwise nothing happens. Any shape.
 */
export const dropout = (rate: number, options: Options<Named> = {}): Layer =>
  dropping('dropout', 'Dropout', rate, options, (_, { shape }) => shape);

/** The same for whole channels of pictures `[N, channels, height, width]`: Tompson et al. 2015. */
export const spatialDropout2D = (rate: number, options: Options<Named> = {}): Layer =>
  dropping('spatialDropout2D', 'SpatialDropout2D', rate, options, (at, x) => {
    picture(at, x);
    return [...x.shape.slice(0, 2), 1, 1];
  });

/** `maskOf` says which elements are decided about each by itself. */
function dropping(
  where: string,
  type: string,
  rate: number,
  options: Options<Named>,
  maskOf: (at: Site, x: Value) => Shape,
): Layer {
  const settings = settle(where, unnamed, options);
  if (!(rate >= 0 && rate < 1))
    throw new UsageError('rate is the share to drop', {
      where,
      expected: 'a number from 0, below 1',
      received: show(rate),
    });
  return layer(
    type,
    (at, x) => {
      const shape = maskOf(at, x);
      if (at.mode === 'infer' || rate === 0) return x;
      return at.g.mul(x, at.random('mask', shape, { kind: 'dropout', keep: 1 - rate }));
    },
    settings,
  );
}
