/** Fully connected layers. */
import type { Value } from '../../ir/value.ts';
import { toActivation } from '../activations.ts';
import { type Options, settle, whole } from '../arguments.ts';
import { type Layer, layer, type Site } from '../layer.ts';
import { type UnitSettings, unitDefaults, type WeightSettings, weightDefaults, weights } from '../weights.ts';

/** Options of `dense`: activation, bias, initializers, regularizers. */
export type DenseOptions = Options<UnitSettings>;
/** Options of `maxout`: as of `dense`, but no activation. */
export type MaxoutOptions = Options<WeightSettings>;

/**
 * `activation(x · kernel + bias)`: `[N, features]` to `[N, units]`, or `[N, steps, features]` to `[N, steps, units]`.
 * Parameters: kernel `[features, units]`, bias `[units]`.
 */
export function dense(units: number, options: DenseOptions = {}): Layer {
  whole('dense', 'units', units);
  const settings = settle('dense', unitDefaults, options);
  const activate = toActivation('dense', settings.activation);
  return layer('Dense', (at, x) => activate(at.g, affine(at, x, units, settings), -1), settings);
}

/**
 * Goodfellow et al., Maxout networks (2013): the largest of `pieces` linear functions for each of `units` outputs,
 * `[N, features]` to `[N, units]`. Parameters: kernel `[features, pieces · units]`, bias `[pieces · units]`.
 */
export function maxout(units: number, pieces: number, options: MaxoutOptions = {}): Layer {
  whole('maxout', 'units', units);
  whole('maxout', 'pieces', pieces, 2);
  const settings = settle('maxout', weightDefaults, options);
  return layer(
    'Maxout',
    (at, x) => {
      const { g } = at;
      const all = affine(at, x, pieces * units, settings);
      const axis = all.shape.length - 1;
      const copied = Array.from({ length: axis }, () => 0);
      return g.reduceMax(g.reshape(all, [...copied, pieces, units]), [axis], { keepdims: 0 });
    },
    settings,
  );
}

function affine(at: Site, x: Value, units: number, settings: WeightSettings): Value {
  const { g } = at;
  const features = x.shape.at(-1);
  if (x.shape.length < 2 || x.shape.length > 3 || typeof features !== 'number')
    return at.fail('needs [N, features], or [N, steps, features]', {
      ...(x.shape.length > 3 && { hint: 'put flatten() or globalAveragePooling2D() before it' }),
    });
  if (x.dtype !== at.dtype)
    return at.fail(`computes in ${at.dtype}`, { hint: 'whole numbers go through embedding(…) first' });
  const { kernel, bias } = weights(at, { shape: [features, units], units }, settings);
  const product = g.matMul(x, kernel);
  return bias ? g.add(product, bias) : product;
}
