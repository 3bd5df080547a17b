'use client';
import { draw, slider } from '../controls.ts';
import { accent, blue, faint, orange } from '../kit/colours.ts';
import { Curve, Legend } from '../kit/marks.tsx';
import { Column } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { learnPage } from '../page.ts';
import type { PenaltiesState } from '../scenes/weight-penalties.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  l1: slider({ min: 0, max: 0.6, step: 0.01, start: 0 }),
  l2: slider({ min: 0, max: 0.6, step: 0.01, start: 0 }),
  examples: slider({ min: 30, max: 200, step: 10, start: 40 }),
  seed: draw,
};

export const page = learnPage<PenaltiesState>()({
  controls,
  pace: 20,
  tries: [{ l2: 0.1 }, { l1: 0.25 }, { examples: 200 }],
  View: ({ state: { truth, weights, ownErrors, errors } }) => {
    const words = useWords('weight-penalties');
    const rounds = errors.map((_, i) => 4 * i);
    return (
      <Column>
        <Plot
          label={words.weights}
          title={words.weights}
          legend={
            <Legend
              of={[
                { name: words.learnt, colour: accent, as: 'area' },
                { name: words.true, colour: faint, as: 'area' },
              ]}
            />
          }
          height={290}
          x={{ from: 0.3, to: truth.length + 0.7, ticks: [1, 5, 10, 15, 20, 25, 30], name: words.input }}
          y={{ from: -2.2, to: 2.6 }}
        >
          {({ x, y }) => {
            const wide = x(2) - x(1);
            const bar = (value: number) => ({ y: y(Math.max(0, value)), height: Math.abs(y(value) - y(0)) });
            return weights.map((weight, i) => {
              const key = `${i}`;
              return (
                <g key={key}>
                  <rect
                    x={x(i + 1) - 0.42 * wide}
                    width={0.84 * wide}
                    {...bar(truth[i]!)}
                    fill={faint}
                    opacity={0.35}
                  />
                  <rect x={x(i + 1) - 0.26 * wide} width={0.52 * wide} {...bar(weight)} rx={1.5} fill={accent} />
                  {Math.abs(weight) < 0.01 && <circle cx={x(i + 1)} cy={y(0)} r={3} fill={accent} />}
                </g>
              );
            });
          }}
        </Plot>
        <Plot
          label={words.errors}
          title={words.errors}
          legend={
            <Legend
              of={[
                { name: words.own, colour: blue },
                { name: words.others, colour: orange },
              ]}
            />
          }
          height={190}
          x={{ from: 0, to: 400, name: words.round }}
          y={{ from: 0.1, to: 30, isLog: true }}
        >
          {(area) => (
            <>
              <Curve area={area} x={rounds} y={ownErrors} colour={blue} />
              <Curve area={area} x={rounds} y={errors} colour={orange} width={2.5} />
            </>
          )}
        </Plot>
      </Column>
    );
  },
  figures: ({ weights, ownErrors, errors }) => ({
    own: ownErrors.at(-1)!,
    others: errors.at(-1)!,
    length: Math.hypot(...weights),
    zeros: weights.filter((weight) => Math.abs(weight) < 0.01).length,
  }),
});
