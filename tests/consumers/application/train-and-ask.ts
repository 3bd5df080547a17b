import { onnxBackend } from '@graftml/backend-onnx';
import { predict, tensor, toNumbers } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';

interface Trained {
  readonly file: Uint8Array;
  readonly loss: number;
  readonly device: string;
  readonly reason: string;
}

const train = (device: string) =>
  new Promise<Trained>((resolve, reject) => {
    const worker = new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => ('failure' in data ? reject(new Error(data.failure)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(device);
  });

export async function trainAndAsk(device: string) {
  const { file, ...told } = await train(device);
  const backend = await onnxBackend({ device: 'wasm' });
  const logits = toNumbers(
    await predict(fromOnnx(file), { backend, data: tensor('float32', [2, 2], [0, 0, 1.4, 1.4]) }),
  );
  await backend.dispose();
  return { ...told, inside: logits[1]! > logits[0]!, outside: logits[2]! > logits[3]! };
}
