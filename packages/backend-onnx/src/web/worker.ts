/** The Web Worker's file: ONNX Runtime lives here, so that a page stays free while it computes. */
import { createEngine, type OrtModule } from '../shared/engine.ts';
import type { Reply, Request } from '../shared/protocol.ts';
import { sessionOptions } from './session-options.ts';

/** The part of a worker's global scope that is used. */
declare const self: {
  onmessage: ((event: { readonly data: Request }) => void) | null;
  postMessage(message: Reply, transfer?: readonly ArrayBuffer[]): void;
};

/** What both packages have beside `OrtModule`. */
interface Web extends OrtModule {
  readonly env: OrtModule['env'] & {
    logLevel?: string;
    readonly wasm: { numThreads?: number; wasmPaths?: string };
    readonly webgpu: { readonly device?: Promise<{ readonly lost: Promise<{ readonly message: string }> }> };
  };
}

let loaded: Web | undefined;
let isWatched = false;

/** Tells once that the device is gone: it is known when the first session is there. */
async function watchDevice(): Promise<void> {
  const device = await loaded?.env.webgpu?.device;
  if (!device || isWatched) return;
  isWatched = true;
  const { message } = await device.lost;
  self.postMessage({ lost: `the GPU was lost${message ? `: ${message.replace(/\.$/, '')}` : ''}` });
}

const engine = createEngine(async ({ device, threads, wasmPaths }) => {
  const ort = (device === 'webgpu'
    ? await import('onnxruntime-web/webgpu')
    : await import('onnxruntime-web/wasm')) as unknown as Web;
  ort.env.logLevel = 'fatal';
  ort.env.wasm.numThreads = threads;
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  if (device === 'webgpu') loaded = ort;
  return ort;
}, sessionOptions);

self.onmessage = ({ data }) =>
  engine.handle(data, (reply, transfer) => {
    self.postMessage(reply, transfer);
    if (data.call === 'compile' && !isWatched) watchDevice().catch(() => {});
  });
