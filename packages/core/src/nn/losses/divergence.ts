import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import type { Loss } from '../loss.ts';
import { perExample } from '../per-example.ts';
import { epsilon } from './epsilon.ts';
import { sameAsPrediction } from './targets.ts';

/**
 * `sum of t · log(t / p)` over the last axis, for distributions t (targets) and p (prediction) `[N, ..., classes]`; the
 * mean over the axes between. As in Keras, both are limited to [1e-7, 1] first. Kullback & Leibler 1951.
 */
export function klDivergence(): Loss {
  const name = 'klDivergence';
  const sameType = sameAsPrediction(name);
  return {
    name,
    target(prediction) {
      if (prediction.shape.length < 2)
        throw new UsageError('the prediction is no distribution', {
          where: name,
          expected: 'a prediction [N, ..., classes]',
          received: showShape(prediction.shape),
        });
      return sameType(prediction);
    },
    build(g, { prediction, target }) {
      const p = g.clip(prediction, epsilon, 1);
      const t = g.clip(target, epsilon, 1);
      const terms = g.mul(t, g.log(g.div(t, p)));
      return perExample(g, g.reduceSum(terms, [terms.shape.length - 1], { keepdims: 0 }));
    },
  };
}
