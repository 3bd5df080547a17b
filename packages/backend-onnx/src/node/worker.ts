/** The worker thread's file: ONNX Runtime lives here, because `session.run` blocks the thread that it runs on. */
import { parentPort } from 'node:worker_threads';
import { createEngine, type OrtModule } from '../shared/engine.ts';
import { sessionOptions } from './session-options.ts';

const engine = createEngine(async () => {
  const ort = await import('onnxruntime-node');
  // Errors come back as exceptions; nothing is printed beside them.
  ort.env.logLevel = 'fatal';
  return ort as unknown as OrtModule;
}, sessionOptions);

parentPort!.on('message', (request) => {
  engine.handle(request, (reply, transfer) => parentPort!.postMessage(reply, transfer));
});
