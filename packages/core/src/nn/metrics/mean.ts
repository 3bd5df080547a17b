/** Metrics that are a weighted mean over the examples. */
import type { Builder } from '../../builder.ts';
import type { Value } from '../../ir/value.ts';
import { toNumbers } from '../../tensor.ts';
import type { Judged, Loss, Metric } from '../loss.ts';
import { perExample } from '../per-example.ts';

/**
 * `each` gives a number or a bool for each example, or several, whose mean is taken: `[N, ...]`. NaN if no example
 * has any weight. The statistic is `[sum of weight · value, sum of weight]`.
 */
export const weightedMean = (name: string, each: (g: Builder, at: Judged) => Value): Metric => ({
  name,
  build(g, at) {
    const found = each(g, at);
    const { weight } = at;
    const values = found.dtype === weight.dtype ? found : g.cast(found, { to: weight.dtype });
    const sum = (x: Value) => g.reduceSum(x, [0]);
    return g.concat([sum(g.mul(perExample(g, values), weight)), sum(weight)], { axis: 0 });
  },
  result(total) {
    const [sum, count] = toNumbers(total);
    return sum! / count!;
  },
});

/** The mean of a loss, weighted, as a metric. */
export const meanLoss = (loss: Loss, name: string = loss.name): Metric =>
  weightedMean(name, (g, at) => loss.build(g, at));
