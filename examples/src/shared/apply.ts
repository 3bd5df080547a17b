/** Layers as functions on one picture. */
import {
  type Backend,
  type Layer,
  predict,
  sequential,
  type Tensor,
  type Tensors,
  tensor,
  withWeights,
} from '@graftml/core';

/** What `layers`, with these weights, make of a picture: one channel in, maps `[channels, height, width]` out. */
export async function apply(
  layers: readonly Layer[],
  picture: Tensor<'float32'>,
  { backend, weights = {} }: { readonly backend: Backend; readonly weights?: Tensors },
): Promise<Tensor<'float32'>> {
  const network = withWeights(sequential({ input: picture.shape }, layers), weights);
  const one = tensor('float32', [1, ...picture.shape], picture.data);
  const { shape, data } = (await predict(network, { backend, data: one })) as Tensor<'float32'>;
  return tensor('float32', shape.slice(1), data);
}

/** The maps one by one, `[1, height, width]`. */
export function mapsOf({ shape: [count = 0, ...sides], data }: Tensor<'float32'>): Tensor<'float32'>[] {
  const length = data.length / count;
  return Array.from({ length: count }, (_, i) =>
    tensor('float32', [1, ...sides], data.subarray(i * length, (i + 1) * length)),
  );
}
