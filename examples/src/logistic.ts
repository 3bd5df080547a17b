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

export async function run({ say, draw }: Stage) {
  const xs = Array.from({ length: 241 }, (_, i) => -6 + i / 20);
  const settings = [
    { midpoint: 0, slope: 1 },
    { midpoint: 0, slope: 4 },
    { midpoint: 2, slope: 1 },
  ];
  const curves = settings.map((each) => ({ ...each, ...curveOf(xs, each) }));

  say('midpoint  slope   f(midpoint)  derivative there   slope / 4   derivative 5 to the left');
  const figures = curves.map(({ midpoint, slope, f, derivative }) => {
    const middle = xs.indexOf(midpoint);
    const far = derivative[middle - 100]!;
    say(
      `${midpoint.toFixed(0).padStart(8)}${slope.toFixed(0).padStart(7)}${f[middle]!.toFixed(3).padStart(14)}` +
        `${derivative[middle]!.toFixed(4).padStart(18)}${(slope / 4).toFixed(4).padStart(12)}${far.toExponential(1).padStart(27)}`,
    );
    return { midpoint, slope, atMidpoint: f[middle]!, slopeThere: derivative[middle]!, slopeFarAway: far };
  });
  // What autodiff gives, against the formula.
  const error = Math.max(
    ...curves.flatMap(({ slope, f, derivative }) => f.map((y, i) => Math.abs(derivative[i]! - slope * y * (1 - y)))),
  );
  say();
  say(`Autodiff and the formula k f (1 - f) differ by at most ${error.toExponential(1)}.`);

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
  return { curves: figures, error };
}

/** The curve and its derivative at `xs`, in float64: a graph of three nodes, and the gradient of its sum. */
function curveOf(xs: readonly number[], settings: { readonly midpoint: number; readonly slope: number }) {
  const g = builder();
  const x = input('x', 'float64', [xs.length]);
  const f = activations.sigmoid(settings)(g, x, 0);
  const [derivative] = grad(g.reduceSum(f, undefined, { keepdims: 0 }), [x]);
  const found = evaluate([f, derivative!], new Map([[x, tensor('float64', [xs.length], xs)]]));
  return { f: Array.from(found[0]!.data, Number), derivative: Array.from(found[1]!.data, Number) };
}
