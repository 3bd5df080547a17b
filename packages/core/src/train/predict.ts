/** What a model says. */
import type { Backend } from '../backend.ts';
import { DataError } from '../errors.ts';
import type { Model } from '../nn/model.ts';
import { onlyOptions } from '../options.ts';
import { fixWeights } from '../surgery/fix-weights.ts';
import { allocate, type Tensor } from '../tensor.ts';
import type { Signal } from './clock.ts';
import { type Inputs, inputsOf, readInputs } from './dataset.ts';
import { batchAt, checkBatchSize, compiler, feedsOf, pipeline, upTo } from './session.ts';
import { predictionProgram } from './step.ts';

/** Options of `predict` and `predictBatches`. */
export interface PredictOptions {
  readonly backend: Backend;
  /** All inputs as one tensor `[size, ...]`, or a dataset, whose targets are not looked at. */
  readonly data: Inputs;
  /** 32 unless given, or the size of the set if that is smaller. */
  readonly batchSize?: number;
  readonly signal?: Signal;
}

/** Predictions `[batch, ...]`, batch by batch in the order of the data; ends early if `signal` says so. */
export async function* predictBatches(model: Model, options: PredictOptions): AsyncGenerator<Tensor> {
  onlyOptions('predict', ['backend', 'data', 'batchSize', 'signal'], options);
  const { backend, signal } = options;
  const data = inputsOf(options.data);
  const { batchSize = Math.min(32, data.size) } = options;
  checkBatchSize(batchSize, data, 'the examples to predict');
  const fixed = fixWeights(model);
  const programs = compiler(backend, (batch) => predictionProgram(fixed, batch));
  const prepare = async (i: number) => {
    const indices = batchAt(data.size, batchSize, i);
    const { executable, program } = await programs.at(indices.length);
    return { executable, feeds: feedsOf(program, model, { batch: { x: await readInputs(data, indices) }, indices }) };
  };
  try {
    const results = pipeline(upTo(Math.ceil(data.size / batchSize), prepare), ({ executable, feeds }) =>
      executable.run(feeds),
    );
    for await (const { output } of results) {
      if (signal?.aborted) return;
      yield output!;
    }
  } finally {
    await programs.dispose();
  }
}

/**
 * All predictions at once, `[size, ...]`, in the order of the data. Throws a DataError for data that do not fit the model's input, or
 * weights that are not there yet; `predictBatches` needs less memory.
 */
export async function predict(model: Model, options: PredictOptions): Promise<Tensor> {
  const parts: Tensor[] = [];
  for await (const part of predictBatches(model, options)) parts.push(part);
  const [first] = parts;
  if (!first) throw new DataError('there are no examples', { where: 'predict' });
  const data = allocate(
    first.dtype,
    parts.reduce((sum, part) => sum + part.data.length, 0),
  );
  let at = 0;
  for (const part of parts) {
    (data as Float32Array).set(part.data as Float32Array, at);
    at += part.data.length;
  }
  const count = parts.reduce((sum, { shape }) => sum + shape[0]!, 0);
  return { dtype: first.dtype, shape: [count, ...first.shape.slice(1)], data } as Tensor;
}
