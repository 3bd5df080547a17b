/** What a loss and a metric are. */
import type { Builder } from '../builder.ts';
import type { TensorType, Value } from '../ir/value.ts';
import type { Tensor } from '../tensor.ts';

/** What a loss and a metric look at: one batch. */
export interface Judged {
  /** What the model says, `[N, ...]`. */
  readonly prediction: Value;
  /** What is right, of the type that `target` asks for. */
  readonly target: Value;
  /** `[N]`, float: how much each example counts. */
  readonly weight: Value;
}

/** A number for each example that training makes smaller; the step takes their weighted mean. */
export interface Loss {
  readonly name: string;
  /** The dtype and shape of the targets that go with a prediction, batch axis included; throws if there are none. */
  target(prediction: TensorType): TensorType;
  /** The loss of each example, `[N]`, not yet weighted. */
  build(g: Builder, at: Omit<Judged, 'weight'>): Value;
}

/**
 * A metric is a statistic that adds up over batches, and what is made of the sum at the end. So it is exact over any
 * partition of the data into batches.
 */
export interface Metric<Result = number> {
  readonly name: string;
  /** The statistic of one batch, weighted; any shape. */
  build(g: Builder, at: Judged): Value;
  /** From the statistic summed over all batches. */
  result(total: Tensor): Result;
}
