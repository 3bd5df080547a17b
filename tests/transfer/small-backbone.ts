/** A network of a few layers as a backbone, on pictures of 32 x 32: what large ones do, in milliseconds. */
import {
  activation,
  add,
  batchNormalization,
  conv2D,
  dense,
  functional,
  globalAveragePooling2D,
  initialWeights,
  withWeights,
} from '@graftml/core';
import { preprocessing, saveClassifier } from '@graftml/vision';

export const own = preprocessing({
  width: 32,
  height: 32,
  scale: 1 / 255,
  mean: [0.5, 0.5, 0.5],
  std: [0.25, 0.25, 0.25],
});

/** Two stages, the second with a residual block, and live batch normalisations; weights are drawn by a seed. */
export function smallClassifier(): Uint8Array<ArrayBuffer> {
  const model = functional({ input: [3, 32, 32], name: 'small' }, (x) => {
    const first = activation('relu')(batchNormalization()(conv2D(8, 3, { strides: 2, padding: 'same' })(x)));
    const second = activation('relu')(batchNormalization()(conv2D(16, 3, { strides: 2, padding: 'same' })(first)));
    const branch = batchNormalization()(conv2D(16, 3, { padding: 'same' })(second));
    const joined = activation('relu')(add()(second, branch));
    return dense(4)(globalAveragePooling2D()(joined));
  });
  const weighted = withWeights(model, initialWeights(model, 5));
  return saveClassifier(weighted, { labels: ['a', 'b', 'c', 'd'], preprocessing: own });
}
