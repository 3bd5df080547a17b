// Times training steps of one recurrent layer in Graft: graft_recurrent.mjs lstm|gru|simpleRNN STEPS
import { onnxBackend } from '@graftml/backend-onnx';
import * as core from '@graftml/core';
import { answer } from './answer.mjs';

const [kind, steps] = [process.argv[2], Number(process.argv[3])];
const layers = { lstm: core.lstm, gru: core.gru, simpleRNN: core.simpleRNN };
const [batch, features] = [32, 32];
const backend = await onnxBackend({ device: 'cpu', threads: 1 });
const model = core.sequential({ input: [steps, features] }, [layers[kind](64), core.dense(1)]);
const optimizer = core.sgd({ learningRate: 0.01 });
const began = performance.now();
const program = core.trainingProgram(model, { loss: core.meanSquaredError(), metrics: {}, optimizer }, batch);
const nodes = core.topologicalOrder(Object.values(program.graph.outputs)).length;
const executable = await backend.compile(program);
const ready = Math.round(performance.now() - began);
const state = await backend.createState(core.initialState(model.parameters, core.initialWeights(model, 1), optimizer));
const length = batch * steps * features;
const feeds = {
  input: core.tensor('float32', [batch, steps, features], core.normals({ seed: 1, purpose: 'x' }, length)),
  'batch/target': core.full('float32', [batch, 1], 1),
  'batch/weight': core.full('float32', [batch], 1),
  ...core.stepFeeds(program, { seed: 1, step: 0, learningRate: 0.01 }),
};
await answer(() => executable.run(feeds, state), `${nodes} nodes, ready after ${ready} ms`);
