/** A network of the bench in Graft, and its training step on any backend; in Node and in a page alike. */
import {
  adam,
  applications,
  dense,
  initialState,
  initialWeights,
  lstm,
  rmsprop,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  stepFeeds,
  stepNames,
  tensor,
  trainingProgram,
  uniforms,
} from '@graftml/core';
import { networks, rates } from '../networks.mjs';

const momentum = () => sgd({ learningRate: rates.sgd, momentum: rates.momentum });
const built = {
  cnn: [applications['cifar10-cnn'], rmsprop({ learningRate: rates.rmsprop })],
  mlp: [applications['cifar10-mlp'], rmsprop({ learningRate: rates.rmsprop })],
  resnet20: [applications.resnet20, momentum()],
  mobilenetv2: [applications['mobilenet-v2'], momentum()],
  lstm: [({ input, classes }) => sequential({ input }, [lstm(64), dense(classes)]), adam({ learningRate: rates.adam })],
};

/** Longest a run of several steps may take, in ms, as `fit` has it. */
const longestRun = 250;

/**
 * Resolves to `{ step, stepsPerRun }`: `step` runs so many training steps and gives the loss of the last. With `several`, as many as
 * take a quarter of a second together go into one run, which is what `fit` tries; `stepsPerRun` is 1 where that is less than two.
 */
export async function graftStep(backend, network, batch, { several = false } = {}) {
  const { input, classes } = networks[network];
  const [build, optimizer] = built[network];
  const model = build({ input, classes });
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const program = trainingProgram(model, { loss, optimizer, metrics: {} }, batch);
  const executable = await backend.compile(program);
  const state = await backend.createState(initialState(model.parameters, initialWeights(model, 1), optimizer));

  const x = uniforms({ seed: 1, purpose: 'pictures' }, batch * input.reduce((a, b) => a * b));
  const labels = Int32Array.from({ length: batch }, (_, i) => i % classes);
  const batchFeeds = {
    input: tensor('float32', [batch, ...input], x),
    'batch/target': tensor('int32', [batch], labels),
    'batch/weight': tensor('float32', [batch], new Float32Array(batch).fill(1)),
  };
  const learningRate = optimizer.learningRate ?? rates.sgd;
  let at = 0;
  const nextFeeds = () => ({ ...batchFeeds, ...stepFeeds(program, { seed: 1, step: at++, learningRate }) });
  const lossOf = (outputs) => Number(outputs[stepNames.objective].data[0]);

  // As `fit` does it: what the next run is fed is drawn while this one runs.
  const looped = (prepare, run) => {
    let feeds = prepare();
    return async () => {
      const running = run(feeds);
      feeds = prepare();
      return lossOf(await running);
    };
  };
  const single = looped(nextFeeds, (feeds) => executable.run(feeds, state));
  if (!several) return { step: single, stepsPerRun: 1 };

  const times = [];
  for (let i = 0; i < 7; i++) {
    const began = performance.now();
    await single();
    times.push(performance.now() - began);
  }
  const stepsPerRun = Math.min(32, Math.floor(longestRun / times.slice(2).sort((a, b) => a - b)[2]));
  if (stepsPerRun < 2 || !backend.compileSeries) return { step: single, stepsPerRun: 1 };
  const series = await backend.compileSeries(program, stepsPerRun);
  const step = looped(
    () => Array.from({ length: stepsPerRun }, nextFeeds),
    async (feeds) => (await series.run(feeds, state)).at(-1),
  );
  return { step, stepsPerRun };
}
