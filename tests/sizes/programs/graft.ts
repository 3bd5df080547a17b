// A file is read, cut, frozen, gets a new head, is trained and written again.
import {
  adam,
  type Backend,
  bestWeights,
  cut,
  type Dataset,
  dense,
  dropout,
  fit,
  freeze,
  globalAveragePooling2D,
  graft,
  metrics,
  sparseCategoricalCrossentropy,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';

export async function transfer(file: Uint8Array, backend: Backend, train: Dataset, validation: Dataset) {
  const backbone = freeze(cut(fromOnnx(file), 'features'));
  const { model } = await fit(graft(backbone, [globalAveragePooling2D(), dropout(0.2), dense(5)]), {
    backend,
    train,
    validation,
    epochs: 10,
    seed: 1,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: adam(),
    metrics: { accuracy: metrics.accuracy() },
    callbacks: [bestWeights()],
  });
  return toOnnx(model);
}
