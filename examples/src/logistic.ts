/**
 * The logistic curve 1 / (1 + e^(-k (x - m))): how a neuron turns a score into a probability. At its midpoint m it crosses one
 * half, and there it is steepest. Its derivative is k f (1 - f), which is k / 4 at the midpoint and next to nothing far away, where
 * such a neuron hardly learns.
 */
import { evaluate } from '@graftml/backend-cpu';
import { activations, builder, grad, input, tensor } from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'The logistic curve: its midpoint, its slope there, and its derivative';

export async function run({ say, table, draw }: Stage) {
  const xs = Array.from({ length: 241 }, (_, i) => -6 + i / 20);
  const settings = [
    { midpoint: 0, slope: 1 },
    { midpoint: 0, slope: 4 },
    { midpoint: 2, slope: 1 },
  ];
  const curves = settings.map((each) => ({ ...each, ...curveOf(xs, each) }));

  const figures = curves.map(({ midpoint, slope, f, derivative }) => {
    const middle = xs.indexOf(midpoint);
    return {
      midpoint,
      slope,
      atMidpoint: f[middle]!,
      slopeThere: derivative[middle]!,
      slopeFarAway: derivative[middle - 100]!,
    };
  });
  table(
    ['midpoint m', 'slope k', 'f(m)', "f'(m)", 'k / 4', "f'(m - 5)"],
    figures.map((at) => [at.midpoint, at.slope, at.atMidpoint, at.slopeThere, at.slope / 4, at.slopeFarAway]),
  );

  // The derivative is autodiff's; how far is it from the formula, and from rise over run?
  const [h, k] = [1e-5, 4];
  const [before, after] = [-h, h].map(
    (d) =>
      curveOf(
        xs.map((x) => x + d),
        { midpoint: 0, slope: k },
      ).f,
  );
  const { f, derivative } = curves[1]!;
  const farFrom = (other: (i: number) => number) => Math.max(...xs.map((_, i) => Math.abs(derivative[i]! - other(i))));
  const fromFormula = farFrom((i) => k * f[i]! * (1 - f[i]!));
  const fromDifferences = farFrom((i) => (after![i]! - before![i]!) / (2 * h));
  say();
  say(
    `Autodiff is within ${Number(fromFormula.toPrecision(1))} of k f (1 - f), and within ${Number(fromDifferences.toPrecision(1))} of rise over run.`,
  );

  const name = ({ midpoint, slope }: { readonly midpoint: number; readonly slope: number }) =>
    `m = ${midpoint}, k = ${slope}`;
  await draw(
    panels({
      pictures: [
        lines({
          title: 'The logistic curve',
          x: 'x',
          y: 'f(x)',
          series: curves.map((curve) => ({ name: name(curve), x: xs, y: curve.f })),
          marks: [{ y: 0.5, label: 'one half' }, { x: 0 }, { x: 2 }],
        }),
        lines({
          title: 'Its derivative',
          x: 'x',
          y: "f'(x)",
          series: curves.map((curve) => ({ name: name(curve), x: xs, y: curve.derivative })),
          marks: [{ y: 0.25, label: 'k / 4 for k = 1' }, { x: 0 }, { x: 2 }],
        }),
      ],
    }),
  );
  return { curves: figures, fromFormula, fromDifferences };
}

/** The curve and its derivative at `xs`, in float64: a graph of three nodes, and the gradient of its sum. */
export function curveOf(xs: readonly number[], settings: { readonly midpoint: number; readonly slope: number }) {
  const g = builder();
  const x = input('x', 'float64', [xs.length]);
  const f = activations.sigmoid(settings)(g, x, 0);
  const [derivative] = grad(g.reduceSum(f, undefined, { keepdims: 0 }), [x]);
  const found = evaluate([f, derivative!], new Map([[x, tensor('float64', [xs.length], xs)]]));
  return { f: Array.from(found[0]!.data, Number), derivative: Array.from(found[1]!.data, Number) };
}
