/** How good a model is. */
import type { Backend, State } from '../backend.ts';
import type { Loss, Metric } from '../nn/loss.ts';
import type { Model } from '../nn/model.ts';
import { onlyOptions } from '../options.ts';
import { fixWeights } from '../surgery/fix-weights.ts';
import type { Signal } from './clock.ts';
import type { Dataset } from './dataset.ts';
import { checkBatchSize, checkLabels, compiler, feedsOf, inOrder, pipeline, readBatchAt, upTo } from './session.ts';
import { evaluationProgram, type Metrics } from './step.ts';
import { tally } from './tally.ts';

/** Options of `evaluate`. */
export interface EvaluateOptions<M extends Metrics = Metrics> {
  readonly backend: Backend;
  readonly data: Dataset;
  readonly loss: Loss;
  readonly metrics?: M;
  /** 32 unless given, or the size of the set if that is smaller. */
  readonly batchSize?: number;
  readonly signal?: Signal;
  readonly onProgress?: (batch: number, batches: number) => void;
}

/** The mean loss (with the penalty of regularised layers), and the result of each metric under its name. */
export type Figures<M extends Metrics> = { readonly loss: number } & {
  readonly [Name in keyof M]: M[Name] extends Metric<infer Result> ? Result : never;
};

/**
 * The loss and the metrics of a model on a dataset; every example counts once, in batches of any size. Undefined if `signal` stopped
 * it. Throws a DataError for examples that do not fit the model, or a model without weights.
 */
export async function evaluate<M extends Metrics = Record<never, never>>(
  model: Model,
  options: EvaluateOptions<M>,
): Promise<Figures<M> | undefined> {
  onlyOptions('evaluate', ['backend', 'data', 'loss', 'metrics', 'batchSize', 'signal', 'onProgress'], options);
  const { backend, data, loss, metrics, batchSize = Math.min(32, data.size), signal, onProgress } = options;
  checkBatchSize(batchSize, data, 'the evaluation set');
  const run = evaluation(fixWeights(model), { backend, loss, metrics: metrics ?? {}, batchSize });
  try {
    return (await run.over(data, signal, onProgress)) as Figures<M> | undefined;
  } finally {
    await run.dispose();
  }
}

export interface EvaluationRun {
  over(
    data: Dataset,
    signal?: Signal,
    report?: (batch: number, batches: number) => void,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  dispose(): Promise<void>;
}

/** Evaluates as often as asked with the weights that `state` holds at the time, or its own. */
export function evaluation(
  model: Model,
  { backend, loss, metrics, batchSize }: { backend: Backend; loss: Loss; metrics: Metrics; batchSize: number },
  state?: State,
): EvaluationRun {
  const programs = compiler(backend, (batch) => evaluationProgram(model, { loss, metrics }, batch));
  const classes = classesOf(model);
  return {
    async over(data, signal, report) {
      const sums = tally(metrics);
      const count = Math.ceil(data.size / batchSize);
      const order = inOrder(data.size);
      const prepare = async (i: number) => {
        const read = await readBatchAt(data, order, batchSize, i);
        checkLabels(read, classes);
        const { executable, program } = await programs.at(read.indices.length);
        return { executable, feeds: feedsOf(program, model, read), examples: read.indices.length };
      };
      const results = pipeline(upTo(count, prepare), async ({ executable, feeds, examples }) => ({
        examples,
        outputs: await executable.run(feeds, state),
      }));
      let done = 0;
      for await (const { examples, outputs } of results) {
        if (signal?.aborted) return undefined;
        sums.add(outputs, examples);
        report?.(++done, count);
      }
      return sums.figures();
    },
    dispose: () => programs.dispose(),
  };
}

/** How many classes the model tells apart, if it predicts `[N, classes]`; else no limit. */
export function classesOf(model: Model): number {
  const { shape } = model.graph('infer').outputs.output!;
  return shape.length === 2 && typeof shape[1] === 'number' && shape[1] > 1 ? shape[1] : Number.POSITIVE_INFINITY;
}
