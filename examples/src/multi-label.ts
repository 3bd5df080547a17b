/**
 * Classes that exclude one another share one whole: a softmax makes all chances sum to 1. Labels that hold independently, several
 * of them or none, are a question each: one logistic for each, its own yes or no, its own threshold. Three circles that overlap
 * show what happens when a softmax is asked the second kind of question.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  binaryCrossentropy,
  categoricalCrossentropy,
  dense,
  evaluate,
  fit,
  type Loss,
  metrics,
  sequential,
  tensor,
  uniforms,
} from '@graftml/core';
import { panels, scatter } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { answers } from './shared/answers.ts';
import { gridOver, type Point, rowsOf } from './shared/drawn.ts';

export const title = 'Exclusive classes against independent labels: several logistics, or one softmax';

export const circles: readonly Point[] = [
  [-0.45, -0.26],
  [0.45, -0.26],
  [0, 0.52],
];
export const radius = 0.75;
export const labelsOf = ([x, y]: Point, among = circles): number[] =>
  among.map(([cx, cy]) => Number((x - cx) ** 2 + (y - cy) ** 2 < radius ** 2));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export async function run({ quick, seed, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const [train, test] = [points(600, seed, 'train'), points(1000, seed, 'test')];
  const learn = async (
    name: string,
    activation: 'sigmoid' | 'softmax',
    loss: Loss,
    target: (y: number[]) => number[],
  ) => {
    const { model } = await fit(
      sequential({ input: [2] }, [dense(32, { activation: 'relu' }), dense(3, { activation })]),
      {
        backend,
        train: dataset(train, target),
        loss,
        optimizer: adam({ learningRate: 0.02 }),
        epochs: quick ? 30 : 80,
        batchSize: 30,
        seed,
      },
    );
    const found = await evaluate(model, {
      backend,
      data: dataset(test, (y) => y),
      loss: binaryCrossentropy(),
      metrics: { accuracy: metrics.binaryAccuracy(), recall: metrics.multilabelRecall(), f1: metrics.multilabelF1() },
      batchSize: 500,
    });
    const chances = await answers(model, backend, test);
    const where = (n: number) => {
      const own = chances.filter((_, i) => sum(labelsOf(test[i]!)) === n);
      return sum(own.map(sum)) / own.length;
    };
    const most = Math.max(...chances.map((row) => row.filter((p) => p > 0.5).length));
    const { accuracy, recall, f1 } = found!;
    return { name, model, accuracy, recall, f1, most, sums: [0, 1, 2, 3].map(where) };
  };
  // The most that can be asked of a softmax: equal parts for all labels that hold.
  const shares = (y: number[]) => y.map((v) => v / Math.max(1, sum(y)));
  const runs = [
    await learn('three logistics', 'sigmoid', binaryCrossentropy(), (y) => y),
    await learn('one softmax', 'softmax', categoricalCrossentropy(), shares),
  ];
  table(
    ['', 'right answers', 'labels found', 'F1', 'most labels at once'],
    runs.map(({ name, accuracy, recall, f1, most }) => [name, accuracy, recall, f1, most]),
  );
  say();
  table(
    ['sum of the chances where', 'no label holds', 'one', 'two', 'three'],
    runs.map(({ name, sums }) => [name, ...sums]),
  );

  const [edges, across] = [[-1.6, 1.6] as const, 61];
  const grid = gridOver(edges, across);
  const pictures: string[] = [];
  for (const { name, model } of runs)
    pictures.push(
      scatter({
        title: `${name}: labels found, the more the darker`,
        width: 460,
        height: 460,
        x: 'x',
        y: 'y',
        surface: {
          x: edges,
          y: edges,
          values: rowsOf(
            (await answers(model, backend, grid)).map((row) => row.filter((p) => p > 0.5).length),
            across,
          ),
          levels: [0.5, 1.5, 2.5],
        },
        series: circles.map((center, i) => ({ name: `label ${i + 1}`, draw: 'line' as const, ...outline(center) })),
      }),
    );
  await draw(panels({ pictures }));
  return { runs: runs.map(({ model, ...figures }) => figures) };
}

export const points = (count: number, seed: number, purpose: string): Point[] => {
  const drawn = uniforms({ seed, purpose }, 2 * count);
  return Array.from({ length: count }, (_, i): Point => [3.2 * drawn[2 * i]! - 1.6, 3.2 * drawn[2 * i + 1]! - 1.6]);
};

const dataset = (all: readonly Point[], target: (y: number[]) => number[]) =>
  arrayDataset(
    tensor('float32', [all.length, 2], all.flat()),
    tensor(
      'float32',
      [all.length, 3],
      all.flatMap((point) => target(labelsOf(point))),
    ),
  );

function outline([cx, cy]: Point) {
  const angles = Array.from({ length: 73 }, (_, i) => (i * Math.PI) / 36);
  return { x: angles.map((a) => cx + radius * Math.cos(a)), y: angles.map((a) => cy + radius * Math.sin(a)) };
}
