/**
 * How much one learns. An event of probability p carries -log2 p bits: what is rare tells much. Entropy is what is learnt on
 * average, and no code needs fewer bits. Cross-entropy is what messages cost in the code that is best for another distribution q;
 * the Kullback-Leibler divergence is the difference, the price of being wrong, and it is not the same in both directions. As a loss,
 * cross-entropy asks for the information of the true class under what the network believes.
 */
import { evaluate } from '@graftml/backend-cpu';
import {
  builder,
  categoricalCrossentropy,
  constant,
  crossEntropy,
  entropy,
  information,
  relativeEntropy,
  tensor,
} from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'Information, entropy, cross-entropy and KL divergence: the price of believing the wrong thing';

export async function run({ say, table, draw }: Stage) {
  const events = [
    ['heads', 1 / 2],
    ['a six', 1 / 6],
    ['one of a million', 1e-6],
    ['what was certain', 1],
  ] as const;
  table(
    ['event', 'probability', 'bits'],
    events.map(([name, p]) => [name, p, information(p)]),
  );

  // Weather, and a code for it: no word is the beginning of another.
  const weather = [1 / 2, 1 / 4, 1 / 8, 1 / 8]; // sun, cloud, rain, snow
  const code = ['0', '10', '110', '111'];
  const codeLength = weather.reduce((sum, p, i) => sum + p * code[i]!.length, 0);
  const belief = [0.7, 0.1, 0.1, 0.1];
  const costs = {
    entropy: entropy(weather),
    codeLength,
    crossEntropy: crossEntropy(weather, belief),
    divergence: relativeEntropy(weather, belief),
    theOtherWay: relativeEntropy(belief, weather),
  };
  say();
  say(`Weather with probabilities ${weather.join(', ')} has an entropy of ${costs.entropy} bits;`);
  say(`the code ${code.join(', ')} takes ${costs.codeLength} bits a day: it cannot be beaten.`);
  say(
    `Whoever believes ${belief.join(', ')} has a code that takes ${costs.crossEntropy.toFixed(3)} bits (cross-entropy),`,
  );
  say(
    `${costs.divergence.toFixed(3)} more than needed (KL divergence; the other way round it is ${costs.theOtherWay.toFixed(3)}).`,
  );

  // The loss of a classifier: the truth is one class, so what remains is the information of that class.
  const said = [0.2, 0.7, 0.1];
  const g = builder();
  const of = (numbers: readonly number[]) => constant(tensor('float64', [1, 3], numbers));
  const [loss] = evaluate([categoricalCrossentropy().build(g, { prediction: of(said), target: of([0, 1, 0]) })]);
  const asLoss = { loss: Number(loss!.data[0]), nats: information(said[1]!, { base: Math.E }) };
  say();
  say(`A network says ${said.join(', ')}; the second is right. Its loss is ${asLoss.loss.toFixed(4)},`);
  say(`the information of the right class: -ln 0.7 = ${asLoss.nats.toFixed(4)} nats.`);

  const ps = Array.from({ length: 199 }, (_, i) => (i + 1) / 200);
  const truth = 0.3;
  const cost = ps.map((q) => crossEntropy([truth, 1 - truth], [q, 1 - q]));
  const best = ps[cost.indexOf(Math.min(...cost))]!;
  const coin = ps.map((p) => entropy([p, 1 - p]));
  await draw(
    panels({
      columns: 3,
      pictures: [
        lines({
          title: 'Information of an event',
          width: 480,
          x: 'probability',
          y: 'bits',
          series: [{ x: ps, y: ps.map((p) => information(p)) }],
          marks: [{ x: 0.5, label: 'heads: 1 bit' }],
        }),
        lines({
          title: 'Entropy of a coin',
          width: 480,
          x: 'probability of heads',
          y: 'bits',
          series: [{ x: ps, y: coin }],
          marks: [{ x: 0.5, label: 'a fair one is hardest to guess' }],
        }),
        lines({
          title: `Cost of believing q where the truth is ${truth}`,
          width: 480,
          x: 'q, the probability believed',
          y: { name: 'bits', min: 0, max: 3 },
          series: [
            { name: 'cross-entropy', x: ps, y: cost },
            { name: 'entropy', x: ps, y: ps.map(() => entropy([truth, 1 - truth])), dashed: true },
            { name: 'KL divergence', x: ps, y: ps.map((q) => relativeEntropy([truth, 1 - truth], [q, 1 - q])) },
          ],
          marks: [{ x: truth, label: 'the truth' }],
        }),
      ],
    }),
  );
  return { ...costs, ...asLoss, cheapestBelief: best, largestEntropyAt: ps[coin.indexOf(Math.max(...coin))]! };
}
