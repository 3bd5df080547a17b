/**
 * The networks whose training steps are timed, each a plain one that every framework can say in its own words: `contestants/` holds
 * them in Graft's, PyTorch's and TensorFlow.js's. The batch is made of noise and stays the same, rates are small, so that no contestant
 * gets into numbers (zeros, infinities, subnormals) that are faster or slower than a training's.
 */
export const networks = {
  cnn: {
    title: 'CIFAR-10 CNN: three convolutions, pooling, dropout, 528,054 parameters, RMSprop',
    input: [3, 32, 32],
    classes: 10,
    batches: [32, 128],
  },
  mlp: {
    title: 'MLP on CIFAR-10 pictures: 3072-1000-512-10, dropout, 3,590,642 parameters, RMSprop',
    input: [3, 32, 32],
    classes: 10,
    batches: [32],
  },
  resnet20: {
    title: 'ResNet-20 on 32 × 32: 269,722 parameters, batch normalisation, SGD with momentum',
    input: [3, 32, 32],
    classes: 10,
    batches: [32],
  },
  mobilenetv2: {
    title: 'Fine-tuning all of MobileNetV2 at 224 × 224: 2,230,277 parameters, batch normalisation, SGD with momentum',
    input: [3, 224, 224],
    classes: 5,
    batches: [8],
  },
  lstm: {
    title: 'LSTM of 64 units on 50 steps of 32 numbers, its last state into 10 classes, Adam',
    input: [50, 32],
    classes: 10,
    batches: [32],
  },
};

/** Rates of each optimizer, the same everywhere. */
export const rates = { rmsprop: 1e-4, adam: 1e-4, sgd: 1e-3, momentum: 0.9 };
