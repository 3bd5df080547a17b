/** Prints the weights, the batch and the masks of tests/gradients/network.test.ts as JSON, for cifar10-cnn.py. */
import { applications, bind, draw, initialWeights, inputName, randomBits, uniforms } from '@graftml/core';

const [seed, batch] = [1, 8];
const model = applications['cifar10-cnn']();
const masks = bind(model.graph('train'), { N: batch }).inputs.filter((x) => x.source.distribution);
const pixels = uniforms({ seed, purpose: 'pixels' }, batch * 3 * 32 * 32).fill(0.5, 0, 3 * 32 * 32);
const labels = randomBits({ seed, purpose: 'labels' }, batch).map((bits) => bits % 10);
const plain = ({ shape, data }) => ({ shape, data: Array.from(data) });
process.stdout.write(
  JSON.stringify({
    weights: Object.fromEntries(Object.entries(initialWeights(model, seed)).map(([name, t]) => [name, plain(t)])),
    masks: masks.map((x) => plain(draw(x.source.distribution, x.shape, { seed, purpose: inputName(x) }))),
    pixels: { shape: [batch, 3, 32, 32], data: Array.from(pixels) },
    labels: Array.from(labels),
  }),
);
