// A convolutional network of layers, trained with early stopping.
import {
  type Backend,
  conv2D,
  type Dataset,
  dense,
  dropout,
  earlyStopping,
  fit,
  flatten,
  maxPooling2D,
  metrics,
  type Run,
  rmsprop,
  sequential,
  sparseCategoricalCrossentropy,
} from '@graftml/core';

export function train(backend: Backend, train: Dataset, validation: Dataset): Promise<Run> {
  const model = sequential({ input: [3, 32, 32] }, [
    conv2D(16, 2, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    flatten(),
    dropout(0.4),
    dense(10),
  ]);
  return fit(model, {
    backend,
    train,
    validation,
    epochs: 20,
    seed: 1,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: rmsprop(),
    metrics: { accuracy: metrics.accuracy() },
    callbacks: [earlyStopping({ patience: 3 })],
  });
}
