/** What training reads from: examples by index, as host tensors. Decoding and augmentation happen behind it. */
import { DataError, UsageError } from '../errors.ts';
import { allocate, type DType, elementCount, type Tensor } from '../tensor.ts';

/** One example of a dataset, without a batch axis. */
export interface Example {
  /** One input without its batch axis, `[3, 32, 32]` for a picture. */
  readonly x: Tensor;
  /** The target: an int32 scalar (a class index), or a float32 tensor. */
  readonly y: Tensor;
  /** How much the example counts in the loss; 1 if absent. */
  readonly weight?: number;
}

/** The occasion on which a training asks for an example. */
export interface Occasion {
  readonly seed: number;
  /** Counted from 1. */
  readonly epoch: number;
}

/**
 * A finite collection in a fixed order. `get` may be called out of order and several at a time. Given `at`, it may change
 * the example (augment it), always in the same way for the same seed, epoch and index; without it, when a model is judged
 * or asked, it gives the example as it is.
 */
export interface Dataset {
  readonly size: number;
  get(index: number, at?: Occasion): Example | Promise<Example>;
  /** Names of the classes, where `y` is a class index. */
  readonly classNames?: readonly string[];
}

/** What a model is asked about: inputs `[size, ...]`, or a collection whose examples need no target. */
export type Inputs = Tensor | { readonly size: number; get(index: number): Asked | Promise<Asked> };
type Asked = Pick<Example, 'x'>;

/** Examples with a leading batch axis. */
export interface Batch {
  readonly x: Tensor;
  readonly y: Tensor;
  /** `[batch]`, float32; all ones where the examples carry no weight. */
  readonly weight: Tensor<'float32'>;
}

/** `indices` of `dataset` as one batch, in that order. */
export async function readBatch(
  dataset: Pick<Dataset, 'get'>,
  indices: readonly number[],
  at?: Occasion,
): Promise<Batch> {
  const examples = await readAll(indices, async (index) => requireExample(await dataset.get(index, at), index));
  return {
    x: stack(
      examples.map(({ x }) => x),
      indices,
    ),
    y: stack(
      examples.map(({ y }) => y),
      indices,
    ),
    weight: {
      dtype: 'float32',
      shape: [examples.length],
      data: Float32Array.from(examples, ({ weight }) => weight ?? 1),
    },
  };
}

/** The inputs at `indices` alone, `[batch, ...]`. */
export async function readInputs(inputs: Exclude<Inputs, Tensor>, indices: readonly number[]): Promise<Tensor> {
  return stack(await readAll(indices, async (index) => requireInput(await inputs.get(index), index).x), indices);
}

/** All are waited for, also where one fails: afterwards nobody reads any more, and no failure is left unheard. */
async function readAll<T>(indices: readonly number[], read: (index: number) => Promise<T>): Promise<T[]> {
  const results = await Promise.allSettled(indices.map(read));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

const isTensor = (t: object | undefined): t is Tensor => t !== undefined && 'dtype' in t && 'data' in t;

function requireExample(example: Example, index: number): Example {
  if (isTensor(example?.x) && isTensor(example.y)) return example;
  throw new DataError('the dataset gives no example', { where: `example ${index}`, expected: '{ x, y }, two tensors' });
}

function requireInput(asked: Asked, index: number): Asked {
  if (isTensor(asked?.x)) return asked;
  throw new DataError('the data gives no input', { where: `example ${index}`, expected: '{ x }, a tensor' });
}

/** Inputs as a collection. */
export function inputsOf(data: Inputs): Exclude<Inputs, Tensor> {
  if (!isTensor(data)) return data;
  const [size] = data.shape;
  if (size === undefined) throw new UsageError('needs an axis of examples', { where: 'data', received: 'a scalar' });
  return { size, get: (index) => ({ x: row(data, index) }) };
}

/** A dataset of the examples at `indices`. */
export const subset = (dataset: Dataset, indices: readonly number[]): Dataset => ({
  size: indices.length,
  get: (index, at) => dataset.get(indices[index]!, at),
  ...(dataset.classNames && { classNames: dataset.classNames }),
});

/** Examples that are already in memory: `x` `[size, ...]` and `y` `[size, ...]`. */
export function arrayDataset(x: Tensor, y: Tensor, classNames?: readonly string[]): Dataset {
  const [size] = x.shape;
  if (size === undefined || size !== y.shape[0])
    throw new UsageError('x and y must have the same number of examples', {
      where: 'arrayDataset',
      received: `x [${x.shape}], y [${y.shape}]`,
    });
  return { size, get: (index) => ({ x: row(x, index), y: row(y, index) }), ...(classNames && { classNames }) };
}

/** `t[index]`, a view. */
function row(t: Tensor, index: number): Tensor {
  const shape = t.shape.slice(1);
  const length = elementCount(shape);
  return { dtype: t.dtype, shape, data: t.data.subarray(index * length, (index + 1) * length) } as Tensor;
}

function stack(tensors: readonly Tensor[], indices: readonly number[]): Tensor {
  const first = tensors[0];
  if (!first) throw new UsageError('a batch needs at least one example');
  const length = first.data.length;
  const data = allocate(first.dtype as DType, length * tensors.length);
  tensors.forEach((t, i) => {
    if (t.dtype !== first.dtype || String(t.shape) !== String(first.shape))
      throw new DataError('examples of one batch must have the same shape and dtype', {
        where: `example ${indices[i]}`,
        expected: `${first.dtype} [${first.shape}], as example ${indices[0]}`,
        received: `${t.dtype} [${t.shape}]`,
      });
    (data as Float32Array).set(t.data as Float32Array, i * length);
  });
  return { dtype: first.dtype, shape: [tensors.length, ...first.shape], data } as Tensor;
}
