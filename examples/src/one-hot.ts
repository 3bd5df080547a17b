/**
 * Classes are names, not amounts. Numbered 0, 1, 2 they would have an order and distances that nobody meant: a network that is to
 * hit the number must find class 1 between 0 and 2. One output for each class and targets that are 1 in one place (one-hot) keep all
 * classes equally far apart. In files the number of the class is enough: the loss knows which output is meant.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  categoricalCrossentropy,
  dense,
  fit,
  meanSquaredError,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
} from '@graftml/core';
import { panels, scatter } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { answers } from './shared/answers.ts';
import { byClass, clouds, gridOver, type Point, pointsDataset, rowsOf } from './shared/drawn.ts';

export const title = 'One-hot targets: classes are names, and numbering them invents an order';

export async function run({ quick, seed, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const names = ['cat', 'dog', 'horse'];
  // Side by side, but not in the order of their numbers.
  const centers = [
    [-1.4, 0],
    [1.4, 0.2],
    [0, -0.2],
  ] as const;
  const { points, labels } = clouds(centers, 40, 0.3, seed);
  const oneHot = labels.map((label) => names.map((_, i) => (i === label ? 1 : 0)));
  table(
    ['class', 'number', 'one-hot'],
    names.map((name, i) => [name, i, oneHot[labels.indexOf(i)]!.join(' ')]),
  );

  // The same linear network with one output for the number, or one for each class.
  const x = tensor('float32', [points.length, 2], points.flat());
  const settings = { backend, epochs: quick ? 40 : 150, seed, optimizer: adam({ learningRate: 0.05 }) };
  const asNumber = await fit(sequential({ input: [2] }, [dense(1)]), {
    ...settings,
    train: arrayDataset(x, tensor('float32', [labels.length, 1], labels)),
    loss: meanSquaredError(),
  });
  const asOneHot = await fit(sequential({ input: [2] }, [dense(3)]), {
    ...settings,
    train: arrayDataset(x, tensor('float32', [labels.length, 3], oneHot.flat())),
    loss: categoricalCrossentropy({ fromLogits: true }),
  });
  const asIndex = await fit(sequential({ input: [2] }, [dense(3)]), {
    ...settings,
    train: pointsDataset(points, labels),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  });

  // The class that each network says at a place.
  const across = 121;
  const edges = [-2, 2] as const;
  const byNumber = async (at: readonly Point[]) =>
    (await answers(asNumber.model, backend, at)).map(([number]) => Math.min(Math.max(Math.round(number!), 0), 2));
  const byLargest = async (at: readonly Point[]) =>
    (await answers(asOneHot.model, backend, at)).map((scores) => scores.indexOf(Math.max(...scores)));
  const accuracy = (said: readonly number[]) => said.filter((label, i) => label === labels[i]).length / labels.length;
  const figures = { asNumber: accuracy(await byNumber(points)), asOneHot: accuracy(await byLargest(points)) };
  say();
  table(
    ['targets', 'accuracy'],
    [
      ['the number of the class', figures.asNumber],
      ['one-hot', figures.asOneHot],
    ],
  );

  const [loss, sparseLoss] = [asOneHot, asIndex].map(({ history }) => history.at(-1)!.logs.loss!);
  say();
  say(
    `One-hot vectors or the numbers of classes as targets of three outputs: the same loss, ${loss!.toFixed(6)} and ${sparseLoss!.toFixed(6)}.`,
  );

  const picture = (heading: string, values: readonly number[]) =>
    scatter({
      title: heading,
      width: 460,
      height: 440,
      x: 'x',
      y: 'y',
      surface: {
        x: edges,
        y: edges,
        values: rowsOf(values, across),
        levels: [0.5, 1.5],
        scale: 'classes',
        smooth: false,
      },
      series: names.map((name, i) => ({ name, ...byClass(points, labels, i) })),
    });
  await draw(
    panels({
      pictures: [
        picture('One output, to hit 0, 1 or 2', await byNumber(gridOver(edges, across))),
        picture('Three outputs, one for each class', await byLargest(gridOver(edges, across))),
      ],
    }),
  );
  return { ...figures, loss: loss!, sparseLoss: sparseLoss! };
}
