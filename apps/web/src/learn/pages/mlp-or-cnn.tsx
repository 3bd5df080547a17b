'use client';
import { draw, slider } from '../controls.ts';
import { accent, blue, faint, orange } from '../kit/colours.ts';
import { GridPicture } from '../kit/grid-picture.tsx';
import { Curve, Dot, Legend, Mark } from '../kit/marks.tsx';
import { grey, Pixels, signed } from '../kit/pixels.tsx';
import { Plot } from '../kit/plot.tsx';
import { percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { MlpOrCnnState } from '../scenes/mlp-or-cnn.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  shift: slider({ min: 0, max: 3, step: 1, start: 2, live: true }),
  digit: slider({ min: 1, max: 60, step: 1, start: 1 }),
  examples: slider({ min: 100, max: 400, step: 50, start: 200 }),
  filters: slider({ min: 4, max: 16, step: 2, start: 12 }),
  seed: draw,
};

export const page = learnPage<MlpOrCnnState>()({
  controls,
  pace: 4,
  tries: [{ shift: 0 }, { shift: 3 }, { filters: 4 }],
  View: ({ state, settings: { shift }, set }) => {
    const words = useWords('mlp-or-cnn');
    const { field, pictures, label, mlp, cnn, mlpWeights, cnnWeights } = state;
    const picture = pictures[shift]!;
    const shifts = mlp.accuracies.map((_, i) => i);
    const both = [
      { name: words.mlp, colour: orange, sight: mlp },
      { name: words.cnn, colour: blue, sight: cnn },
    ];
    return (
      <div className="flex flex-col gap-6">
        <div className="grid items-start gap-5 sm:grid-cols-[9rem_1fr_1fr]">
          <div className="w-36">
            <GridPicture
              size={field}
              title={words.digit(label, shift)}
              label={words.digit(label, shift)}
              of={[picture]}
              paint={(i) => grey(picture[i]!)}
            />
          </div>
          {both.map(({ name, colour, sight }) => (
            <Plot
              key={name}
              label={words.says(name)}
              title={words.says(name)}
              height={166}
              x={{ from: -0.6, to: 9.6, ticks: shiftsTo(10) }}
              y={{ from: 0, to: 1, ticks: [0, 1] }}
            >
              {(area) =>
                sight.chances[shift]!.map((p, k) => {
                  const wide = (area.x(1) - area.x(0)) * 0.7;
                  const key = `${k}`;
                  return (
                    <rect
                      key={key}
                      x={area.x(k) - wide / 2}
                      y={area.y(p)}
                      width={wide}
                      height={area.y(0) - area.y(p)}
                      rx={2}
                      fill={k === label ? accent : colour}
                    />
                  );
                })
              }
            </Plot>
          ))}
        </div>
        <Plot
          label={words.moved}
          title={words.accuracy}
          legend={
            <Legend
              of={both.map(({ name, colour, sight }) => ({
                name: `${name}: ${sight.parameters.toLocaleString('en')}`,
                colour,
              }))}
            />
          }
          height={220}
          x={{ from: 0, to: 3, ticks: shifts, name: words.moved }}
          y={{ from: 0, to: 1, format: percent, ticks: [0, 0.5, 1] }}
          onPoint={(x) => set({ shift: Math.round(x) })}
        >
          {(area) => (
            <>
              <Mark area={area} y={0.1} text={words.guessing} colour={faint} />
              <Mark area={area} x={shift} colour={accent} />
              {both.map(({ name, colour, sight }) => (
                <g key={name}>
                  <Curve area={area} x={shifts} y={sight.accuracies} colour={colour} width={2.5} />
                  {sight.accuracies.map((share, i) => (
                    <Dot key={shifts[i]} area={area} x={i} y={share} colour={colour} radius={i === shift ? 6 : 4} />
                  ))}
                </g>
              ))}
            </>
          )}
        </Plot>
        <div className="grid gap-5 sm:grid-cols-2">
          <Weights title={words.mlpWeights} all={mlpWeights} side={field} />
          <Weights title={words.cnnWeights} all={cnnWeights} side={3} />
        </div>
      </div>
    );
  },
  figures: ({ epoch, mlp, cnn }, { shift }) => ({
    epoch,
    mlp: percent(mlp.accuracies[0]!),
    mlpMoved: percent(mlp.accuracies[shift]!),
    cnn: percent(cnn.accuracies[0]!),
    cnnMoved: percent(cnn.accuracies[shift]!),
  }),
});

const shiftsTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

interface WeightsProps {
  readonly title: string;
  readonly all: readonly Float32Array[];
  readonly side: number;
}

const Weights = ({ title, all, side }: WeightsProps) => (
  <section>
    <h3 className="mb-1 font-medium text-small">{title}</h3>
    <div className="grid grid-cols-6 gap-1.5">
      {all.map((weights, i) => {
        const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
        const key = `${i}`;
        return (
          <div key={key} className="aspect-square overflow-hidden rounded-[3px] bg-sunken">
            <Pixels
              width={side}
              height={side}
              of={[weights]}
              paint={(at, named) => signed(weights[at]! / largest, named)}
            />
          </div>
        );
      })}
    </div>
  </section>
);
