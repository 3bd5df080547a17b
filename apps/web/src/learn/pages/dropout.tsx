'use client';
import { draw, slider } from '../controls.ts';
import { accent, blue, faint, line, orange, soft, surface } from '../kit/colours.ts';
import { Curve, Legend } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits, percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { DropoutState } from '../scenes/dropout.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  rate: slider({ min: 0, max: 0.9, step: 0.05, start: 0.5 }),
  hidden: slider({ min: 8, max: 128, step: 8, start: 64 }),
  examples: slider({ min: 50, max: 400, step: 50, start: 100 }),
  seed: draw,
};

export const page = learnPage<DropoutState>()({
  controls,
  pace: 6,
  tries: [{ rate: 0.8 }, { hidden: 8 }, { examples: 400 }],
  View: ({ state, settings }) => {
    const words = useWords('dropout');
    const { plain, dropped } = state;
    const rounds = plain.own.map((_, i) => i + 1);
    const most = Math.max(1, ...plain.others.slice(-1)) * 1.15;
    return (
      <Column>
        <Thinned state={state} rate={settings.rate} />
        <Panels>
          {(['own', 'others'] as const).map((which) => (
            <Plot
              key={which}
              label={words[which]}
              title={words[which]}
              legend={
                <Legend
                  of={[
                    { name: words.with(settings.rate), colour: accent },
                    { name: words.without, colour: soft },
                  ]}
                />
              }
              height={220}
              x={{ from: 0, to: 60, name: words.round }}
              y={{ from: 0, to: which === 'own' ? 1 : most }}
            >
              {(area) => (
                <>
                  <Curve area={area} x={rounds} y={plain[which]} colour={soft} />
                  <Curve area={area} x={rounds} y={dropped[which]} colour={accent} width={3} />
                </>
              )}
            </Plot>
          ))}
        </Panels>
      </Column>
    );
  },
  figures: ({ epoch, plain, dropped }) => ({
    epoch,
    with: dropped.others.at(-1) ?? '–',
    without: plain.others.at(-1) ?? '–',
    rightWith: percent(dropped.accuracy),
    rightWithout: percent(plain.accuracy),
  }),
});

/** A part of the network, without those that are left out in this step. */
function Thinned({ state: { masks }, rate }: { readonly state: DropoutState; readonly rate: number }) {
  const words = useWords('dropout');
  const [first = [], second = []] = masks;
  const place = (i: number, count: number) => (i + 0.5) / count;
  const columns = [new Array<number>(8).fill(1), first, second, [1, 1]];
  const left = [...first, ...second].filter((value) => value === 0).length;
  return (
    <Plot
      label={words.thinned(left, first.length + second.length)}
      title={words.thinned(left, first.length + second.length)}
      legend={<span className="counts text-soft">{words.worth(digits(1 / (1 - rate), 3))}</span>}
      height={250}
      x={{ from: -0.2, to: 3.2, ticks: [] }}
      y={{ from: 0, to: 1, ticks: [] }}
    >
      {({ x, y }) => (
        <>
          {columns.slice(1).map((to, column) =>
            columns[column]!.map((a, i) =>
              to.map((b, j) => {
                const isThere = a > 0 && b > 0;
                const key = `${column}-${i}-${j}`;
                return (
                  <line
                    key={key}
                    x1={x(column)}
                    y1={y(place(i, columns[column]!.length))}
                    x2={x(column + 1)}
                    y2={y(place(j, to.length))}
                    stroke={isThere ? blue : line}
                    strokeWidth={isThere ? 1 : 0.5}
                    opacity={isThere ? 0.45 : 0.5}
                  />
                );
              }),
            ),
          )}
          {columns.map((all, column) =>
            all.map((value, i) => {
              const [cx, cy] = [x(column), y(place(i, all.length))];
              const key = `${column}-${i}`;
              return value > 0 ? (
                <circle
                  key={key}
                  cx={cx}
                  cy={cy}
                  r={6}
                  fill={column === 3 ? orange : blue}
                  stroke={surface}
                  strokeWidth={1.5}
                />
              ) : (
                <path key={key} d={`M${cx - 4} ${cy - 4}l8 8m-8 0l8 -8`} stroke={faint} strokeWidth={1.5} />
              );
            }),
          )}
        </>
      )}
    </Plot>
  );
}
