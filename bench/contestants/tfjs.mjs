// Times training steps of the published CIFAR-10 CNN in TensorFlow.js: tfjs.mjs BATCH. Needs: npm install, in bench/tfjs.
import { createRequire } from 'node:module';
import { answer } from './answer.mjs';

const require = createRequire(new URL('../tfjs/package.json', import.meta.url));
const tf = require('@tensorflow/tfjs');
const batch = Number(process.argv[2]);
await tf.setBackend('cpu');
const conv = (filters, rest = {}) => [
  tf.layers.conv2d({ filters, kernelSize: 2, padding: 'same', activation: 'relu', ...rest }),
  tf.layers.maxPooling2d({ poolSize: 2 }),
];
const model = tf.sequential({
  layers: [
    ...conv(16, { inputShape: [32, 32, 3] }),
    ...conv(32),
    ...conv(64),
    tf.layers.dropout({ rate: 0.3 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 500, activation: 'relu' }),
    tf.layers.dropout({ rate: 0.4 }),
    tf.layers.dense({ units: 10, activation: 'softmax' }),
  ],
});
model.compile({ loss: 'categoricalCrossentropy', optimizer: tf.train.rmsprop(1e-3, 0.9, 0, 1e-7) });
const x = tf.randomUniform([batch, 32, 32, 3]);
const y = tf.oneHot(tf.randomUniform([batch], 0, 10, 'int32'), 10);
await answer(() => model.trainOnBatch(x, y), `tfjs ${tf.version.tfjs}`);
