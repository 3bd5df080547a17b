/** Prints the starting weights and the batches of the training section as JSON. */
import { feedsAt, initialState, learningRates, steps } from '../../dist/sections/training.js';

const plain = (tensors) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: Array.from(data) }]),
  );
const batches = (optimizer) => Array.from({ length: steps }, (_, step) => plain(feedsAt(step, optimizer)));
const run = (optimizer) => ({
  rate: learningRates[optimizer],
  weights: plain(initialState()),
  batches: batches(optimizer),
});
process.stdout.write(JSON.stringify({ sgd: run('sgd'), rmsprop: run('rmsprop') }));
