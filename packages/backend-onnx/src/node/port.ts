/** A worker thread as a port. */
import { Worker } from 'node:worker_threads';
import type { Port } from '../shared/connection.ts';
import type { Reply } from '../shared/protocol.ts';

/** Starts the worker; ONNX Runtime itself is loaded by the first request. */
export function workerPort(): Port {
  // The file stands beside this one once built: Node 20's workers do not read TypeScript.
  // It is a plain module: flags that the process was started with (--input-type, a loader) are not for it.
  const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
  worker.unref();
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    onReply: (listener) => worker.on('message', (reply: Reply) => listener(reply)),
    onEnd(listener) {
      worker.on('error', (error) => listener(`the worker failed: ${error.message}`));
      worker.on('messageerror', (error) => listener(`a reply could not be read: ${error.message}`));
      worker.on('exit', (code) => listener(`the worker ended with code ${code}`));
    },
    busy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    async terminate() {
      await worker.terminate();
    },
  };
}
