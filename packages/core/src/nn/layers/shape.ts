/** Layers that move elements without changing them. */
import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import { type Named, type Options, settle, show, unnamed, whole } from '../arguments.ts';
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

/** The axes in another order: `permute([2, 1])` turns `[N, a, b]` into `[N, b, a]`. Counted from 1; the batch stays. */
export function permute(dims: readonly number[], options: Options<Named> = {}): Layer {
  const settings = settle('permute', unnamed, options);
  if (!Array.isArray(dims) || dims.length === 0 || dims.toSorted((a, b) => a - b).some((d, i) => d !== i + 1))
    throw new UsageError('dims must be the axes 1, 2, …, each once', { where: 'permute', received: show(dims) });
  return layer(
    'Permute',
    (at, x) => {
      if (x.shape.length !== dims.length + 1) return at.fail(`needs ${dims.length} axes beside the batch`);
      return at.g.transpose(x, { perm: [0, ...dims] });
    },
    settings,
  );
}

/** `[N, features]` to `[N, n, features]`: the same at each of `n` steps. */
export function repeatVector(n: number, options: Options<Named> = {}): Layer {
  whole('repeatVector', 'n', n);
  return layer(
    'RepeatVector',
    (at, x) => {
      if (x.shape.length !== 2) return at.fail('needs [N, features]');
      return at.g.tile(at.g.unsqueeze(x, [1]), [1, n, 1]);
    },
    settle('repeatVector', unnamed, options),
  );
}
