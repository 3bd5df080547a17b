/**
 * A recurrent network carries a state from step to step. What a plain one keeps goes through its weights and its tanh again at
 * every step, and so does the gradient on its way back: over many steps both fade. An LSTM (Hochreiter & Schmidhuber 1997) has
 * cells that stay as they are unless a gate opens. The task: a long sequence of bits, one of them is marked, anywhere; what was it?
 */
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  arrayDataset,
  binaryCrossentropy,
  clipByGlobalNorm,
  type Dataset,
  dense,
  fit,
  lstm,
  metrics,
  type RecurrentLayer,
  randomBits,
  sequential,
  simpleRNN,
  tensor,
} from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'A long memory: an LSTM keeps what a plain recurrent network forgets';

const units = 16;

export async function run({ quick, seed, say, table, draw }: Stage) {
  const [lengths, epochs] = quick ? [[10, 40], 14] : [[10, 20, 40, 60], 28];
  const longest = lengths.at(-1)!;
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const learn = async (layer: RecurrentLayer, steps: number): Promise<number[]> => {
    const { history } = await fit(sequential({ input: [steps, 2] }, [layer, dense(1)]), {
      backend,
      train: drawn(2000, steps, seed, 'train'),
      validation: drawn(1000, steps, seed, 'validation'),
      loss: binaryCrossentropy({ fromLogits: true }),
      metrics: { accuracy: metrics.binaryAccuracy({ threshold: 0 }) },
      optimizer: adam({ learningRate: 0.01 }),
      clip: clipByGlobalNorm(1),
      epochs,
      batchSize: 50,
      seed,
    });
    return history.map(({ logs }) => logs.val_accuracy!);
  };
  try {
    const runs: { name: string; curves: number[][]; ends: number[] }[] = [];
    for (const [name, layer] of [
      ['plain', simpleRNN(units)],
      ['LSTM', lstm(units)],
    ] as const) {
      const curves: number[][] = [];
      for (const steps of lengths) curves.push(await learn(layer, steps));
      runs.push({ name, curves, ends: curves.map((curve) => curve.at(-1)!) });
    }
    say(`One of so many bits was marked: which was it, 0 or 1? Right answers after ${epochs} rounds:`);
    say();
    table(
      ['', ...lengths.map((steps) => `${steps} bits`)],
      runs.map(({ name, ends }) => [name, ...ends]),
    );
    const accuracy = { name: 'accuracy on sequences not learnt from', min: 0.4, max: 1 };
    const marks = [{ y: 0.5, label: 'guessing' }];
    await draw(
      panels({
        pictures: [
          lines({
            title: `${longest} bits, while learning`,
            x: 'round',
            y: accuracy,
            series: runs.map(({ name, curves }) => ({ name, y: curves.at(-1)! })),
            marks,
          }),
          lines({
            title: 'At the end, by how many bits there are',
            x: { name: 'bits in a sequence', min: 0 },
            y: accuracy,
            series: runs.map(({ name, ends }) => ({ name, x: lengths, y: ends, draw: 'both' as const })),
            marks,
          }),
        ],
      }),
    );
    return { lengths, runs: runs.map(({ name, ends }) => ({ name, ends })) };
  } finally {
    await backend.dispose();
  }
}

/** Sequences `[steps, 2]` of a bit, -1 or 1, and a mark, 1 at one step and else 0; the target is the marked bit. */
export function drawn(count: number, steps: number, seed: number, purpose: string): Dataset {
  const coins = randomBits({ seed, purpose }, count * steps);
  const places = Array.from(randomBits({ seed, purpose: `${purpose}: places` }, count), (bits) => bits % steps);
  const x = new Float32Array(count * steps * 2);
  coins.forEach((coin, i) => {
    x[2 * i] = coin % 2 ? 1 : -1;
    x[2 * i + 1] = places[Math.floor(i / steps)] === i % steps ? 1 : 0;
  });
  const bits = places.map((place, i) => coins[i * steps + place]! % 2);
  return arrayDataset(tensor('float32', [count, steps, 2], x), tensor('float32', [count, 1], bits));
}
