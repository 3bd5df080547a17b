'use client';
import { choice, draw, slider } from '../controls.ts';
import { accent, blue, ink, orange, soft } from '../kit/colours.ts';
import { Curve, Dot, halo, Points } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { Contours } from '../kit/surface.tsx';
import { learnPage } from '../page.ts';
import type { DescentState } from '../scenes/descent.ts';
import { useWords } from '../text/use-learn-text.ts';

const plane = { from: -2, to: 2.5 } as const;
const levels = [0.02, 0.1, 0.3, 0.8, 1.6, 3, 5, 8, 12, 17];

export const controls = {
  batch: choice(['64', '16', '4', '1'], '64'),
  rate: slider({ min: 0.005, max: 1.6, step: 0.05, start: 0.05, isLog: true }),
  w: slider({ ...plane, min: plane.from, max: plane.to, step: 0.1, start: -1.2 }),
  b: slider({ ...plane, min: plane.from, max: plane.to, step: 0.1, start: -0.6 }),
  seed: draw,
};

export const page = learnPage<DescentState>()({
  controls,
  pace: 12,
  tries: [{ batch: '1' }, { batch: '4' }, { rate: 0.9 }],
  View: ({ state, set }) => (
    <Panels isWide>
      <Walk state={state} onStart={(w, b) => set({ w: Number(w.toFixed(1)), b: Number(b.toFixed(1)) })} />
      <Column>
        <Line state={state} />
        <Losses state={state} />
      </Column>
    </Panels>
  ),
  figures: ({ losses, stepsPerRound }) => ({
    steps: losses.length - 1,
    rounds: (losses.length - 1) / stepsPerRound,
    above: losses.at(-1)!,
    uphill: `${Math.round((100 * losses.slice(1).filter((loss, i) => loss > losses[i]!).length) / Math.max(1, losses.length - 1))} %`,
  }),
});

interface Props {
  readonly state: DescentState;
}

function Walk({
  state: { surface, ws, bs, best },
  onStart,
}: Props & { readonly onStart: (w: number, b: number) => void }) {
  const words = useWords('descent');
  return (
    <Plot
      label={words.surface}
      title={words.surface}
      isSquare
      x={{ ...plane, name: words.slope }}
      y={{ ...plane, name: words.height }}
      onPoint={onStart}
    >
      {(area) => (
        <>
          <Contours area={area} values={surface} across={41} levels={levels} />
          <Curve area={area} x={ws} y={bs} colour={orange} width={1.75} />
          {ws.length < 200 &&
            ws.map((w, i) => {
              const key = `${i}`;
              return <circle key={key} cx={area.x(w)} cy={area.y(bs[i]!)} r={2.2} fill={orange} />;
            })}
          <g stroke={ink} strokeWidth={2}>
            <path d={`M${area.x(best.w) - 6} ${area.y(best.b)}h12m-6 -6v12`} />
          </g>
          <text x={area.x(best.w) + 9} y={area.y(best.b) - 7} fontSize={12} fill={soft} {...halo}>
            {words.least}
          </text>
          <Dot area={area} x={ws[0]!} y={bs[0]!} colour={orange} isHollow radius={5} />
          <Dot area={area} x={ws.at(-1)!} y={bs.at(-1)!} colour={accent} radius={7} />
        </>
      )}
    </Plot>
  );
}

function Line({ state: { x, y, ws, bs } }: Props) {
  const words = useWords('descent');
  const ends = [-1.2, 2.2];
  const [w, b] = [ws.at(-1)!, bs.at(-1)!];
  return (
    <Plot label={words.line} title={words.line} height={210} x={{ from: -1.2, to: 2.2 }} y={{ from: -1, to: 3.5 }}>
      {(area) => (
        <>
          <Points area={area} points={x.map((at, i) => [at, y[i]!] as const)} labels={[]} colours={[blue]} radius={3} />
          <Curve area={area} x={ends} y={ends.map((at) => w * at + b)} colour={accent} width={3} />
        </>
      )}
    </Plot>
  );
}

function Losses({ state: { losses, stepsPerRound } }: Props) {
  const words = useWords('descent');
  const rounds = losses.map((_, step) => step / stepsPerRound);
  return (
    <Plot
      label={words.loss}
      title={words.loss}
      height={210}
      x={{ from: 0, to: Math.max(80 / stepsPerRound, rounds.at(-1)!), name: words.rounds }}
      y={{ from: 1e-4, to: 30, isLog: true }}
    >
      {(area) => <Curve area={area} x={rounds} y={losses} colour={orange} width={1.75} />}
    </Plot>
  );
}
