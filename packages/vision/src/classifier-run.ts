/** Classifies pictures as they come, however many: only what is in flight is held. */
import {
  type Backend,
  DataError,
  type Executable,
  inputName,
  predictionProgram,
  type Tensors,
  UsageError,
  weightsOf,
} from '@graftml/core';
import type { Classifier } from './classifier.ts';

/** A picture at the network's size: uint8 `[height, width, channels]`. */
export interface PictureToClassify {
  readonly name: string;
  readonly pixels: Uint8Array;
}

/** What the model says of one picture. */
export interface Classified {
  readonly name: string;
  /** One for each label, in their order. */
  readonly probabilities: Float32Array;
}

/** Options of `classify`. */
export interface ClassifyOptions {
  readonly backend: Backend;
  readonly pictures: AsyncIterable<PictureToClassify> | Iterable<PictureToClassify>;
  /** Pictures that run together: 32 unless given. The probabilities do not depend on it. */
  readonly batchSize?: number;
}

/** Yields the pictures in their order. The next batch is read while one runs. */
export async function* classify(
  { model, preprocessing }: Classifier,
  { backend, pictures, batchSize = 32 }: ClassifyOptions,
): AsyncGenerator<Classified> {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new UsageError('must be a whole number from 1', { where: 'batchSize', received: `${batchSize}` });
  const { width, height, channels } = preprocessing;
  const length = width * height * channels;
  const state = await backend.createState(weightsOf(model));
  const programs = new Map<number, Promise<{ executable: Executable; input: string }>>();
  const compiled = (size: number) => {
    const known = programs.get(size);
    if (known) return known;
    const program = predictionProgram(model, size);
    const made = backend
      .compile(program)
      .then((executable) => ({ executable, input: inputName(program.graph.inputs[0]!)! }));
    programs.set(size, made);
    return made;
  };

  const run = async (batch: readonly PictureToClassify[]): Promise<Classified[]> => {
    const data = new Uint8Array(batch.length * length);
    batch.forEach(({ name, pixels }, i) => {
      if (pixels.length !== length)
        throw new DataError('does not have the size of the preprocessing', {
          where: name,
          expected: `${length} bytes, [${height}, ${width}, ${channels}]`,
          received: `${pixels.length} bytes`,
        });
      data.set(pixels, i * length);
    });
    const { executable, input } = await compiled(batch.length);
    const feeds: Tensors = { [input]: { dtype: 'uint8', shape: [batch.length, height, width, channels], data } };
    const { output } = await executable.run(feeds, state);
    const all = output!.data as Float32Array;
    const classes = all.length / batch.length;
    return batch.map(({ name }, i) => ({ name, probabilities: all.slice(i * classes, (i + 1) * classes) }));
  };

  try {
    let running: Promise<Classified[]> | undefined;
    for await (const batch of inBatches(pictures, batchSize)) {
      const done = await running;
      running = run(batch);
      running.catch(() => {}); // It is thrown where it is awaited.
      if (done) yield* done;
    }
    if (running) yield* await running;
  } finally {
    for (const made of await Promise.allSettled(programs.values()))
      if (made.status === 'fulfilled') await made.value.executable.dispose();
  }
}

async function* inBatches<T>(items: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
