import { cpuBackend } from '@graftml/backend-cpu';
import { adam, arrayDataset, binaryCrossentropy, dense, sequential, tensor } from '@graftml/core';
import { functions, inputs, looks } from '@graftml/examples/perceptron';
import { answers } from '@graftml/examples/shared/answers';
import { gridOver } from '@graftml/examples/shared/drawn';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/perceptron.tsx';
import { curveOf, epochsOf } from './shared/training.ts';

export const edges = [-0.5, 1.5] as const;
export const across = 41;

export interface PerceptronState {
  readonly points: readonly (readonly [number, number])[];
  readonly truth: readonly number[];
  /** What it says of each point, 0 or 1. */
  readonly said: readonly number[];
  readonly rounds: number;
  /** One neuron: its line, and the example that it looked at last. */
  readonly line?: {
    readonly w: readonly number[];
    readonly b: number;
    readonly i?: number;
    readonly isMistake: boolean;
  };
  /** Mistakes, round by round. */
  readonly mistakes: readonly number[];
  /** A network: what it says over the plane, and its loss. */
  readonly chances?: Float32Array;
  readonly loss?: readonly number[];
}

type Chosen = SettingsOf<typeof controls>;

export const scene = (settings: Chosen) => (settings.hidden === 0 ? neuron(settings) : network(settings));

function* neuron({ task }: Chosen): Generator<PerceptronState> {
  const truth = functions[task];
  const mistakes: number[] = [];
  const shown = (w: readonly number[], b: number, more: { readonly i?: number; readonly isMistake: boolean }) => ({
    points: inputs,
    truth,
    said: inputs.map(([x, y]) => Number(w[0]! * x + w[1]! * y + b > 0)),
    rounds: mistakes.length,
    line: { w, b, ...more },
    mistakes: [...mistakes],
  });
  yield shown([0, 0], 0, { isMistake: false });
  let wrong = 0;
  for (const { i, isMistake, w, b } of looks(truth)) {
    wrong += Number(isMistake);
    const isEnd = i === inputs.length - 1;
    if (isEnd) mistakes.push(wrong);
    yield shown(w, b, { i, isMistake });
    if (isEnd && (wrong === 0 || mistakes.length === 40)) return;
    if (isEnd) wrong = 0;
  }
}

async function* network({ task, hidden, seed }: Chosen): AsyncGenerator<PerceptronState> {
  const backend = cpuBackend();
  const truth = functions[task];
  const layers = [dense(hidden, { activation: 'tanh' }), dense(1, { activation: 'sigmoid' })];
  const grid = gridOver(edges, across);
  const mistakes: number[] = [];
  for await (const { model, epoch, history } of epochsOf(sequential({ input: [2] }, layers), {
    backend,
    seed,
    train: arrayDataset(tensor('float32', [4, 2], inputs.flat()), tensor('float32', [4, 1], truth)),
    loss: binaryCrossentropy(),
    optimizer: adam({ learningRate: 0.1 }),
    epochs: 150,
  })) {
    const said = (await answers(model, backend, inputs)).map(([p]) => Number(p! > 0.5));
    if (epoch > 0) mistakes.push(said.filter((one, i) => one !== truth[i]).length);
    yield {
      points: inputs,
      truth,
      said,
      rounds: epoch,
      mistakes: [...mistakes],
      chances: Float32Array.from(await answers(model, backend, grid), ([p]) => p!),
      loss: curveOf(history, 'loss'),
    };
  }
}
