/** Limits on gradients, before the optimizer sees them. Pascanu et al. 2013. */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import { requireOption } from '../options.ts';
import type { Clip } from './optimizer.ts';

/** Every element to `[-limit, limit]`. */
export function clipByValue(limit: number): Clip {
  requireLimit('clipByValue', limit);
  return (g, gradients) => gradients.map((gradient) => g.clip(gradient, -limit, limit));
}

/** Scales each gradient whose Euclidean norm is above `limit` down to it, each on its own. */
export function clipByNorm(limit: number): Clip {
  requireLimit('clipByNorm', limit);
  return (g, gradients) => gradients.map((gradient) => g.mul(gradient, shrink(g, squaredNorm(g, gradient), limit)));
}

/** Scales all gradients alike where the norm of all of them together is above `limit`: their direction stays. */
export function clipByGlobalNorm(limit: number): Clip {
  requireLimit('clipByGlobalNorm', limit);
  return (g, gradients) => {
    if (gradients.length === 0) return gradients;
    const squared = gradients.map((gradient) => squaredNorm(g, gradient)).reduce((a, b) => g.add(a, b));
    const scale = shrink(g, squared, limit);
    return gradients.map((gradient) => g.mul(gradient, scale));
  };
}

const requireLimit = (where: string, limit: number): void =>
  requireOption(limit > 0 && limit < Infinity, where, 'limit', 'a number above 0', limit);

const squaredNorm = (g: Builder, x: Value): Value => g.reduceSum(g.mul(x, x), { keepdims: 0 });

/** The factor that takes a norm to `limit`, and 1 where it is not above. */
const shrink = (g: Builder, squared: Value, limit: number): Value => g.div(limit, g.max([g.sqrt(squared), limit]));
