'use client';
import { draw, slider } from '../controls.ts';
import { accent, faint, orange } from '../kit/colours.ts';
import { courseFigures } from '../kit/course-picture.tsx';
import { Curve, Mark } from '../kit/marks.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits, percent } from '../kit/scale.ts';
import { WeightPicture } from '../kit/weight-picture.tsx';
import { learnPage } from '../page.ts';
import type { EarlyLayersState } from '../scenes/early-layers.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  filters: slider({ min: 4, max: 16, step: 2, start: 12 }),
  penalty: slider({ min: 0, max: 0.02, step: 0.0005, start: 0.002 }),
  examples: slider({ min: 50, max: 300, step: 50, start: 150 }),
  seed: draw,
};

export const page = learnPage<EarlyLayersState>()({
  controls,
  pace: 8,
  tries: [{ penalty: 0 }, { penalty: 0.02 }, { filters: 4 }],
  View: ({ state: { course, atStart, filters, roughness } }) => {
    const words = useWords('early-layers');
    const looks = roughness.map((_, i) => i);
    const rounds = course.otherAccuracies.map((_, i) => i + 1);
    return (
      <div className="flex flex-col gap-6">
        {(
          [
            [words.now, filters],
            [words.atStart, atStart],
          ] as const
        ).map(([title, all]) => (
          <section key={title}>
            <h3 className="mb-1 font-medium text-small">{title}</h3>
            <div className="grid max-w-2xl grid-cols-6 gap-2 sm:grid-cols-8">
              {all.map((weights, i) => {
                const key = `${i}`;
                return <WeightPicture key={key} weights={weights} side={5} />;
              })}
            </div>
          </section>
        ))}
        <div className="grid gap-6 sm:grid-cols-2">
          <Plot
            label={words.roughness}
            title={words.roughness}
            height={190}
            x={{ from: 0, to: Math.max(80, looks.length), ticks: [] }}
            y={{ from: 0.6, to: 1.6 }}
          >
            {(area) => (
              <>
                <Mark area={area} y={Math.SQRT2} text={words.noise} colour={faint} />
                <Curve area={area} x={looks} y={roughness} colour={accent} width={2.5} />
              </>
            )}
          </Plot>
          <Plot
            label={words.right}
            title={words.right}
            height={190}
            x={{ from: 0, to: 40, name: words.round }}
            y={{ from: 0, to: 1, format: percent, ticks: [0, 0.5, 1] }}
          >
            {(area) => <Curve area={area} x={rounds} y={course.otherAccuracies} colour={orange} width={2.5} />}
          </Plot>
        </div>
      </div>
    );
  },
  figures: ({ course, roughness }) => {
    const { parameters, ...figures } = courseFigures(course);
    return { ...figures, roughStart: digits(roughness[0]!, 3), roughNow: digits(roughness.at(-1)!, 3) };
  },
});
