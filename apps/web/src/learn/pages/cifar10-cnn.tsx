'use client';
import { draw, slider, toggle } from '../controls.ts';
import { CourseCurves, courseFigures, JudgedGrid } from '../kit/course-picture.tsx';
import { between, Pixels } from '../kit/pixels.tsx';
import { WeightPicture } from '../kit/weight-picture.tsx';
import { learnPage } from '../page.ts';
import type { CnnState } from '../scenes/cifar10-cnn.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  convolutions: slider({ min: 1, max: 3, step: 1, start: 3 }),
  filters: slider({ min: 4, max: 12, step: 2, start: 8 }),
  examples: slider({ min: 50, max: 400, step: 50, start: 300 }),
  picture: slider({ min: 1, max: 12, step: 1, start: 1, live: true }),
  shuffled: toggle(false),
  seed: draw,
};

const area = 16 * 16;

export const page = learnPage<CnnState>()({
  controls,
  pace: 8,
  tries: [{ shuffled: true }, { convolutions: 1 }, { examples: 50 }],
  View: ({ state: { course, dense, pixels, judged, filters, maps }, settings: { picture }, set }) => {
    const words = useWords('cifar10-cnn');
    const own = maps.subarray((picture - 1) * filters.length * area, picture * filters.length * area);
    const brightest = own.reduce((a, b) => Math.max(a, b), 1e-6);
    return (
      <div className="flex flex-col gap-6">
        <JudgedGrid pixels={pixels} judged={judged} chosen={picture - 1} onChoose={(i) => set({ picture: i + 1 })} />
        <section>
          <h3 className="mb-1 font-medium text-small">{words.maps}</h3>
          <div className="grid grid-cols-4 gap-2 sm:grid-cols-8">
            {filters.map((filter, k) => {
              const map = own.subarray(k * area, (k + 1) * area);
              const key = `${k}`;
              return (
                <div key={key} className="flex flex-col items-center gap-1">
                  <div className="w-8">
                    <WeightPicture weights={filter} side={3} />
                  </div>
                  <div className="aspect-square w-full overflow-hidden rounded-[4px]">
                    <Pixels
                      width={16}
                      height={16}
                      of={[maps, picture]}
                      paint={(i, named) => between(named('--sunken'), named('--class-0'), map[i]! / brightest)}
                    />
                  </div>
                </div>
              );
            })}
          </div>
        </section>
        <CourseCurves course={course} epochs={30} beside={{ name: words.dense, course: dense }} />
      </div>
    );
  },
  figures: ({ course, dense }) => {
    const beside = courseFigures(dense);
    return { ...courseFigures(course), denseWeights: beside.parameters, denseOthers: beside.others };
  },
});
