/**
 * Rosenblatt's perceptron (1958): one neuron that says 1 where w · x + b is above 0, and after each mistake moves its line a little
 * towards the example. Where a line can part the classes it finds one: AND, OR. No line parts those of XOR, so it never comes to
 * rest (Minsky & Papert 1969). A layer of a few neurons before the last bends the plane, and XOR is easy.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import { adam, arrayDataset, binaryCrossentropy, dense, fit, sequential, tensor } from '@graftml/core';
import { panels, type Surface, scatter } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { answers } from './shared/answers.ts';
import { byClass, gridOver, type Point, rowsOf } from './shared/drawn.ts';

export const title = 'A perceptron learns AND and OR, and fails at XOR, which one hidden layer solves';

export const inputs: readonly Point[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const functions = { AND: [0, 0, 0, 1], OR: [0, 1, 1, 1], XOR: [0, 1, 1, 0] } as const;

export async function run({ quick, seed, say, table, draw }: Stage) {
  const perceptrons = Object.entries(functions).map(([name, truth]) => ({ name, truth, ...perceptron(truth, 100) }));
  table(
    ['function', 'rounds', 'mistakes left', 'weights', 'bias'],
    perceptrons.map(({ name, mistakes, w, b }) => [name, mistakes.length, mistakes.at(-1)!, w.join(', '), b]),
  );

  // XOR again, with a hidden layer.
  const backend = cpuBackend();
  const truth = functions.XOR;
  const network = sequential({ input: [2] }, [dense(4, { activation: 'tanh' }), dense(1, { activation: 'sigmoid' })]);
  const { model, history } = await fit(network, {
    backend,
    seed,
    train: arrayDataset(tensor('float32', [4, 2], inputs.flat()), tensor('float32', [4, 1], truth)),
    loss: binaryCrossentropy(),
    optimizer: adam({ learningRate: 0.1 }),
    epochs: quick ? 100 : 300,
  });
  const ask = async (at: readonly Point[]) => (await answers(model, backend, at)).map(([p]) => p!);
  const said = await ask(inputs);
  const mistakes = said.filter((p, i) => Number(p > 0.5) !== truth[i]).length;
  say();
  say(`A network with 4 hidden neurons says of XOR ${said.map((p) => p.toFixed(2)).join(', ')}: ${mistakes} mistakes,`);
  say(`and a loss of ${history.at(-1)!.logs.loss!.toFixed(4)} after ${history.length} rounds.`);

  const [edges, across] = [[-0.5, 1.5] as const, 61];
  const grid = gridOver(edges, across);
  const picture = (heading: string, classes: readonly number[], values: readonly number[], edge: number) => {
    const surface: Surface = { x: edges, y: edges, values: rowsOf(values, across), levels: [edge], scale: 'classes' };
    const series = [0, 1].map((label) => ({ name: `is ${label}`, ...byClass(inputs, classes, label) }));
    return scatter({ title: heading, width: 380, height: 400, x: 'first input', y: 'second input', surface, series });
  };
  await draw(
    panels({
      columns: 4,
      pictures: [
        ...perceptrons.map(({ name, truth, w, b }) =>
          picture(
            `${name}, a perceptron`,
            truth,
            grid.map(([x, y]) => w[0]! * x + w[1]! * y + b),
            0,
          ),
        ),
        picture('XOR, a hidden layer', truth, await ask(grid), 0.5),
      ],
    }),
  );
  const [and, or, xor] = perceptrons.map((one) => one.mistakes.at(-1)!);
  return {
    and: and!,
    or: or!,
    xor: xor!,
    everWithoutMistakes: perceptrons[2]!.mistakes.includes(0),
    withHiddenLayer: mistakes,
  };
}

/** Looks at one example after another, round after round, and moves the line after each mistake. */
export function* looks(truth: readonly number[]) {
  let [w, b] = [[0, 0], 0];
  for (let i = 0; ; i = (i + 1) % inputs.length) {
    const [x, y] = inputs[i]!;
    const wanted = truth[i] === 1 ? 1 : -1; // the sign that the sum should have
    const isMistake = (w[0]! * x + w[1]! * y + b) * wanted <= 0;
    if (isMistake) {
      w = [w[0]! + wanted * x, w[1]! + wanted * y];
      b += wanted;
    }
    yield { i, isMistake, w, b };
  }
}

/** Learns until a round brings no mistake, or for so many rounds. */
function perceptron(truth: readonly number[], rounds: number) {
  const mistakes: number[] = [];
  let wrong = 0;
  for (const { i, isMistake, w, b } of looks(truth)) {
    wrong += Number(isMistake);
    if (i < inputs.length - 1) continue;
    mistakes.push(wrong);
    if (wrong === 0 || mistakes.length === rounds) return { w, b, mistakes };
    wrong = 0;
  }
  throw new Error('there are no examples');
}
