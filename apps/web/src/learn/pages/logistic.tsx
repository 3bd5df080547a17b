'use client';
import { slider } from '../controls.ts';
import { accent, blue, faint, orange } from '../kit/colours.ts';
import { Curve, Dot, Mark } from '../kit/marks.tsx';
import { Column } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { learnPage } from '../page.ts';
import type { LogisticState } from '../scenes/logistic.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  midpoint: slider({ min: -4, max: 4, step: 0.1, start: 0 }),
  slope: slider({ min: 0.2, max: 6, step: 0.1, start: 1 }),
  x: slider({ min: -6, max: 6, step: 0.1, start: 1 }),
};

export const page = learnPage<LogisticState>()({
  controls,
  tries: [{ slope: 6 }, { midpoint: 2, x: 2 }, { x: 6 }],
  View: ({ state, settings, set }) => {
    const words = useWords('logistic');
    const { xs, f, derivative, value, slope } = state;
    const { midpoint, x } = settings;
    const ends = [x - 1.6, x + 1.6];
    const most = Math.max(0.3, settings.slope / 4) * 1.1;
    const onPoint = (at: number) => set({ x: Number(at.toFixed(1)) });
    return (
      <Column>
        <Plot
          label={words.curve}
          title={words.curve}
          height={250}
          x={{ from: -6, to: 6, name: 'x' }}
          y={{ from: 0, to: 1 }}
          onPoint={onPoint}
        >
          {(area) => (
            <>
              <Mark area={area} y={0.5} text={words.half} colour={faint} />
              <Mark area={area} x={midpoint} text={words.midpoint} />
              <Curve area={area} x={ends} y={ends.map((at) => value + slope * (at - x))} colour={orange} width={2} />
              <Curve area={area} x={xs} y={f} colour={blue} width={3} />
              <Dot area={area} x={x} y={value} colour={accent} radius={7} />
            </>
          )}
        </Plot>
        <Plot
          label={words.derivative}
          title={words.derivative}
          height={190}
          x={{ from: -6, to: 6, name: 'x' }}
          y={{ from: 0, to: most }}
          onPoint={onPoint}
        >
          {(area) => (
            <>
              <Mark area={area} y={settings.slope / 4} text="k / 4" colour={faint} />
              <Curve area={area} x={[x, x]} y={[0, slope]} colour={orange} width={2} isDashed />
              <Curve area={area} x={xs} y={derivative} colour={orange} width={3} />
              <Dot area={area} x={x} y={slope} colour={accent} radius={7} />
            </>
          )}
        </Plot>
      </Column>
    );
  },
  figures: ({ value, slope }, { slope: k }) => ({
    value,
    slope,
    formula: k * value * (1 - value),
    most: k / 4,
  }),
});
