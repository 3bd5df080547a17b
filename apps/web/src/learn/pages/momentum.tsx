'use client';
import { draw, slider, toggle } from '../controls.ts';
import { accent, ink, orange, soft } from '../kit/colours.ts';
import { Curve, Dot, Legend, Mark } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { Contours } from '../kit/surface.tsx';
import { learnPage } from '../page.ts';
import type { MomentumState, Walk } from '../scenes/momentum.ts';
import { useWords } from '../text/use-learn-text.ts';

const levels = [0.005, 0.03, 0.1, 0.3, 0.7, 1.3, 2.2, 3.5, 5, 7];

export const controls = {
  momentum: slider({ min: 0, max: 0.98, step: 0.02, start: 0.8 }),
  nesterov: toggle(false),
  rate: slider({ min: 0.01, max: 1, step: 0.05, start: 0.2, isLog: true }),
  narrow: slider({ min: 1, max: 8, step: 0.5, start: 5 }),
  seed: draw,
};

export const page = learnPage<MomentumState>()({
  controls,
  pace: 10,
  tries: [{ nesterov: true }, { momentum: 0.98 }, { narrow: 1 }],
  View: ({ state: { surface, plain, moved, goal } }) => {
    const words = useWords('momentum');
    const steps = moved.losses.map((_, i) => i);
    return (
      <Panels isWide>
        <Plot
          label={words.valley}
          isSquare
          legend={
            <Legend
              of={[
                { name: words.with, colour: orange },
                { name: words.without, colour: soft },
              ]}
            />
          }
          x={{ from: -2, to: 2.5, name: words.large }}
          y={{ from: -2, to: 2.5, name: words.small }}
        >
          {(area) => (
            <>
              <Contours area={area} values={surface} across={41} levels={levels} />
              <Steps area={area} walk={plain} colour={soft} />
              <Steps area={area} walk={moved} colour={orange} />
              <path d={`M${area.x(1) - 6} ${area.y(1)}h12m-6 -6v12`} stroke={ink} strokeWidth={2} />
              <Dot area={area} x={plain.vs.at(-1)!} y={plain.ws.at(-1)!} colour={soft} radius={5} />
              <Dot area={area} x={moved.vs.at(-1)!} y={moved.ws.at(-1)!} colour={accent} radius={7} />
            </>
          )}
        </Plot>
        <Column>
          <Plot
            label={words.loss}
            title={words.loss}
            height={330}
            x={{ from: 0, to: 200, name: words.step }}
            y={{ from: 1e-7, to: 10, isLog: true }}
          >
            {(area) => (
              <>
                <Mark area={area} y={goal} text={words.goal} />
                <Curve area={area} x={steps} y={plain.losses} colour={soft} />
                <Curve area={area} x={steps} y={moved.losses} colour={orange} width={2.5} />
              </>
            )}
          </Plot>
        </Column>
      </Panels>
    );
  },
  figures: ({ plain, moved, goal }) => ({
    step: moved.losses.length - 1,
    with: stepsTo(moved, goal),
    without: stepsTo(plain, goal),
  }),
});

/** From when on it has stayed below. */
function stepsTo({ losses }: Walk, goal: number): string {
  const last = losses.findLastIndex((loss) => !(loss <= goal));
  return last === losses.length - 1 ? '–' : String(last + 1);
}

interface StepsProps {
  readonly area: Parameters<typeof Curve>[0]['area'];
  readonly walk: Walk;
  readonly colour: string;
}

const Steps = ({ area, walk: { vs, ws }, colour }: StepsProps) => (
  <>
    <Curve area={area} x={vs} y={ws} colour={colour} width={1.5} />
    {vs.slice(0, 60).map((v, i) => {
      const key = `${i}`;
      return <circle key={key} cx={area.x(v)} cy={area.y(ws[i]!)} r={2} fill={colour} />;
    })}
  </>
);
