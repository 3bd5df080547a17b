/** Layers that differ between training and use. */
import { UsageError } from '../../errors.ts';
import { type Named, type Options, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';

/**
 * Srivastava et al. 2014: in training, each element is 0 with probability `rate`, and the others are multiplied by
 * `1 / (1 - rate)`; otherwise nothing happens. Any shape.
 */
export function dropout(rate: number, options: Options<Named> = {}): Layer {
  const settings = settle('dropout', unnamed, options);
  if (!(rate >= 0 && rate < 1))
    throw new UsageError('rate is the share of elements to drop', {
      where: 'dropout',
      expected: 'a number from 0, below 1',
      received: show(rate),
    });
  return layer(
    'Dropout',
    (at, x) =>
      at.mode === 'infer' || rate === 0
        ? x
        : at.g.mul(x, at.random('mask', x.shape, { kind: 'dropout', keep: 1 - rate })),
    settings,
  );
}
