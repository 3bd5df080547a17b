'use client';
import { draw, slider } from '../controls.ts';
import { accent, blue, orange, soft } from '../kit/colours.ts';
import { Curve, Dot, Legend } from '../kit/marks.tsx';
import { Column } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { LocalMinimaState } from '../scenes/local-minima.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  x: slider({ min: -4, max: 4, step: 0.1, start: -3.6 }),
  rate: slider({ min: 0.01, max: 0.6, step: 0.05, start: 0.06, isLog: true }),
  hidden: slider({ min: 2, max: 8, step: 1, start: 2 }),
  seed: draw,
};

const isFound = (run: readonly number[]): boolean => run.at(-1)! < 0.1;

export const page = learnPage<LocalMinimaState>()({
  controls,
  pace: 5,
  tries: [{ x: 0.6 }, { rate: 0.55 }, { hidden: 6 }],
  View: ({ state, set }) => {
    const words = useWords('local-minima');
    const { xs, hill, ball, heights, runs } = state;
    const rounds = runs[0]?.map((_, i) => i + 1) ?? [];
    return (
      <Column>
        <Plot
          label={words.hill}
          title={words.hill}
          height={220}
          x={{ from: -4, to: 4, name: 'x' }}
          y={{ from: -1.5, to: 3 }}
          onPoint={(x) => set({ x: Number(x.toFixed(1)) })}
        >
          {(area) => (
            <>
              <Curve area={area} x={xs} y={hill} colour={soft} width={2.5} />
              {ball.map((x, i) => {
                const key = `${i}`;
                return <Dot key={key} area={area} x={x} y={heights[i]!} colour={orange} radius={3} />;
              })}
              <Dot area={area} x={ball.at(-1)!} y={heights.at(-1)!} colour={accent} radius={9} />
            </>
          )}
        </Plot>
        <Plot
          label={words.xor(runs.filter(isFound).length, runs.length)}
          title={words.xor(runs.filter(isFound).length, runs.length)}
          legend={
            <Legend
              of={[
                { name: words.found, colour: blue },
                { name: words.stuck, colour: orange },
              ]}
            />
          }
          height={220}
          x={{ from: 0, to: 250, name: words.round }}
          y={{ from: 0, to: 0.9, name: words.loss }}
        >
          {(area) =>
            runs.map((run, i) => {
              const key = `${i}`;
              const isLast = i === runs.length - 1;
              return (
                <Curve
                  key={key}
                  area={area}
                  x={rounds}
                  y={run}
                  colour={isFound(run) ? blue : orange}
                  width={isLast ? 3 : 1.25}
                  opacity={isLast ? 1 : 0.55}
                />
              );
            })
          }
        </Plot>
      </Column>
    );
  },
  figures: ({ ball, heights, runs }) => {
    const share = runs.length === 0 ? Number.NaN : runs.filter(isFound).length / runs.length;
    const chance = (k: number) => (runs.length === 0 ? '–' : percent(1 - (1 - share) ** k));
    return { place: ball.at(-1)!, height: heights.at(-1)!, once: chance(1), three: chance(3), eight: chance(8) };
  },
});
