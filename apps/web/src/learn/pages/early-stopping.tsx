'use client';
import { draw, slider } from '../controls.ts';
import { accent, blue, classColour, orange, soft } from '../kit/colours.ts';
import { Curve, Dot, Legend, Mark, Points } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { PlaneMap, twoSided } from '../kit/plane-map.tsx';
import { Plot } from '../kit/plot.tsx';
import { learnPage } from '../page.ts';
import type { EarlyStoppingState } from '../scenes/early-stopping.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  patience: slider({ min: 1, max: 60, step: 1, start: 15, live: true }),
  examples: slider({ min: 20, max: 200, step: 20, start: 60 }),
  noise: slider({ min: 0.05, max: 0.6, step: 0.05, start: 0.35 }),
  hidden: slider({ min: 2, max: 64, step: 2, start: 48 }),
  seed: draw,
};

export const page = learnPage<EarlyStoppingState>()({
  controls,
  pace: 12,
  tries: [{ examples: 200 }, { hidden: 2 }, { patience: 1 }],
  View: ({ state, settings }) => {
    const words = useWords('early-stopping');
    const { losses, others, best, now } = state;
    const { bestAt, stoppedAt } = stopping(others, settings.patience);
    const rounds = losses.map((_, i) => i + 1);
    const most = Math.min(2.5, Math.max(0.8, ...others) * 1.05);
    return (
      <Column>
        <Plot
          label={words.losses}
          title={words.losses}
          legend={
            <Legend
              of={[
                { name: words.own, colour: blue },
                { name: words.others, colour: orange },
              ]}
            />
          }
          height={230}
          x={{ from: 0, to: 150, name: words.round }}
          y={{ from: 0, to: most }}
        >
          {(area) => (
            <>
              {stoppedAt !== undefined && (
                <rect
                  x={area.x(stoppedAt)}
                  y={area.top}
                  width={area.left + area.width - area.x(stoppedAt)}
                  height={area.height}
                  fill="var(--sunken)"
                  opacity={0.8}
                />
              )}
              <Curve area={area} x={rounds} y={losses} colour={blue} width={2} />
              <Curve area={area} x={rounds} y={others} colour={orange} width={2.5} />
              {bestAt > 0 && (
                <>
                  <Mark area={area} x={bestAt} text={words.best} colour={accent} />
                  <Dot area={area} x={bestAt} y={others[bestAt - 1]!} colour={accent} radius={6} />
                </>
              )}
              {stoppedAt !== undefined && <Mark area={area} x={stoppedAt} text={words.stopped} colour={soft} />}
            </>
          )}
        </Plot>
        <Panels>
          <Region state={state} title={words.inBest(bestAt)} values={best} />
          <Region state={state} title={words.now(losses.length)} values={now} />
        </Panels>
      </Column>
    );
  },
  figures: ({ losses, others }, { patience }) => {
    const { bestAt, stoppedAt } = stopping(others, patience);
    return {
      best: bestAt === 0 ? '–' : bestAt,
      stopped: stoppedAt ?? '–',
      atBest: others[bestAt - 1] ?? '–',
      now: others.at(-1) ?? '–',
      own: losses.at(-1) ?? '–',
    };
  },
});

/** The best round until it would have stopped, and when that was. Rounds are counted from 1. */
function stopping(others: readonly number[], patience: number) {
  let bestAt = 0;
  for (const [i, loss] of others.entries()) {
    if (bestAt === 0 || loss < others[bestAt - 1]!) bestAt = i + 1;
    else if (i + 1 - bestAt >= patience) return { bestAt, stoppedAt: i + 1 };
  }
  return { bestAt, stoppedAt: undefined };
}

interface RegionProps {
  readonly state: EarlyStoppingState;
  readonly title: string;
  readonly values: Float32Array;
}

const Region = ({ state: { points, labels }, title, values }: RegionProps) => (
  <Plot
    label={title}
    title={title}
    isSquare
    x={{ from: -2, to: 3, ticks: [] }}
    y={{ from: -2, to: 3, ticks: [] }}
    behind={<PlaneMap across={41} of={[values]} paint={(i, named) => twoSided(values[i]!, named)} />}
  >
    {(area) => <Points area={area} points={points} labels={labels} colours={[0, 1].map(classColour)} radius={3.5} />}
  </Plot>
);
