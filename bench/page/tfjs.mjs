/** TensorFlow.js of bench/tfjs on one of its backends. */
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';

export async function openTfjs(device, threads) {
  if (device === 'wasm') {
    setWasmPaths(new URL('tfjs-wasm/', location.href).href);
    setThreadsCount(threads);
  }
  if (!(await tf.setBackend(device))) throw new Error(`TensorFlow.js has no backend '${device}' here`);
  await tf.ready();
  return tf;
}
