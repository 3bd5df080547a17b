/** A network of the bench in TensorFlow.js, and its training step; in Node and in a page alike. */
import { networks, rates } from '../networks.mjs';

const momentum = (tf) => tf.train.momentum(rates.sgd, rates.momentum);
const rmsprop = (tf) => tf.train.rmsprop(rates.rmsprop, 0.9, 0, 1e-7);

function cnn(tf, classes) {
  const conv = (filters, rest = {}) => [
    tf.layers.conv2d({ filters, kernelSize: 2, padding: 'same', activation: 'relu', ...rest }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
  ];
  return tf.sequential({
    layers: [
      ...conv(16, { inputShape: [32, 32, 3] }),
      ...conv(32),
      ...conv(64),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 500, activation: 'relu' }),
      tf.layers.dropout({ rate: 0.4 }),
      tf.layers.dense({ units: classes, activation: 'softmax' }),
    ],
  });
}

const mlp = (tf, classes) =>
  tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [32, 32, 3] }),
      tf.layers.dense({ units: 1000, activation: 'relu' }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: 512, activation: 'relu' }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: classes, activation: 'softmax' }),
    ],
  });

/**
 * ResNet-20 with 1 × 1 convolutions (2,560 weights) for its two wider shortcuts, as the layers of TensorFlow.js cannot pad
 * channels; arithmetic is the same to 1 %.
 */
function resnet20(tf, classes) {
  const convNorm = (x, filters, kernelSize, strides = 1) =>
    tf.layers
      .batchNormalization()
      .apply(tf.layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false }).apply(x));
  const relu = (x) => tf.layers.reLU().apply(x);
  const input = tf.input({ shape: [32, 32, 3] });
  let flow = relu(convNorm(input, 16, 3));
  for (const filters of [16, 32, 64])
    for (let i = 0; i < 3; i++) {
      const strides = i === 0 && filters > 16 ? 2 : 1;
      const around =
        strides > 1 ? tf.layers.conv2d({ filters, kernelSize: 1, strides, useBias: false }).apply(flow) : flow;
      flow = relu(tf.layers.add().apply([convNorm(relu(convNorm(flow, filters, 3, strides)), filters, 3), around]));
    }
  const pooled = tf.layers.globalAveragePooling2d({}).apply(flow);
  return tf.model({
    inputs: input,
    outputs: tf.layers.dense({ units: classes, activation: 'softmax' }).apply(pooled),
  });
}

const lstm = (tf, classes) =>
  tf.sequential({
    layers: [
      tf.layers.lstm({ units: 64, inputShape: [50, 32] }),
      tf.layers.dense({ units: classes, activation: 'softmax' }),
    ],
  });

const built = {
  cnn: [cnn, rmsprop],
  mlp: [mlp, rmsprop],
  resnet20: [resnet20, momentum],
  lstm: [lstm, (tf) => tf.train.adam(rates.adam)],
};

/** Which networks there are in TensorFlow.js. */
export const tfjsNetworks = Object.keys(built);

/** Resolves to one training step, which gives its loss. */
export async function tfjsStep(tf, network, batch) {
  const { input, classes } = networks[network];
  const [build, optimizer] = built[network];
  const model = build(tf, classes);
  model.compile({ loss: 'categoricalCrossentropy', optimizer: optimizer(tf) });
  const shape = input.length === 3 ? [input[1], input[2], input[0]] : input;
  const x = tf.randomUniform([batch, ...shape]);
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, (_, i) => i % classes),
      'int32',
    ),
    classes,
  );
  await model.trainOnBatch(x, y);
  return () => model.trainOnBatch(x, y);
}
