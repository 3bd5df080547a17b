'use client';
import { choice, draw, slider } from '../controls.ts';
import { accent, blue, classColour, faint, ink, orange, soft } from '../kit/colours.ts';
import { Curve, halo, Legend, Mark, shapeAt } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { faded, Pixels } from '../kit/pixels.tsx';
import { type Area, Plot } from '../kit/plot.tsx';
import { learnPage } from '../page.ts';
import type { PerceptronState } from '../scenes/perceptron.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  task: choice(['AND', 'OR', 'XOR'], 'AND'),
  hidden: slider({ min: 0, max: 8, step: 1, start: 0 }),
  seed: draw,
};

export const page = learnPage<PerceptronState>()({
  controls,
  needs: { seed: { hidden: 4 } },
  pace: 6,
  tries: [{ task: 'OR' }, { task: 'XOR' }, { task: 'XOR', hidden: 4 }],
  View: ({ state }) => (
    <Panels isWide>
      <Plane state={state} />
      <Column>
        {state.line ? <Mistakes state={state} /> : <Loss state={state} />}
        {state.line && <Weights line={state.line} />}
      </Column>
    </Panels>
  ),
  figures: ({ rounds, said, truth }) => ({ rounds, mistakes: said.filter((one, i) => one !== truth[i]).length }),
});

interface Props {
  readonly state: PerceptronState;
}

function Plane({ state: { points, truth, said, line, chances } }: Props) {
  const words = useWords('perceptron');
  const across = 41;
  const map = chances ?? regions(line, across);
  return (
    <Plot
      label={words.plane(points.map(([x, y], i) => `${x}, ${y}: ${said[i]}`).join('; '))}
      isSquare
      x={{ from: -0.5, to: 1.5, ticks: [0, 1], name: words.first }}
      y={{ from: -0.5, to: 1.5, ticks: [0, 1], name: words.second }}
      legend={
        <Legend
          of={[
            { name: words.is(0), colour: blue, as: 0 },
            { name: words.is(1), colour: orange, as: 1 },
          ]}
        />
      }
      behind={
        <Pixels
          width={across}
          height={across}
          isSmooth
          of={[map]}
          paint={(i, named) => {
            const p = map[(across - 1 - Math.floor(i / across)) * across + (i % across)]!;
            return faded(named(p > 0.5 ? '--class-1' : '--class-0'), 0.06 + 0.5 * Math.abs(p - 0.5));
          }}
        />
      }
      over={(area) => (
        <>
          {points.map(([x, y], i) => {
            const isWrong = said[i] !== truth[i];
            const isLooked = line?.i === i;
            const [a, b] = [area.x(x), area.y(y)];
            return (
              <g key={`${x}${y}`}>
                {isLooked && (
                  <circle
                    cx={a}
                    cy={b}
                    r={19}
                    fill="none"
                    stroke={line.isMistake ? orange : accent}
                    strokeWidth={3}
                    strokeDasharray={line.isMistake ? '4 3' : 'none'}
                  />
                )}
                <path
                  d={shapeAt(truth[i]!, a, b, 9)}
                  fill={classColour(truth[i]!)}
                  stroke="var(--surface)"
                  strokeWidth={2}
                />
                <text
                  x={a}
                  y={b - 24}
                  textAnchor="middle"
                  fontSize={13}
                  fill={isWrong ? orange : soft}
                  fontWeight={isWrong ? 600 : 400}
                  {...halo}
                >
                  {isWrong ? words.wrong(said[i]!) : words.right(said[i]!)}
                </text>
              </g>
            );
          })}
        </>
      )}
    >
      {(area) => line && <Line area={area} line={line} />}
    </Plot>
  );
}

/** What one neuron says over the plane. */
function regions(line: PerceptronState['line'], across: number): Float32Array {
  const { w = [0, 0], b = 0 } = line ?? {};
  return Float32Array.from({ length: across * across }, (_, i) => {
    const [x, y] = [-0.5 + (2 * (i % across)) / (across - 1), -0.5 + (2 * Math.floor(i / across)) / (across - 1)];
    return w[0]! * x + w[1]! * y + b > 0 ? 0.85 : 0.15;
  });
}

/** Where the sum is 0, and an arrow to where it is above. */
function Line({ area, line: { w, b } }: { readonly area: Area; readonly line: NonNullable<PerceptronState['line']> }) {
  const [u = 0, v = 0] = w;
  const length = Math.hypot(u, v);
  if (length === 0) return null;
  const [cx, cy] = [0.5, 0.5];
  const away = (u * cx + v * cy + b) / length ** 2;
  const [px, py] = [cx - away * u, cy - away * v];
  const [dx, dy] = [(-v / length) * 3, (u / length) * 3];
  const [ax, ay] = [px + (0.3 * u) / length, py + (0.3 * v) / length];
  return (
    <g stroke={ink} strokeWidth={2.5} strokeLinecap="round">
      <line x1={area.x(px - dx)} y1={area.y(py - dy)} x2={area.x(px + dx)} y2={area.y(py + dy)} />
      <line x1={area.x(px)} y1={area.y(py)} x2={area.x(ax)} y2={area.y(ay)} stroke={orange} />
      <circle cx={area.x(ax)} cy={area.y(ay)} r={4} fill={orange} stroke="none" />
    </g>
  );
}

function Mistakes({ state: { mistakes } }: Props) {
  const words = useWords('perceptron');
  const rounds = Math.max(10, mistakes.length);
  return (
    <Plot
      label={words.mistakes}
      title={words.mistakes}
      height={190}
      x={{ from: 0.5, to: rounds + 0.5, name: words.round }}
      y={{ from: 0, to: 4, ticks: [0, 2, 4] }}
    >
      {({ x, y }) =>
        mistakes.map((count, i) => {
          const wide = Math.max(1, (x(2) - x(1)) * 0.7);
          const key = `${i}`;
          return count > 0 ? (
            <rect
              key={key}
              x={x(i + 1) - wide / 2}
              y={y(count)}
              width={wide}
              height={y(0) - y(count)}
              rx={2}
              fill={orange}
            />
          ) : (
            <circle key={key} cx={x(i + 1)} cy={y(0) - 6} r={4} fill={accent} />
          );
        })
      }
    </Plot>
  );
}

function Loss({ state: { loss = [] } }: Props) {
  const words = useWords('perceptron');
  const rounds = loss.map((_, i) => i + 1);
  return (
    <Plot
      label={words.loss}
      title={words.loss}
      height={230}
      x={{ from: 0, to: 150, name: words.round }}
      y={{ from: 0, to: Math.max(0.8, ...loss) }}
    >
      {(area) => (
        <>
          <Mark area={area} y={Math.LN2} text={words.guessing} colour={faint} />
          <Curve area={area} x={rounds} y={loss} colour={blue} />
        </>
      )}
    </Plot>
  );
}

function Weights({ line: { w, b } }: { readonly line: NonNullable<PerceptronState['line']> }) {
  const words = useWords('perceptron');
  const sign = (value: number) => (value < 0 ? `− ${-value}` : `+ ${value}`);
  return (
    <p className="counts rounded-small bg-sunken px-3 py-2 text-small">
      <span className="text-soft">{words.says}</span>
      <br />
      <span className="font-medium text-body">
        {w[0]} · x₁ {sign(w[1] ?? 0)} · x₂ {sign(b)} &gt; 0
      </span>
    </p>
  );
}
