'use client';
import { draw, slider, toggle } from '../controls.ts';
import { accent, soft } from '../kit/colours.ts';
import { ColourPicture } from '../kit/course-picture.tsx';
import { Curve, Legend } from '../kit/marks.tsx';
import { Plot } from '../kit/plot.tsx';
import { percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { AugmentedState } from '../scenes/cifar10-augmented.ts';
import type { Course } from '../scenes/shared/shape-course.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  move: slider({ min: 0, max: 0.3, step: 0.05, start: 0.1 }),
  turn: slider({ min: 0, max: 90, step: 5, start: 0, unit: '°' }),
  mirror: toggle(true),
  examples: slider({ min: 50, max: 200, step: 25, start: 75 }),
  seed: draw,
};

const perRow = 8;

export const page = learnPage<AugmentedState>()({
  controls,
  pace: 4,
  tries: [{ move: 0.3 }, { turn: 90 }, { move: 0, mirror: false }],
  View: ({ state: { plain, augmented, sheet } }) => {
    const words = useWords('cifar10-augmented');
    return (
      <div className="flex flex-col gap-6">
        <section>
          <h3 className="mb-1 font-medium text-small">{words.sheet}</h3>
          <div className="grid max-w-xl grid-cols-8 gap-1.5">
            {Array.from({ length: 4 * perRow }, (_, i) => `${i}`).map((key, i) => (
              <div
                key={key}
                className={`aspect-square rounded-small ${i % perRow === 0 ? 'outline-2 outline-accent outline-offset-1' : ''}`}
              >
                <ColourPicture pixels={sheet} index={i} />
              </div>
            ))}
          </div>
        </section>
        <div className="grid gap-6 sm:grid-cols-2">
          <Two title={words.own} plain={plain.losses} augmented={augmented.losses} most={1.8} />
          <Two title={words.others} plain={plain.otherLosses} augmented={augmented.otherLosses} most={2.2} />
        </div>
      </div>
    );
  },
  figures: ({ plain, augmented }) => {
    const last = (values: Course['accuracies']) => (values.length > 0 ? percent(values.at(-1)!) : '–');
    return {
      epoch: plain.epoch,
      ownPlain: last(plain.accuracies),
      ownAugmented: last(augmented.accuracies),
      plain: last(plain.otherAccuracies),
      augmented: last(augmented.otherAccuracies),
    };
  },
});

interface TwoProps {
  readonly title: string;
  readonly plain: readonly number[];
  readonly augmented: readonly number[];
  readonly most: number;
}

function Two({ title, plain, augmented, most }: TwoProps) {
  const words = useWords('cifar10-augmented');
  const rounds = plain.map((_, i) => i + 1);
  return (
    <Plot
      label={title}
      title={title}
      legend={
        <Legend
          of={[
            { name: words.augmented, colour: accent },
            { name: words.plain, colour: soft },
          ]}
        />
      }
      height={230}
      x={{ from: 0, to: 40, name: words.round }}
      y={{ from: 0, to: most }}
    >
      {(area) => (
        <>
          <Curve area={area} x={rounds} y={plain} colour={soft} />
          <Curve area={area} x={rounds} y={augmented} colour={accent} width={3} />
        </>
      )}
    </Plot>
  );
}
