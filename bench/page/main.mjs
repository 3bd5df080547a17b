/** A contestant in a page: Graft or TensorFlow.js, on the device that is asked for. */
import { onnxBackend } from '@graftml/backend-onnx/web';
import { graftStep } from '../contestants/graft-step.mjs';
import { timed } from '../contestants/timed.mjs';

let step;
let stepsPerRun = 1;

globalThis.contestant = {
  async openGraft(network, batch, { device, threads, several }) {
    const backend = await onnxBackend({ device, threads });
    ({ step, stepsPerRun } = await graftStep(backend, network, batch, { several }));
    return stepsPerRun > 1 ? `${stepsPerRun} steps in a run` : '';
  },
  async openTfjs(network, batch, { device, threads }) {
    const { tfjsStep } = await import('../contestants/tfjs-step.mjs');
    const { openTfjs } = await import('./tfjs.mjs');
    step = await tfjsStep(await openTfjs(device, threads), network, batch);
    return '';
  },
  run: (steps) => timed(step, steps, stepsPerRun),
};
