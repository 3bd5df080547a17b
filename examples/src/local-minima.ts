/**
 * Descent ends in the valley that it starts in, which need not be the deepest. A network of two hidden neurons can compute XOR, yet
 * from many random starts its training comes to rest where the loss is still large. The remedy is as plain: start several times, and
 * keep the best. If one start succeeds with probability p, one of k does with 1 - (1 - p)^k.
 */
import { cpuBackend, evaluate } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  binaryCrossentropy,
  builder,
  dense,
  grad,
  input,
  restarts,
  sequential,
  tensor,
} from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'Local minima: where descent ends depends on where it starts, so start again';

export async function run({ quick, seed, say, table, draw }: Stage) {
  const [starts, epochs] = quick ? [12, 300] : [40, 600];
  const network = sequential({ input: [2] }, [dense(2, { activation: 'tanh' }), dense(1)]);
  const { runs: tried, best } = await restarts(network, {
    backend: cpuBackend(),
    train: arrayDataset(tensor('float32', [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]), tensor('float32', [4, 1], [0, 1, 1, 0])),
    loss: binaryCrossentropy({ fromLogits: true }),
    optimizer: adam({ learningRate: 0.05 }),
    epochs,
    seed,
    starts,
  });
  const runs = tried.map(({ history }) => history.map(({ logs }) => logs.loss!));
  const last = runs.map((losses) => losses.at(-1)!);
  const solved = last.map((loss) => loss < 0.1);
  const share = solved.filter(Boolean).length / starts;
  say(
    `XOR by a network of 2 hidden neurons, ${starts} starts of ${epochs} rounds: ${solved.filter(Boolean).length} find it.`,
  );
  say(
    `The others end at losses of ${[...new Set(last.filter((loss) => loss >= 0.1).map((loss) => loss.toFixed(2)))].sort().join(', ')}.`,
  );
  say();
  const tries = [1, 2, 3, 5, 8];
  const chances = tries.map((k) => 1 - (1 - share) ** k);
  table(
    ['restarts', 'probability that the best has found it'],
    tries.map((k, i) => [k, chances[i]!]),
  );

  const xs = Array.from({ length: 201 }, (_, i) => -4 + i / 25);
  const balls = [-3.6, -1, 0.6, 3.7].map((start) => roll(start));
  await draw(
    panels({
      pictures: [
        lines({
          title: 'Each start rolls into a valley of its own',
          x: 'x',
          y: 'f(x)',
          series: [
            { x: xs, y: hill(xs).f, color: '#888888' },
            ...balls.map((path, i) => ({
              name: `from ${path[0]}`,
              x: path,
              y: hill(path).f,
              draw: 'both' as const,
              thickness: 1,
              color: ballColors[i]!,
            })),
          ],
        }),
        lines({
          title: `XOR from ${starts} starts`,
          x: 'round',
          y: { name: 'cross-entropy', min: 0 },
          series: runs.map((losses, i) => ({ y: losses, color: solved[i] ? '#0072b2' : '#d55e00', thickness: 1 })),
          notes: [
            { x: epochs * 0.85, y: 0.03, text: 'found' },
            { x: epochs * 0.85, y: 0.5, text: 'stuck' },
          ],
        }),
      ],
    }),
  );
  const ends = balls.map((path) => path.at(-1)!);
  return { share, best: best.logs!.loss!, worst: Math.max(...last), chances, ends };
}

const ballColors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];

/** A curve with several valleys, x² / 10 - cos(2 x), and its slope. */
export function hill(at: readonly number[]) {
  const g = builder();
  const x = input('x', 'float64', [at.length]);
  const f = g.sub(g.mul(g.mul(x, x), 0.1), g.cos(g.mul(x, 2)));
  const slope = grad(g.reduceSum(f, undefined, { keepdims: 0 }), [x])[0]!;
  const found = evaluate([f, slope], new Map([[x, tensor('float64', [at.length], at)]]));
  return { f: Array.from(found[0]!.data, Number), slope: Array.from(found[1]!.data, Number) };
}

/** Where gradient descent goes from `x`. */
export function roll(x: number, rate = 0.06): number[] {
  const path = [x];
  for (let step = 0; step < 40; step++) path.push(path.at(-1)! - rate * hill([path.at(-1)!]).slope[0]!);
  return path;
}
