// The application: starts the training, opens what it gave, and asks it about two points.
import { onnxBackend } from '@graftml/backend-onnx';
import { predict, tensor, toNumbers } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

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

async function trainAndAsk(device: string) {
  const { file, ...told } = await train(device);
  const backend = await onnxBackend({ device: 'wasm' });
  const logits = toNumbers(
    await predict(fromOnnx(file), { backend, data: tensor('float32', [2, 2], [0, 0, 1.4, 1.4]) }),
  );
  await backend.dispose();
  return { ...told, inside: logits[1]! > logits[0]!, outside: logits[2]! > logits[3]! };
}

function App() {
  const [said, say] = useState('');
  const start = () => {
    say('training');
    const device = new URLSearchParams(location.search).get('device') ?? 'wasm';
    trainAndAsk(device).then(
      (told) => say(JSON.stringify(told)),
      (error) => say(`failed: ${error}`),
    );
  };
  return (
    <main>
      <button type="button" onClick={start}>
        Train
      </button>
      <output>{said}</output>
    </main>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
