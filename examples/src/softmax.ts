/**
 * Softmax makes probabilities of scores: each in proportion to e^(score / T). The temperature T says how much a difference counts:
 * near 0 the largest takes all, far above 1 all get the same. Only differences count: the same amount more for every score changes
 * nothing. And of two classes it is the logistic curve of the difference of their scores.
 */
import { entropy, softmaxOf } from '@graftml/core';
import { bars, lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'Softmax: what temperature does, and the logistic curve as its special case';

export async function run({ say, table, draw }: Stage) {
  const classes = ['cat', 'dog', 'horse'];
  const scores = [2, 1, 0.1];

  const temperatures = [0.1, 0.5, 1, 2, 10];
  const cases = temperatures.map((temperature) => {
    const probabilities = softmaxOf(scores, { temperature });
    return { temperature, probabilities, bits: entropy(probabilities) };
  });
  say(`Scores: ${classes.map((name, i) => `${name} ${scores[i]}`).join(', ')}.`);
  table(
    ['temperature', ...classes, 'entropy in bits'],
    cases.map(({ temperature, probabilities, bits }) => [temperature, ...probabilities, bits]),
  );

  const shifted = softmaxOf(scores.map((score) => score + 100));
  const shift = Math.max(...softmaxOf(scores).map((p, i) => Math.abs(p - shifted[i]!)));
  say();
  say(`With 100 added to every score the probabilities move by at most ${Number(shift.toPrecision(1))}.`);

  const xs = Array.from({ length: 121 }, (_, i) => -6 + i / 10);
  const two = xs.map((x) => softmaxOf([x, 0])[0]!);
  const logistic = xs.map((x) => 1 / (1 + Math.exp(-x)));
  const apart = Math.max(...two.map((p, i) => Math.abs(p - logistic[i]!)));
  say(
    `Softmax of the two scores x and 0 is the logistic curve: they differ by at most ${Number(apart.toPrecision(1))}.`,
  );

  const wide = Array.from({ length: 61 }, (_, i) => 10 ** (-1.5 + i / 20));
  await draw(
    panels({
      columns: 3,
      pictures: [
        bars({
          title: 'Probabilities at three temperatures',
          width: 580,
          x: 'class',
          words: classes.map((name, i) => `${name} (score ${scores[i]})`),
          y: { name: 'probability', max: 1 },
          series: [0.5, 1, 2].map((temperature) => ({
            name: `T = ${temperature}`,
            values: softmaxOf(scores, { temperature }),
          })),
        }),
        lines({
          title: 'From the largest takes all to all the same',
          width: 520,
          x: { name: 'temperature', log: true },
          y: { name: 'probability', min: 0, max: 1 },
          series: classes.map((name, i) => ({
            name,
            x: wide,
            y: wide.map((temperature) => softmaxOf(scores, { temperature })[i]!),
          })),
          marks: [{ y: 1 / 3, label: 'one third' }],
        }),
        lines({
          title: 'Two classes: the logistic curve',
          width: 520,
          x: 'difference of the scores',
          y: 'probability of the first',
          series: [
            { name: 'logistic curve', x: xs, y: logistic, thickness: 7, color: '#cfcfcf' },
            { name: 'softmax of (x, 0)', x: xs, y: two },
          ],
        }),
      ],
    }),
  );
  return { cases, shift, apart };
}
