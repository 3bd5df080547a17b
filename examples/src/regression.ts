/**
 * Regression: a number as the answer, so one output without activation, and a loss that says how far off it is. A line can only
 * be a line; hidden layers bend it. And the loss decides what a few wrong measurements do: the mean squared error goes to
 * where the mean is, the mean absolute error to the median, which they hardly move.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  type Dataset,
  dense,
  evaluate,
  fit,
  type Layer,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  metrics,
  normals,
  predict,
  sequential,
  tensor,
  uniforms,
} from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'Regression: a line, a curve, and a loss that forgives wrong measurements';

export const truth = (x: number): number => Math.sin(2 * x) + x / 2;

export async function run({ quick, seed, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const { x, y } = measured(120, seed, 'train');
  // One in ten goes wrong, always in the same direction.
  const spoilt = y.map((value, i) => (i % 10 === 0 ? value + 6 : value));
  const test = measured(500, seed, 'test');
  const places = Array.from({ length: 121 }, (_, i) => i / 20 - 3);

  const learn = async (name: string, layers: readonly Layer[], loss: Loss, values: readonly number[]) => {
    const { model } = await fit(sequential({ input: [1] }, layers), {
      backend,
      train: dataset(x, values),
      loss,
      optimizer: adam({ learningRate: 0.02 }),
      epochs: quick ? 120 : 300,
      batchSize: 30,
      seed,
    });
    const found = await evaluate(model, {
      backend,
      data: dataset(test.x, test.y),
      loss: meanSquaredError(),
      metrics: { r2: metrics.r2Score() },
      batchSize: 500,
    });
    const curve = await predict(model, { backend, data: tensor('float32', [places.length, 1], places) });
    return { name, error: found!.loss, r2: found!.r2, curve: Array.from(curve.data, Number) };
  };
  const bent = () => [dense(16, { activation: 'tanh' }), dense(16, { activation: 'tanh' }), dense(1)];
  const clean = [
    await learn('a line', [dense(1)], meanSquaredError(), y),
    await learn('hidden layers', bent(), meanSquaredError(), y),
  ];
  const wrong = [
    await learn('mean squared error', bent(), meanSquaredError(), spoilt),
    await learn('mean absolute error', bent(), meanAbsoluteError(), spoilt),
  ];
  const show = (heading: string, runs: typeof clean) =>
    table(
      [heading, 'squared error on others', 'R²'],
      runs.map(({ name, error, r2 }) => [name, error, r2]),
    );
  show('120 measurements', clean);
  say();
  show('a tenth of them wrong', wrong);

  const picture = (heading: string, values: readonly number[], runs: typeof clean) =>
    lines({
      title: heading,
      x: 'x',
      y: 'y',
      series: [
        { name: 'measured', x, y: values, draw: 'points' },
        ...runs.map(({ name, curve }) => ({ name, x: places, y: curve })),
        { name: 'the truth', x: places, y: places.map(truth), dashed: true },
      ],
    });
  await draw(
    panels({
      pictures: [picture('A line, and hidden layers', y, clean), picture('A tenth of them wrong', spoilt, wrong)],
    }),
  );
  const figures = ({ name, error, r2 }: (typeof clean)[number]) => ({ name, error, r2 });
  return { clean: clean.map(figures), wrong: wrong.map(figures) };
}

/** The truth at places from -3 to 3, with an error of 0.2 each. */
export function measured(count: number, seed: number, purpose: string) {
  const x = Array.from(uniforms({ seed, purpose }, count), (u) => 6 * u - 3);
  const errors = normals({ seed, purpose: `${purpose}: errors` }, count);
  return { x, y: x.map((value, i) => truth(value) + 0.2 * errors[i]!) };
}

export const dataset = (x: readonly number[], y: readonly number[]): Dataset =>
  arrayDataset(tensor('float32', [x.length, 1], x), tensor('float32', [y.length, 1], y));
