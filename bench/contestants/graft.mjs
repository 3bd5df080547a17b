// Times training steps of a network in Graft: graft.mjs onnx|reference NETWORK BATCH THREADS [several]
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { answer } from './answer.mjs';
import { graftStep } from './graft-step.mjs';

const [kind, network, batch, threads, several] = process.argv.slice(2);
const backend = kind === 'onnx' ? await onnxBackend({ device: 'cpu', threads: Number(threads) }) : cpuBackend();
const { step, stepsPerRun } = await graftStep(backend, network, Number(batch), { several: several !== undefined });
await answer(step, stepsPerRun > 1 ? `${stepsPerRun} steps in a run` : '', stepsPerRun);
