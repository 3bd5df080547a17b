/** What is counted over the batches of an epoch, or of an evaluation. */
import type { Metric } from '../nn/loss.ts';
import { type Tensor, type Tensors, tensor, toNumbers } from '../tensor.ts';
import { globalNorm } from './callbacks/gradient-norms.ts';
import type { TallyState } from './checkpoint/training-state.ts';
import { type Metrics, names } from './step.ts';

export type Tally = ReturnType<typeof tally>;

/** Sums what programs report over batches, in double precision, and makes the figures of it. */
export function tally(metrics: Metrics, from?: TallyState) {
  const totals = copied(Object.entries(from?.totals ?? {}));
  let { examples, penalty } = from ?? { examples: 0, penalty: 0 };
  let { sum: norms, count: updates } = from?.gradientNorm ?? { sum: 0, count: 0 };
  return {
    add(outputs: Tensors, count: number) {
      examples += count;
      penalty += (outputs[names.penalty] ? Number(outputs[names.penalty]!.data[0]) : 0) * count;
      for (const name of [names.lossSum, ...Object.keys(metrics).map(names.metric)]) {
        const { shape } = outputs[name]!;
        const values = toNumbers(outputs[name]!);
        const total = totals.get(name);
        if (total)
          values.forEach((v, i) => {
            total.data[i]! += v;
          });
        else totals.set(name, tensor('float64', shape, values));
      }
    },
    addGradientNorms(byParameter: Readonly<Record<string, number>>) {
      norms += globalNorm(byParameter);
      updates++;
    },
    /** The mean loss with the penalty, each metric, and the mean norm of the gradient where it is watched. */
    figures(): Record<string, unknown> {
      const lossSum = totals.get(names.lossSum);
      const figures: Record<string, unknown> = { loss: lossSum ? (lossSum.data[0]! + penalty) / examples : Number.NaN };
      for (const [name, metric] of Object.entries(metrics) as [string, Metric<unknown>][]) {
        const total = totals.get(names.metric(name));
        if (total) figures[name] = metric.result(total);
      }
      if (updates > 0) figures.gradient_norm = norms / updates;
      return figures;
    },
    /** A copy, to go on from. */
    read: (): TallyState => ({
      examples,
      penalty,
      gradientNorm: { sum: norms, count: updates },
      totals: Object.fromEntries(copied(totals)),
    }),
  };
}

const copied = (totals: Iterable<readonly [string, Tensor<'float64'>]>): Map<string, Tensor<'float64'>> =>
  new Map([...totals].map(([name, { dtype, shape, data }]) => [name, { dtype, shape, data: data.slice() }]));
