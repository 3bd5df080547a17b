/** Pictures through a network, batch by batch: the next batch is read while one runs. */
import {
  type Backend,
  DataError,
  type Executable,
  fixWeights,
  inputName,
  type Model,
  type Program,
  predictionProgram,
  type Tensor,
  type Tensors,
  UsageError,
  weightsOf,
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
  /** What is run for so many pictures; the model's prediction unless given. */
  readonly program?: (batch: number) => Program;
  /** What the program takes beside the pictures. */
  readonly feeds?: (pictures: readonly Picture[]) => Tensors;
}

export interface PictureOutput<Picture> {
  readonly picture: Picture;
  readonly output: Tensor;
}

export interface PictureOutputs<Picture> {
  readonly picture: Picture;
  readonly outputs: Tensors;
}

interface Compiled {
  readonly executable: Executable;
  readonly input: string;
  readonly size: number;
}

/** What a model that takes pictures (`pictureModel`) says of each, without the batch axis, in their order. */
export async function* runPictures<Picture extends PictureToRun>(
  model: Model,
  preprocessing: Preprocessing,
  options: Omit<RunPicturesOptions<Picture>, 'program' | 'feeds'>,
): AsyncGenerator<PictureOutput<Picture>> {
  for await (const { picture, outputs } of runProgram(fixWeights(model), preprocessing, options))
    yield { picture, output: outputs.output! };
}

/** The same of any program with the model's weights: all its outputs, each `[batch, …]`. */
export async function* runProgram<Picture extends PictureToRun>(
  model: Model,
  { width, height, channels }: Preprocessing,
  { backend, pictures, batchSize, full = false, ...rest }: RunPicturesOptions<Picture>,
): AsyncGenerator<PictureOutputs<Picture>> {
  const { program: programOf = (size: number) => predictionProgram(model, size), feeds: others } = rest;
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new UsageError('must be a whole number from 1', { where: 'batchSize', received: `${batchSize}` });
  const length = width * height * channels;
  const state = await backend.createState(weightsOf(model));
  let program: Promise<Compiled> | undefined;
  const compiled = async (size: number): Promise<Compiled> => {
    const made = programOf(size);
    return { executable: await backend.compile(made), input: inputName(made.graph.inputs[0]!)!, size };
  };

  const run = async (batch: readonly Picture[]): Promise<PictureOutputs<Picture>[]> => {
    // A last batch that is short is filled up with its last picture: a program of its own would hold all weights once more.
    program ??= compiled(full ? batchSize : batch.length);
    const { executable, input, size } = await program;
    const filled = Array.from({ length: size }, (_, i) => batch[i] ?? batch.at(-1)!);
    const data = new Uint8Array(size * length);
    filled.forEach(({ name, pixels }, i) => {
      if (pixels.length !== length)
        throw new DataError('does not have the size of the preprocessing', {
          where: name,
          expected: `${length} bytes, [${height}, ${width}, ${channels}]`,
          received: `${pixels.length} bytes`,
        });
      data.set(pixels, i * length);
    });
    const bytes: Tensor = { dtype: 'uint8', shape: [size, height, width, channels], data };
    const outputs = Object.entries(await executable.run({ [input]: bytes, ...others?.(filled) }, state));
    return batch.map((picture, i) => ({
      picture,
      outputs: Object.fromEntries(outputs.map(([name, tensor]) => [name, rowOf(tensor, i, size)])),
    }));
  };

  try {
    let running: Promise<PictureOutputs<Picture>[]> | undefined;
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

function rowOf({ dtype, shape, data }: Tensor, i: number, size: number): Tensor {
  const each = data.length / size;
  return { dtype, shape: shape.slice(1), data: data.slice(i * each, (i + 1) * each) } as Tensor;
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
