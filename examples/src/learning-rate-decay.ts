/**
 * A learning rate that is right at the start is too large at the end: steps from single examples keep jumping over the valley
 * floor. One that is right at the end is too small at the start. Decay takes large steps first and small ones later: here
 * rate / (1 + decay · step / steps), and along half a cosine wave.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import { cosineDecay, inverseTimeDecay, meanSquaredError, type Schedule, sgd } from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { lineFrom, pointsOnLine } from './shared/line.ts';
import { walk } from './shared/walk.ts';

export const title = 'Learning-rate decay: large steps to get there, small ones to stay';

export async function run({ quick, seed, say, table, draw }: Stage) {
  const { data, lossAt, best } = pointsOnLine(64, 0.4, seed);
  const least = lossAt(best.w, best.b);
  const steps = quick ? 600 : 1200;
  const schedules: Readonly<Record<string, Schedule>> = {
    'constant 0.2': () => 0.2,
    'constant 0.001': () => 0.001,
    'inverse time, from 0.2': inverseTimeDecay({ initialLearningRate: 0.2, decaySteps: steps, decayRate: 100 }),
    'cosine, from 0.2': cosineDecay({ initialLearningRate: 0.2, decaySteps: steps, alpha: 0.01 }),
  };

  const runs = [];
  for (const [name, learningRate] of Object.entries(schedules)) {
    const path = await walk(lineFrom(-1.2, -0.6), {
      backend: cpuBackend(),
      data,
      loss: meanSquaredError(),
      optimizer: sgd({ learningRate }),
      batchSize: 1,
      steps,
      seed,
    });
    const above = path.map(([w, b]) => lossAt(w!, b!) - least);
    const firstSmall = above.findIndex((_, step) => smooth(above, step) < 1);
    const last = above.slice(-steps / 10);
    runs.push({
      name,
      learningRate,
      above,
      stepsToCome: firstSmall,
      atTheEnd: last.reduce((a, b) => a + b) / last.length,
    });
  }
  say(`Stochastic descent, ${steps} steps of one example each; the loss above the least:`);
  table(
    ['learning rate', 'steps until below 1', 'mean of the last tenth'],
    runs.map(({ name, stepsToCome, atTheEnd }) => [name, stepsToCome < 0 ? 'never' : stepsToCome, atTheEnd]),
  );

  const every = Array.from({ length: 101 }, (_, i) => Math.round((i * steps) / 100));
  await draw(
    panels({
      pictures: [
        lines({
          title: 'The learning rate',
          x: 'step',
          y: { name: 'learning rate', log: true },
          series: runs.map(({ name, learningRate }) => ({
            name,
            x: every,
            y: every.map((step) => learningRate(step)),
          })),
        }),
        lines({
          title: 'What it leads to',
          x: 'step',
          y: { name: 'loss above the least, mean of 40 steps', log: true },
          series: runs.map(({ name, above }) => ({ name, x: every, y: every.map((step) => smooth(above, step)) })),
        }),
      ],
    }),
  );
  return { runs: runs.map(({ name, stepsToCome, atTheEnd }) => ({ name, stepsToCome, atTheEnd })) };
}

/** The mean of the 40 values up to `end`. */
function smooth(values: readonly number[], end: number): number {
  const near = values.slice(Math.max(0, end - 39), end + 1);
  return near.reduce((a, b) => a + b) / near.length;
}
