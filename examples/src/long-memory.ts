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
  predict,
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
  const [steps, epochs] = quick ? [40, 14] : [60, 28];
  say(`${steps} bits, one of them marked: which was it, 0 or 1?`);
  say();
  const [train, validation] = [drawn(2000, steps, seed, 'train'), drawn(1000, steps, seed, 'validation')];
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const learn = async (name: string, layer: RecurrentLayer) => {
    const { model, history } = await fit(sequential({ input: [steps, 2] }, [layer, dense(1)]), {
      backend,
      train: train.data,
      validation: validation.data,
      loss: binaryCrossentropy({ fromLogits: true }),
      metrics: { accuracy: metrics.binaryAccuracy({ threshold: 0 }) },
      optimizer: adam({ learningRate: 0.01 }),
      clip: clipByGlobalNorm(1),
      epochs,
      batchSize: 50,
      seed,
    });
    const answers = await predict(model, { backend, data: validation.data });
    const right = validation.bits.map((bit, i) => Number(answers.data[i]! > 0 === bit > 0));
    return {
      name,
      accuracies: history.map(({ logs }) => logs.val_accuracy!),
      byAge: byAge(right, validation.ages, steps),
    };
  };
  try {
    const runs = [await learn('plain', simpleRNN(units)), await learn('LSTM', lstm(units))];
    const figures = runs.map(({ name, accuracies, byAge }) => ({
      name,
      first: accuracies.findIndex((accuracy) => accuracy > 0.95) + 1,
      last: accuracies.at(-1)!,
      recent: byAge[0]!,
      old: byAge.at(-1)!,
    }));
    table(
      ['', 'accuracy at the end', 'bit of late', 'bit from long ago', 'first above 0.95 in round'],
      figures.map((at) => [at.name, at.last, at.recent, at.old, at.first || 'never']),
    );
    const accuracy = { name: 'accuracy on sequences not learnt from', min: 0.4, max: 1 };
    await draw(
      panels({
        pictures: [
          lines({
            title: `Which of ${steps} bits was marked: while learning`,
            x: 'round',
            y: accuracy,
            series: runs.map(({ name, accuracies }) => ({ name, y: accuracies })),
            marks: [{ y: 0.5, label: 'guessing' }],
          }),
          lines({
            title: 'At the end, by how long ago it was',
            x: 'steps since the marked bit, at most',
            y: accuracy,
            series: runs.map(({ name, byAge }) => ({
              name,
              x: byAge.map((_, i) => ((i + 1) * steps) / byAge.length),
              y: byAge,
              draw: 'both' as const,
            })),
            marks: [{ y: 0.5, label: 'guessing' }],
          }),
        ],
      }),
    );
    return { runs: figures };
  } finally {
    await backend.dispose();
  }
}

/** Sequences `[steps, 2]` of a bit, -1 or 1, and a mark, 1 at one step and else 0; the target is the marked bit. */
function drawn(count: number, steps: number, seed: number, purpose: string) {
  const coins = randomBits({ seed, purpose }, count * steps);
  const places = Array.from(randomBits({ seed, purpose: `${purpose}: places` }, count), (bits) => bits % steps);
  const x = new Float32Array(count * steps * 2);
  coins.forEach((coin, i) => {
    x[2 * i] = coin % 2 ? 1 : -1;
    x[2 * i + 1] = places[Math.floor(i / steps)] === i % steps ? 1 : 0;
  });
  const bits = places.map((place, i) => coins[i * steps + place]! % 2);
  const data: Dataset = arrayDataset(tensor('float32', [count, steps, 2], x), tensor('float32', [count, 1], bits));
  return { data, bits, ages: places.map((place) => steps - 1 - place) };
}

/** The mean over those whose bit was in the last fifth, the fifth before it, and so on. */
function byAge(right: readonly number[], ages: readonly number[], steps: number): number[] {
  return [0, 1, 2, 3, 4].map((fifth) => {
    const own = right.filter((_, i) => Math.floor((ages[i]! * 5) / steps) === fifth);
    return own.reduce((a, b) => a + b, 0) / own.length;
  });
}
