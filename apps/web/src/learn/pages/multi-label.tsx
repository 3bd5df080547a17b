'use client';
import { draw, slider } from '../controls.ts';
import { classColour, ink } from '../kit/colours.ts';
import { Mark } from '../kit/marks.tsx';
import { Panels } from '../kit/panels.tsx';
import { faded } from '../kit/pixels.tsx';
import { PlaneMap } from '../kit/plane-map.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits, percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { MultiLabelState } from '../scenes/multi-label.ts';
import { useWords } from '../text/use-learn-text.ts';

const edge = { from: -1.6, to: 1.6 } as const;
const across = 41;

export const controls = {
  apart: slider({ min: 0.3, max: 2, step: 0.1, start: 1 }),
  threshold: slider({ min: 0.1, max: 0.9, step: 0.05, start: 0.5, live: true }),
  x: slider({ min: edge.from, max: edge.to, step: 0.1, start: 0, live: true }),
  y: slider({ min: edge.from, max: edge.to, step: 0.1, start: 0, live: true }),
  seed: draw,
};

export const page = learnPage<MultiLabelState>()({
  controls,
  pace: 10,
  tries: [{ x: 0, y: -0.6 }, { threshold: 0.25 }, { apart: 2, x: 0.9, y: -0.5 }],
  View: ({ state, settings, set }) => {
    const words = useWords('multi-label');
    const shared = {
      state,
      settings,
      onPoint: (x: number, y: number) => set({ x: Number(x.toFixed(1)), y: Number(y.toFixed(1)) }),
    };
    return (
      <Panels>
        <Answer title={words.logistics} chances={state.logistics} {...shared} />
        <Answer title={words.softmax} chances={state.softmax} {...shared} />
      </Panels>
    );
  },
  figures: ({ epoch, logistics, softmax }, settings) => ({
    epoch,
    logistics: digits(total(chancesAt(logistics, settings.x, settings.y)), 3),
    softmax: digits(total(chancesAt(softmax, settings.x, settings.y)), 3),
    most: [logistics, softmax].map((all) => mostLabels(all, settings.threshold)).join(' / '),
  }),
});

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function chancesAt(chances: Float32Array, x: number, y: number): number[] {
  const place = (at: number) => Math.round(((at - edge.from) / (edge.to - edge.from)) * (across - 1));
  const index = place(y) * across + place(x);
  return [0, 1, 2].map((k) => chances[3 * index + k] ?? 0);
}

function mostLabels(chances: Float32Array, threshold: number): number {
  let most = 0;
  for (let i = 0; i < across * across; i++)
    most = Math.max(most, [0, 1, 2].filter((k) => chances[3 * i + k]! > threshold).length);
  return most;
}

interface AnswerProps {
  readonly title: string;
  readonly state: MultiLabelState;
  readonly chances: Float32Array;
  readonly settings: { readonly threshold: number; readonly x: number; readonly y: number };
  readonly onPoint: (x: number, y: number) => void;
}

function Answer({ title, state: { circles }, chances, settings: { threshold, x, y }, onPoint }: AnswerProps) {
  const words = useWords('multi-label');
  const here = chancesAt(chances, x, y);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Plot
        label={words.label(title)}
        title={title}
        isSquare
        x={{ ...edge, ticks: [] }}
        y={{ ...edge, ticks: [] }}
        onPoint={onPoint}
        behind={
          <PlaneMap
            across={across}
            of={[chances, threshold]}
            paint={(i, named) =>
              faded(named('--ink'), 0.16 * [0, 1, 2].filter((k) => chances[3 * i + k]! > threshold).length)
            }
          />
        }
      >
        {(area) => (
          <>
            {circles.map(([cx, cy], i) => (
              <ellipse
                key={classColour(i)}
                cx={area.x(cx)}
                cy={area.y(cy)}
                rx={area.x(0.75) - area.x(0)}
                ry={area.y(0) - area.y(0.75)}
                fill="none"
                stroke={classColour(i)}
                strokeWidth={2.5}
              />
            ))}
            <path d={`M${area.x(x) - 8} ${area.y(y)}h16m-8 -8v16`} stroke={ink} strokeWidth={2.5} />
          </>
        )}
      </Plot>
      <Plot
        label={here.map(percent).join(', ')}
        height={130}
        x={{ from: -0.5, to: 2.5, ticks: [0, 1, 2], format: (i) => words.circle(i + 1) }}
        y={{ from: 0, to: 1, ticks: [0, 0.5, 1] }}
      >
        {(area) => (
          <>
            {here.map((p, i) => {
              const wide = (area.x(1) - area.x(0)) * 0.5;
              return (
                <rect
                  key={classColour(i)}
                  x={area.x(i) - wide / 2}
                  y={area.y(p)}
                  width={wide}
                  height={area.y(0) - area.y(p)}
                  rx={3}
                  fill={classColour(i)}
                  opacity={p > threshold ? 0.9 : 0.35}
                />
              );
            })}
            <Mark area={area} y={threshold} text={words.threshold} />
          </>
        )}
      </Plot>
      <p className="counts text-small text-soft">{words.sum(digits(total(here), 3))}</p>
    </div>
  );
}
