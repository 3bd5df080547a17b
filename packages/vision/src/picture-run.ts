/** Pictures through a network, batch by batch: the next batch is read while one runs. */
import {
  type Backend,
  DataError,
  type Executable,
  fixWeights,
  inputName,
  type Model,
  predictionProgram,
  type Tensor,
  type Tensors,
  UsageError,
} from '@graftml/core';
import type { Preprocessing } from './preprocessing.ts';

/** A picture at the network's size: uint8 `[height, width, channels]`. */
export interface PictureToRun {
  readonly name: string;
  readonly pixels: Uint8Array;
}

export interface RunPicturesOptions<Picture extends PictureToRun> {
  readonly backend: Backend;
  readonly pictures: AsyncIterable<Picture> | Iterable<Picture>;
  readonly batchSize: number;
  /**
   * Whether all pictures run in batches of exactly `batchSize`, also where there are fewer.
   */
  readonly full?: boolean;
}

export interface PictureOutput<Picture> {
  readonly picture: Picture;
  readonly output: Tensor;
}

interface Compiled {
  readonly executable: Executable;
  readonly input: string;
  readonly size: number;
}

/** What a model that takes pictures (`pictureModel`) says of each, without the batch axis, in their order. */
export async function* runPictures<Picture extends PictureToRun>(
  asked: Model,
  { width, height, channels }: Preprocessing,
  { backend, pictures, batchSize, full = false }: RunPicturesOptions<Picture>,
): AsyncGenerator<PictureOutput<Picture>> {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new UsageError('must be a whole number from 1', { where: 'batchSize', received: `${batchSize}` });
  const length = width * height * channels;
  const model = fixWeights(asked);
  let program: Promise<Compiled> | undefined;
  const compiled = async (size: number): Promise<Compiled> => {
    const { name, graph, state } = predictionProgram(model, size);
    const executable = await backend.compile({ name, graph, state });
    return { executable, input: inputName(graph.inputs[0]!)!, size };
  };

  const run = async (batch: readonly Picture[]): Promise<PictureOutput<Picture>[]> => {
    // A last batch that is short is filled up with its last picture: a program of its own would hold all weights once more.
    program ??= compiled(full ? batchSize : batch.length);
    const { executable, input, size } = await program;
    const data = new Uint8Array(size * length);
    batch.forEach(({ name, pixels }, i) => {
      if (pixels.length !== length)
        throw new DataError('does not have the size of the preprocessing', {
          where: name,
          expected: `${length} bytes, [${height}, ${width}, ${channels}]`,
          received: `${pixels.length} bytes`,
        });
      data.set(pixels, i * length);
    });
    for (let i = batch.length; i < size; i++) data.set(batch.at(-1)!.pixels, i * length);
    const feeds: Tensors = { [input]: { dtype: 'uint8', shape: [size, height, width, channels], data } };
    const { output } = await executable.run(feeds);
    const shape = output!.shape.slice(1);
    const each = output!.data.length / size;
    return batch.map((picture, i) => {
      const own = output!.data.slice(i * each, (i + 1) * each);
      return { picture, output: { dtype: output!.dtype, shape, data: own } as Tensor };
    });
  };

  try {
    let running: Promise<PictureOutput<Picture>[]> | undefined;
    for await (const batch of inBatches(pictures, batchSize)) {
      const done = await running;
      running = run(batch);
      running.catch(() => {}); // It is thrown where it is awaited.
      if (done) yield* done;
    }
    if (running) yield* await running;
  } finally {
    const [made] = await Promise.allSettled([program]);
    if (made.status === 'fulfilled') await made.value?.executable.dispose();
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
