'use client';
import { draw, slider } from '../controls.ts';
import { accent, blue, faint, ink, orange } from '../kit/colours.ts';
import { Curve, Legend, Mark } from '../kit/marks.tsx';
import { Pixels, signed } from '../kit/pixels.tsx';
import { type Area, Plot } from '../kit/plot.tsx';
import { percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { LongMemoryState } from '../scenes/long-memory.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  steps: slider({ min: 4, max: 30, step: 1, start: 16 }),
  marked: slider({ min: 0, max: 1, step: 0.05, start: 0.2 }),
  seed: draw,
};

export const page = learnPage<LongMemoryState>()({
  controls,
  pace: 3,
  tries: [{ steps: 5 }, { steps: 30 }, { marked: 1 }],
  View: ({ state }) => {
    const words = useWords('long-memory');
    const { bits, marked, plain, lstm, input, forget, cells } = state;
    const rounds = lstm.accuracies.map((_, i) => i + 1);
    const along = { from: 0.5, to: bits.length + 0.5, ticks: [] };
    const at = bits.map((_, i) => i + 1);
    const most = Math.max(...plain.influence, ...lstm.influence, 1e-6);
    const units = cells[0]!.length;
    return (
      <div className="flex flex-col gap-5">
        <Plot
          label={words.sequence(marked + 1)}
          title={words.sequence(marked + 1)}
          height={62}
          x={along}
          y={{ from: 0, to: 1, ticks: [] }}
        >
          {({ x, y }) =>
            bits.map((bit, i) => {
              const key = `${i}`;
              const wide = Math.min(30, (x(2) - x(1)) * 0.86);
              return (
                <g key={key}>
                  <rect
                    x={x(i + 1) - wide / 2}
                    y={y(0.9)}
                    width={wide}
                    height={y(0.1) - y(0.9)}
                    rx={4}
                    fill={i === marked ? accent : bit > 0 ? ink : faint}
                    opacity={i === marked ? 1 : bit > 0 ? 0.75 : 0.25}
                  />
                  <text
                    x={x(i + 1)}
                    y={y(0.5) + 4}
                    textAnchor="middle"
                    fontSize={12}
                    fill={i === marked || bit > 0 ? 'var(--page)' : ink}
                  >
                    {bit > 0 ? 1 : 0}
                  </text>
                </g>
              );
            })
          }
        </Plot>
        <Plot
          label={words.influence}
          title={words.influence}
          legend={
            <Legend
              of={[
                { name: words.plain, colour: orange, as: 'area' },
                { name: words.lstm, colour: blue, as: 'area' },
              ]}
            />
          }
          height={150}
          x={along}
          y={{ from: 0, to: most, ticks: [] }}
        >
          {(area) => (
            <>
              <Bars area={area} values={plain.influence} colour={orange} side={-1} />
              <Bars area={area} values={lstm.influence} colour={blue} side={1} />
            </>
          )}
        </Plot>
        <Plot
          label={words.gates}
          title={words.gates}
          legend={
            <Legend
              of={[
                { name: words.input, colour: accent },
                { name: words.forget, colour: orange },
              ]}
            />
          }
          height={130}
          x={along}
          y={{ from: 0, to: 1, ticks: [0, 1] }}
        >
          {(area) => (
            <>
              <Mark area={area} x={marked + 1} colour={accent} />
              <Curve area={area} x={at} y={input} colour={accent} width={2.5} />
              <Curve area={area} x={at} y={forget} colour={orange} width={2.5} />
            </>
          )}
        </Plot>
        <Plot
          label={words.cells}
          title={words.cells}
          height={110}
          x={along}
          y={{ from: 0, to: 1, ticks: [] }}
          behind={
            <Pixels
              width={bits.length}
              height={units}
              of={[cells]}
              paint={(i, named) => signed((cells[i % bits.length]![Math.floor(i / bits.length)] ?? 0) / 1.5, named)}
            />
          }
        >
          {(area) => <Mark area={area} x={marked + 1} colour={accent} />}
        </Plot>
        <Plot
          label={words.accuracy}
          title={words.accuracy}
          height={170}
          x={{ from: 0, to: 40, name: words.round }}
          y={{ from: 0.4, to: 1, format: percent, ticks: [0.5, 0.75, 1] }}
        >
          {(area) => (
            <>
              <Mark area={area} y={0.5} text={words.guessing} colour={faint} />
              <Curve area={area} x={rounds} y={plain.accuracies} colour={orange} width={2.5} />
              <Curve area={area} x={rounds} y={lstm.accuracies} colour={blue} width={2.5} />
            </>
          )}
        </Plot>
      </div>
    );
  },
  figures: ({ epoch, bits, marked, plain, lstm }) => ({
    epoch,
    truth: bits[marked]! > 0 ? 1 : 0,
    plainSays: percent(plain.chance),
    lstmSays: percent(lstm.chance),
    plain: plain.accuracies.length > 0 ? percent(plain.accuracies.at(-1)!) : '–',
    lstm: lstm.accuracies.length > 0 ? percent(lstm.accuracies.at(-1)!) : '–',
  }),
});

interface BarsProps {
  readonly area: Area;
  readonly values: readonly number[];
  readonly colour: string;
  /** Left or right of its step. */
  readonly side: -1 | 1;
}

const Bars = ({ area: { x, y }, values, colour, side }: BarsProps) => {
  const wide = (x(2) - x(1)) * 0.38;
  return values.map((value, i) => {
    const key = `${side}${i}`;
    return (
      <rect
        key={key}
        x={x(i + 1) + (side < 0 ? -wide : 0)}
        y={y(value)}
        width={wide}
        height={y(0) - y(value)}
        rx={1.5}
        fill={colour}
      />
    );
  });
};
