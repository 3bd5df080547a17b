'use client';
import { slider } from '../controls.ts';
import { blue, ink, orange, soft, surface } from '../kit/colours.ts';
import { Curve, halo, Legend } from '../kit/marks.tsx';
import { Column } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits, shown } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { BackpropagationState } from '../scenes/backpropagation.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  x1: slider({ min: -1, max: 1, step: 0.05, start: 0.05 }),
  x2: slider({ min: -1, max: 1, step: 0.05, start: 0.1 }),
  target: slider({ min: 0.01, max: 0.99, step: 0.01, start: 0.01 }),
  rate: slider({ min: 0.1, max: 10, step: 0.1, start: 0.5, isLog: true }),
};

export const page = learnPage<BackpropagationState>()({
  controls,
  pace: 4,
  tries: [{ target: 0.75 }, { x1: 0, x2: 1 }, { rate: 10 }],
  View: ({ state }) => {
    const words = useWords('backpropagation');
    const steps = state.losses.map((_, i) => i);
    return (
      <Column>
        <Network state={state} />
        <Plot
          label={words.loss}
          title={words.loss}
          height={150}
          x={{ from: 0, to: 120, name: words.step }}
          y={{ from: 0, to: Math.max(0.3, ...state.losses) }}
        >
          {(area) => <Curve area={area} x={steps} y={state.losses} colour={blue} width={2.5} />}
        </Plot>
      </Column>
    );
  },
  figures: ({ y, losses, apart }) => ({
    step: losses.length - 1,
    output: y,
    loss: losses.at(-1)!,
    apart: apart === 0 ? '0' : shown(Number(apart.toPrecision(1))),
  }),
});

/** Places in 100 by 50. */
const places = {
  x1: [9, 10],
  x2: [9, 40],
  h1: [50, 10],
  h2: [50, 40],
  y: [91, 25],
} as const;

function Network({ state: { x, target, weights, h, y, gradients } }: { readonly state: BackpropagationState }) {
  const words = useWords('backpropagation');
  const edges = [
    ['x1', 'h1', weights.v[0]![0]!, gradients.v[0]![0]!],
    ['x1', 'h2', weights.v[0]![1]!, gradients.v[0]![1]!],
    ['x2', 'h1', weights.v[1]![0]!, gradients.v[1]![0]!],
    ['x2', 'h2', weights.v[1]![1]!, gradients.v[1]![1]!],
    ['h1', 'y', weights.w[0]!, gradients.w[0]!],
    ['h2', 'y', weights.w[1]!, gradients.w[1]!],
  ] as const;
  const neurons = [
    ['x1', 'x₁', x[0]!, undefined],
    ['x2', 'x₂', x[1]!, undefined],
    ['h1', 'h₁', h[0]!, gradients.b[0]!],
    ['h2', 'h₂', h[1]!, gradients.b[1]!],
    ['y', 'y', y, gradients.c],
  ] as const;
  return (
    <Plot
      label={words.label(digits(y), digits(gradients.c, 2))}
      title={words.network}
      legend={
        <Legend
          of={[
            { name: words.forward, colour: blue },
            { name: words.back, colour: orange },
          ]}
        />
      }
      height={330}
      x={{ from: 0, to: 100, ticks: [] }}
      y={{ from: 50, to: 0, ticks: [] }}
    >
      {(area) => (
        <g fontSize={12} className="counts">
          {edges.map(([from, to, weight, gradient]) => {
            const [a, b] = [places[from], places[to]];
            const [x1, y1, x2, y2] = [area.x(a[0]), area.y(a[1]), area.x(b[0]), area.y(b[1])];
            const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
            // Nearer to where it comes from: there edges do not cross.
            const t = 0.3;
            const [mx, my] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
            const strength = Math.min(7, 1 + 3 * Math.sqrt(Math.abs(gradient) * 20));
            return (
              <g key={`${from}${to}`}>
                <line x1={x1} y1={y1} x2={x2} y2={y2} stroke={orange} strokeWidth={strength} opacity={0.35} />
                <line
                  x1={x1}
                  y1={y1}
                  x2={x2}
                  y2={y2}
                  stroke={weight < 0 ? soft : blue}
                  strokeWidth={Math.min(5, 1 + 2 * Math.abs(weight))}
                  {...(weight < 0 && { strokeDasharray: '5 4' })}
                />
                <g transform={`translate(${mx} ${my}) rotate(${angle})`} textAnchor="middle">
                  <text y={-7} fill={blue} {...halo}>
                    {digits(weight, 3)}
                  </text>
                  <text y={17} fill={orange} {...halo}>
                    {digits(gradient, 2)}
                  </text>
                </g>
              </g>
            );
          })}
          {neurons.map(([key, name, value, delta]) => {
            const [cx, cy] = [area.x(places[key][0]), area.y(places[key][1])];
            return (
              <g key={key} textAnchor="middle">
                <circle cx={cx} cy={cy} r={33} fill={surface} stroke={blue} strokeWidth={2} />
                <circle cx={cx} cy={cy} r={31} fill={blue} opacity={0.22 * Math.min(1, Math.abs(value))} />
                <text x={cx} y={cy - 11} fill={soft}>
                  {name}
                </text>
                <text x={cx} y={cy + 4} fill={ink} fontSize={14} fontWeight={600}>
                  {digits(value, 3)}
                </text>
                {delta !== undefined && (
                  <text x={cx} y={cy + 19} fill={orange}>
                    δ {digits(delta, 2)}
                  </text>
                )}
              </g>
            );
          })}
          <text x={area.x(places.y[0])} y={area.y(places.y[1]) + 52} textAnchor="middle" fill={soft}>
            {words.target} {digits(target, 2)}
          </text>
        </g>
      )}
    </Plot>
  );
}
