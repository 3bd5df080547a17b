/** A training that is the same in the page and in the test. */
import {
  adam,
  arrayDataset,
  batchNormalization,
  conv2D,
  dense,
  dropout,
  flatten,
  maxPooling2D,
  normals,
  relu,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
} from '@graftml/core';

export const network = () =>
  sequential({ input: [3, 8, 8] }, [
    conv2D(8, 3, { padding: 'same', useBias: false }),
    batchNormalization(),
    relu(),
    maxPooling2D(2),
    flatten(),
    dropout(0.3),
    dense(10),
  ]);

/** As few ops as a training has, for a device on which each takes its time. */
export const smallNetwork = () => sequential({ input: [3, 8, 8] }, [flatten(), dense(10)]);

const size = 64;
/** Eight steps an epoch. */
export const course = {
  train: arrayDataset(
    tensor('float32', [size, 3, 8, 8], normals({ seed: 5, purpose: 'noise' }, size * 192)),
    tensor(
      'int32',
      [size],
      Array.from({ length: size }, (_, i) => i % 10),
    ),
  ),
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  optimizer: adam(),
  batchSize: 8,
  seed: 1,
} as const;
