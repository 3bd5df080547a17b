/** Layers that move elements without changing them. */
import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import { type Named, type Options, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';

/** `[N, ...]` to `[N, features]`: a picture channel by channel, each row by row. */
export function flatten(options: Options<Named> = {}): Layer {
  return layer('Flatten', (at, x) => at.g.flatten(x), settle('flatten', unnamed, options));
}

/** `[N, ...]` to `[N, ...shape]`; one extent may be -1, whatever is left. */
export function reshape(shape: readonly number[], options: Options<Named> = {}): Layer {
  const settings = settle('reshape', unnamed, options);
  if (!Array.isArray(shape) || shape.some((d) => !Number.isInteger(d) || d < -1 || d === 0))
    throw new UsageError('shape must be whole numbers from 1, without the batch axis; one may be -1', {
      where: 'reshape',
      received: show(shape),
    });
  return layer(
    'Reshape',
    (at, x) => {
      const made = at.g.reshape(x, [0, ...shape]);
      const [from, to] = [x.shape, made.shape].map((s) => s.slice(1).reduce<number>((n, d) => n * Number(d), 1));
      if (from !== to)
        return at.fail(`${showShape(x.shape.slice(1))} has ${from} elements, the target ${showShape(shape)} has ${to}`);
      return made;
    },
    settings,
  );
}
