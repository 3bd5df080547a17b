'use client';
import { choice, draw, slider } from '../controls.ts';
import { accent, blue, ink, orange } from '../kit/colours.ts';
import { Curve, Dot } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { Contours } from '../kit/surface.tsx';
import { learnPage } from '../page.ts';
import type { DecayState } from '../scenes/learning-rate-decay.ts';
import { useWords } from '../text/use-learn-text.ts';

const levels = [0.002, 0.01, 0.03, 0.08, 0.16, 0.3, 0.5, 0.8, 1.2];

export const controls = {
  schedule: choice(['constant', 'inverse', 'cosine'], 'constant'),
  rate: slider({ min: 0.001, max: 0.4, step: 0.05, start: 0.2, isLog: true }),
  decay: slider({ min: 1, max: 1000, step: 0.1, start: 100, isLog: true }),
  seed: draw,
};

export const page = learnPage<DecayState>()({
  controls,
  needs: { decay: { schedule: 'inverse' } },
  pace: 20,
  tries: [{ rate: 0.001 }, { schedule: 'inverse' }, { schedule: 'cosine' }],
  View: ({ state }) => {
    const words = useWords('learning-rate-decay');
    const { surface, ws, bs, rates, above } = state;
    const steps = rates.map((_, i) => i);
    const recent = Math.max(0, ws.length - 90);
    return (
      <Panels isWide>
        <Plot
          label={words.near}
          title={words.near}
          isSquare
          x={{ from: -1, to: 1, name: words.slope }}
          y={{ from: -1, to: 1, name: words.height }}
        >
          {(area) => (
            <>
              <Contours area={area} values={surface} across={41} levels={levels} />
              <Curve area={area} x={ws} y={bs} colour={orange} width={1} opacity={0.3} />
              <Curve area={area} x={ws.slice(recent)} y={bs.slice(recent)} colour={orange} width={1.5} />
              <path d={`M${area.x(0) - 6} ${area.y(0)}h12m-6 -6v12`} stroke={ink} strokeWidth={2} />
              <Dot area={area} x={ws.at(-1)!} y={bs.at(-1)!} colour={accent} radius={7} />
            </>
          )}
        </Plot>
        <Column>
          <Plot
            label={words.rate}
            title={words.rate}
            height={190}
            x={{ from: 0, to: 600 }}
            y={{ from: 1e-4, to: 1, isLog: true }}
          >
            {(area) => (
              <>
                <Curve area={area} x={steps} y={rates} colour={blue} width={2.5} />
                <Dot area={area} x={above.length - 1} y={rates[above.length - 1]!} colour={blue} radius={5} />
              </>
            )}
          </Plot>
          <Plot
            label={words.loss}
            title={words.loss}
            height={220}
            x={{ from: 0, to: 600, name: words.step }}
            y={{ from: 1e-4, to: 30, isLog: true }}
          >
            {(area) => <Curve area={area} x={steps.slice(0, above.length)} y={above} colour={orange} width={2} />}
          </Plot>
        </Column>
      </Panels>
    );
  },
  figures: ({ above, rates }) => ({
    step: above.length - 1,
    rate: rates[above.length - 1]!,
    above: above.at(-1)!,
  }),
});
