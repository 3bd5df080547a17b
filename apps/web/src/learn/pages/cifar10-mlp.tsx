'use client';
import { draw, slider, toggle } from '../controls.ts';
import { CourseCurves, courseFigures, JudgedGrid } from '../kit/course-picture.tsx';
import { WeightPicture } from '../kit/weight-picture.tsx';
import { learnPage } from '../page.ts';
import type { MlpState } from '../scenes/cifar10-mlp.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  hidden: slider({ min: 8, max: 128, step: 8, start: 64 }),
  examples: slider({ min: 50, max: 400, step: 50, start: 300 }),
  rate: slider({ min: 0.0001, max: 0.03, step: 0.1, start: 0.001, isLog: true }),
  shuffled: toggle(false),
  seed: draw,
};

export const page = learnPage<MlpState>()({
  controls,
  pace: 10,
  tries: [{ shuffled: true }, { examples: 50 }, { hidden: 8 }, { rate: 0.03 }],
  View: ({ state: { course, pixels, judged, weights } }) => {
    const words = useWords('cifar10-mlp');
    return (
      <div className="flex flex-col gap-6">
        <JudgedGrid pixels={pixels} judged={judged} />
        <section>
          <h3 className="mb-1 font-medium text-small">{words.weights}</h3>
          <div className="grid grid-cols-4 gap-2 sm:grid-cols-8">
            {weights.map((each, i) => {
              const key = `${i}`;
              return <WeightPicture key={key} weights={each} side={16} />;
            })}
          </div>
        </section>
        <CourseCurves course={course} epochs={40} />
      </div>
    );
  },
  figures: ({ course }) => courseFigures(course),
});
