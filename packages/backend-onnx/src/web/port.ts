/** A Web Worker as a port. */
import type { Port } from '../shared/connection.ts';
import type { Reply, Request } from '../shared/protocol.ts';

/** The part of a Web Worker that is used. */
export interface WebWorker {
  postMessage(message: Request, transfer: readonly ArrayBuffer[]): void;
  addEventListener(
    type: string,
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void;
  terminate(): void;
}

declare const Worker: new (url: URL, options: { readonly type: 'module'; readonly name: string }) => WebWorker;

/** Bundlers know this form: they make a file of the worker of its own, and ONNX Runtime's `.wasm` another. */
export const startWorker = (): WebWorker =>
  new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'graft' });

export const webPort = (worker: WebWorker): Port => ({
  post: (request, transfer) => worker.postMessage(request, transfer),
  onReply: (listener) => worker.addEventListener('message', ({ data }) => listener(data as Reply)),
  onEnd(listener) {
    worker.addEventListener('error', ({ message }) =>
      listener(`the worker failed: ${message || 'its file could not be loaded'}`),
    );
    worker.addEventListener('messageerror', () => listener('a reply could not be read'));
  },
  busy() {},
  async terminate() {
    worker.terminate();
  },
});
