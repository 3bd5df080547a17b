/**
 * Backpropagation by hand: two inputs, two hidden neurons, one output, all logistic, and the loss L = (y - t)² / 2. Forward, each
 * neuron weighs its inputs and squashes the sum. Backward, each passes on how much the loss changes with its sum (its delta): the
 * output's comes from the loss, a hidden one's through the weight that it is heard by; each times the slope of the logistic curve,
 * f (1 - f). The gradient of a weight is what came in, times the delta of the neuron that it leads to.
 */
import { evaluate } from '@graftml/backend-cpu';
import { bind, builder, dense, grad, inputName, sequential, type Tensor, tensor, type Value } from '@graftml/core';
import type { Stage } from './harness/example.ts';
import { networkPicture } from './shared/network-picture.ts';

export const title = 'Backpropagation by hand against autodiff on a network of 2, 2 and 1 neurons';

/** The inputs, and what the output should be. */
const given = { x: [0.05, 0.1], target: 0.01 };
/** `v[i][j]` leads from input i to hidden neuron j, `w[j]` from there to the output. */
export const weights = {
  v: [
    [0.15, 0.25],
    [0.2, 0.3],
  ],
  b: [0.35, 0.35],
  w: [0.4, 0.45],
  c: 0.6,
};
export type Weights = typeof weights;
export type Given = typeof given;

const logistic = (sum: number) => 1 / (1 + Math.exp(-sum));

export function forward({ v, b, w, c }: Weights, { x, target }: Given) {
  const h = b.map((bias, j) => logistic(x[0]! * v[0]![j]! + x[1]! * v[1]![j]! + bias));
  const y = logistic(h[0]! * w[0]! + h[1]! * w[1]! + c);
  return { h, y, loss: (y - target) ** 2 / 2 };
}

export function backward({ w }: Weights, { x, target }: Given, { h, y }: ReturnType<typeof forward>): Weights {
  const deltaOut = (y - target) * y * (1 - y);
  const deltaHidden = h.map((f, j) => deltaOut * w[j]! * f * (1 - f));
  return {
    c: deltaOut,
    w: h.map((f) => f * deltaOut),
    b: deltaHidden,
    v: x.map((xi) => deltaHidden.map((delta) => xi * delta)),
  };
}

export async function run({ say, table, draw }: Stage) {
  const seen = forward(weights, given);
  const byHand = backward(weights, given, seen);
  const auto = byAutodiff(weights, given);
  say(
    `Forward: hidden ${seen.h.map((f) => f.toFixed(6)).join(' and ')}, output ${seen.y.toFixed(6)}, loss ${seen.loss.toFixed(6)}.`,
  );
  say();

  const hand = flat(byHand);
  const all = flat(weights).map((weight, i) => ({
    name: names[i]!,
    weight,
    byHand: hand[i]!,
    byAutodiff: auto.gradients[i]!,
    // A third opinion: how the loss changes if the weight does.
    byDifference: (lossWith(i, 1e-6) - lossWith(i, -1e-6)) / 2e-6,
  }));
  table(
    ['weight', 'value', 'gradient by hand', 'by autodiff', 'by difference'],
    all.map((one) => [
      one.name,
      one.weight,
      ...[one.byHand, one.byAutodiff, one.byDifference].map((g) => g.toFixed(12)),
    ]),
  );
  const apart = Math.max(...all.map((one) => Math.abs(one.byHand - one.byAutodiff)));
  const fromDifference = Math.max(...all.map((one) => Math.abs(one.byHand - one.byDifference)));
  const after = forward(unflat(flat(weights).map((weight, i) => weight - 0.5 * hand[i]!)), given);
  say();
  say(
    `By hand and by autodiff differ by at most ${Number(apart.toPrecision(1))}, the loss by ${Number(Math.abs(auto.loss - seen.loss).toPrecision(1))}.`,
  );
  say(`One step down the gradient (rate 0.5) takes the loss from ${seen.loss.toFixed(6)} to ${after.loss.toFixed(6)}.`);

  const edge = (from: number, to: number, name: string) => {
    const { weight, byHand } = all.find((one) => one.name === name)!;
    return { from, to, above: `${name} = ${weight}`, below: `dL/d${name} = ${byHand.toExponential(2)}` };
  };
  const neuron = (layer: number, row: number, name: string, value: number, delta?: number) => ({
    layer,
    row,
    above: `${name} = ${value.toFixed(4)}`,
    below: delta === undefined ? '' : `delta ${delta.toExponential(2)}`,
  });
  await draw(
    networkPicture({
      title: 'Values go to the right, gradients come back',
      neurons: [
        neuron(0, 0, 'x1', given.x[0]!),
        neuron(0, 2, 'x2', given.x[1]!),
        neuron(1, 0, 'h1', seen.h[0]!, byHand.b[0]),
        neuron(1, 2, 'h2', seen.h[1]!, byHand.b[1]),
        neuron(2, 1, 'y', seen.y, byHand.c),
      ],
      edges: [
        edge(0, 2, 'v11'),
        edge(0, 3, 'v12'),
        edge(1, 2, 'v21'),
        edge(1, 3, 'v22'),
        edge(2, 4, 'w1'),
        edge(3, 4, 'w2'),
      ],
    }),
  );
  return { apart, fromDifference, lossesApart: Math.abs(auto.loss - seen.loss), before: seen.loss, after: after.loss };
}

/** The same network of layers, the loss on top of it, and the gradients as `grad` writes them into the graph. */
export function byAutodiff(weights: Weights, { x, target }: Given) {
  const model = sequential({ input: [2], dtype: 'float64' }, [
    dense(2, { activation: 'sigmoid', name: 'hidden' }),
    dense(1, { activation: 'sigmoid', name: 'out' }),
  ]);
  const { inputs, outputs } = bind(model.graph('train'), { N: 1 });
  const g = builder();
  const error = g.sub(outputs.output!, target);
  const loss = g.reduceSum(g.mul(g.mul(error, error), 0.5), undefined, { keepdims: 0 });
  const at: Readonly<Record<string, Tensor>> = {
    input: tensor('float64', [1, 2], x),
    'hidden/kernel': tensor('float64', [2, 2], weights.v.flat()),
    'hidden/bias': tensor('float64', [2], weights.b),
    'out/kernel': tensor('float64', [2, 1], weights.w),
    'out/bias': tensor('float64', [1], [weights.c]),
  };
  const parameters = inputs.filter((value) => inputName(value) !== 'input');
  const feeds = new Map(inputs.map((value): [Value, Tensor] => [value, at[inputName(value)!]!]));
  const [found, ...gradients] = evaluate([loss, ...grad(loss, parameters)], feeds);
  return { loss: Number(found!.data[0]), gradients: gradients.flatMap(({ data }) => Array.from(data, Number)) };
}

export const names = ['v11', 'v12', 'v21', 'v22', 'b1', 'b2', 'w1', 'w2', 'c'];
export const flat = ({ v, b, w, c }: Weights): number[] => [...v.flat(), ...b, ...w, c];
export const unflat = ([v11, v12, v21, v22, b1, b2, w1, w2, c]: readonly number[]): Weights => ({
  v: [
    [v11!, v12!],
    [v21!, v22!],
  ],
  b: [b1!, b2!],
  w: [w1!, w2!],
  c: c!,
});
const lossWith = (index: number, change: number): number =>
  forward(unflat(flat(weights).map((weight, i) => (i === index ? weight + change : weight))), given).loss;
