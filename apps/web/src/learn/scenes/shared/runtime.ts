/** The backend of trainings that the reference would take too long for. */
import { onnxBackend } from '@graftml/backend-onnx';
import type { Backend } from '@graftml/core';

let started: Promise<Backend> | undefined;

/** One for the worker, which ends with it. On one thread: these networks are small. */
export function runtime(): Promise<Backend> {
  started ??= (onnxBackend as (options: { device: string; threads: number }) => Promise<Backend>)({
    device: 'WorkerGlobalScope' in globalThis ? 'wasm' : 'cpu',
    threads: 1,
  });
  started.catch(() => {
    started = undefined;
  });
  return started;
}
