/** One layer at every step of a sequence. */
import { UsageError } from '../../errors.ts';
import type { Dim } from '../../ir/value.ts';
import { type Named, type Options, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';

/**
 * `inner` on each step of `[N, steps, ...]` by itself, with the same weights: `timeDistributed(conv2D(8, 3))` reads a film
 * `[N, steps, channels, height, width]`. Gives `[N, steps, ...]`.
 */
export function timeDistributed(inner: Layer, options: Options<Named> = {}): Layer {
  if (typeof inner !== 'function')
    throw new UsageError('is not a layer', {
      where: 'timeDistributed',
      received: show(inner),
      hint: 'timeDistributed(dense(5))',
    });
  return layer(
    'TimeDistributed',
    (at, x) => {
      const { g } = at;
      const [, steps, ...rest] = x.shape;
      if (typeof steps !== 'number' || !rest.every((d: Dim): d is number => typeof d === 'number'))
        return at.fail('needs [N, steps, ...], all but N known');
      if (rest.length === 0) return at.fail('needs [N, steps, ...], with something at each step');
      const made = at.within(inner, g.reshape(x, [-1, ...rest]));
      return g.reshape(made, [-1, steps, ...(made.shape.slice(1) as number[])]);
    },
    settle('timeDistributed', unnamed, options),
  );
}
