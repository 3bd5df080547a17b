/** Fully connected layers. */
import type { Value } from '../../ir/value.ts';
import { toActivation } from '../activations.ts';
import { onlyOptions, whole } from '../arguments.ts';
import { type Layer, layer, type Site } from '../layer.ts';
import { type WeightOptions, weightOptionNames, weights } from '../weights.ts';

/**
 * `activation(x · kernel + bias)`: `[N, features]` to `[N, units]`, or `[N, steps, features]` to `[N, steps, units]`.
 * Parameters: kernel `[features, units]`, bias `[units]`.
 */
export function dense(units: number, options: WeightOptions = {}): Layer {
  whole('dense', 'units', units);
  onlyOptions('dense', options, weightOptionNames);
  const activate = toActivation('dense', options.activation ?? 'linear');
  return layer('Dense', (at, x) => activate(at.g, affine(at, x, units, options), -1), options);
}

/**
 * Goodfellow et al., Maxout networks (2013): the largest of `pieces` linear functions for each of `units` outputs,
 * `[N, features]` to `[N, units]`. Parameters: kernel `[features, pieces · units]`, bias `[pieces · units]`.
 */
export function maxout(units: number, pieces: number, options: Omit<WeightOptions, 'activation'> = {}): Layer {
  whole('maxout', 'units', units);
  whole('maxout', 'pieces', pieces, 2);
  onlyOptions(
    'maxout',
    options,
    weightOptionNames.filter((name) => name !== 'activation'),
  );
  return layer(
    'Maxout',
    (at, x) => {
      const { g } = at;
      const all = affine(at, x, pieces * units, options);
      const axis = all.shape.length - 1;
      const before = Array.from({ length: axis }, () => 0);
      return g.reduceMax(g.reshape(all, [...before, pieces, units]), [axis], { keepdims: 0 });
    },
    options,
  );
}

function affine(at: Site, x: Value, units: number, options: WeightOptions): Value {
  const { g } = at;
  const features = x.shape.at(-1);
  if (x.shape.length < 2 || x.shape.length > 3 || typeof features !== 'number')
    return at.fail('needs [N, features], or [N, steps, features]', {
      ...(x.shape.length > 3 && { hint: 'put flatten() or globalAveragePooling2D() before it' }),
    });
  const { kernel, bias } = weights(at, { shape: [features, units], units }, options);
  const product = g.matMul(x, kernel);
  return bias ? g.add(product, bias) : product;
}
