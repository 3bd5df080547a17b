'use client';
import { choice, draw, slider } from '../controls.ts';
import { accent, blue, orange, soft } from '../kit/colours.ts';
import { Curve, Legend, shapeAt } from '../kit/marks.tsx';
import { Plot } from '../kit/plot.tsx';
import { learnPage } from '../page.ts';
import type { RegressionState } from '../scenes/regression.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  hidden: slider({ min: 0, max: 24, step: 1, start: 16 }),
  loss: choice(['squared', 'absolute'], 'squared'),
  wrong: slider({ min: 0, max: 0.3, step: 0.05, start: 0 }),
  seed: draw,
};

export const page = learnPage<RegressionState>()({
  controls,
  pace: 20,
  tries: [{ hidden: 0 }, { wrong: 0.1 }, { wrong: 0.1, loss: 'absolute' }],
  View: ({ state }) => {
    const words = useWords('regression');
    const { x, y, isWrong, places, truth, curve } = state;
    return (
      <Plot
        label={words.label}
        title={words.title}
        legend={
          <Legend
            of={[
              { name: words.measured, colour: blue, as: 0 },
              { name: words.wrong, colour: orange, as: 1 },
              { name: words.learnt, colour: accent },
              { name: words.truth, colour: soft, as: 'dashed' },
            ]}
          />
        }
        height={420}
        x={{ from: -3, to: 3, name: 'x' }}
        y={{ from: -4, to: 9, name: 'y' }}
      >
        {(area) => (
          <>
            {x.map((at, i) => {
              const key = `${i}`;
              return (
                <path
                  key={key}
                  d={shapeAt(Number(isWrong[i]), area.x(at), area.y(y[i]!), 3.5)}
                  fill={isWrong[i] ? orange : blue}
                  opacity={0.75}
                />
              );
            })}
            <Curve area={area} x={places} y={truth} colour={soft} isDashed />
            <Curve area={area} x={places} y={curve} colour={accent} width={3.5} />
          </>
        )}
      </Plot>
    );
  },
  figures: ({ epoch, error, r2 }) => ({ epoch, error, r2 }),
});
