'use client';
import { useMemo } from 'react';
import { choice, draw, slider } from '../controls.ts';
import { accent, blue, faint, green, orange, soft } from '../kit/colours.ts';
import { Curve, Dot, Legend, Mark } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { Pixels, signed } from '../kit/pixels.tsx';
import { Plot } from '../kit/plot.tsx';
import { percent, shown } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { LongMemoryState } from '../scenes/long-memory.ts';
import { type Trace, traceOf } from '../scenes/shared/recurrent.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  steps: slider({ min: 5, max: 40, step: 5, start: 30 }),
  units: slider({ min: 4, max: 24, step: 4, start: 16 }),
  place: slider({ min: 0, max: 1, step: 0.01, start: 0.1, live: true }),
  bit: choice(['0', '1'], '1', { live: true }),
  seed: draw,
};

export const page = learnPage<LongMemoryState>()({
  controls,
  pace: 3,
  tries: [{ steps: 10 }, { steps: 40 }, { units: 4 }, { place: 0.9 }],
  View: ({ state, settings, set }) => {
    const { bits, lstm, plain } = state;
    const steps = bits.length;
    const at = Math.round(settings.place * (steps - 1));
    const bit = Number(settings.bit);
    const [kept, faded] = useMemo(() => {
      const sequence = bits.flatMap((value, i) => [(i === at ? bit : value) * 2 - 1, Number(i === at)]);
      return [traceOf(lstm.memory, sequence), traceOf(plain.memory, sequence)];
    }, [bits, lstm.memory, plain.memory, at, bit]);
    const shared = { steps, at, onPlace: (place: number) => set({ place: Number(place.toFixed(2)) }) };
    return (
      <Column>
        <div className="flex flex-col gap-3">
          <Bits bits={bits.map((value, i) => (i === at ? bit : value))} {...shared} />
          <Kept trace={kept} kind="lstm" {...shared} />
          <Kept trace={faded} kind="plain" {...shared} />
          <Said traces={[kept, faded]} {...shared} />
          <Gates trace={kept} {...shared} />
        </div>
        <Judged state={state} />
      </Column>
    );
  },
  figures: ({ epoch, lstm, plain }) => ({
    epoch,
    lstm: percent(lstm.accuracies.at(-1)!),
    plain: percent(plain.accuracies.at(-1)!),
    parameters: `${shown(lstm.parameters)} / ${shown(plain.parameters)}`,
  }),
});

interface Shared {
  readonly steps: number;
  /** Where the mark stands. */
  readonly at: number;
  readonly onPlace: (place: number) => void;
}

/** As wide as other numbers beside an axis, so that steps stand above each other. */
const wide = (text: string) => text.padStart(3, '\u2007');
const stepAxis = (steps: number) => ({ from: -0.5, to: steps - 0.5 });
const placed = ({ steps, onPlace }: Shared) => ({
  onPoint: (x: number) => onPlace(Math.min(1, Math.max(0, Math.round(x) / (steps - 1)))),
});

function Bits({ bits, ...shared }: Shared & { readonly bits: readonly number[] }) {
  const words = useWords('long-memory');
  const { steps, at } = shared;
  return (
    <Plot
      label={words.sequence}
      title={words.sequence}
      height={44}
      x={{ ...stepAxis(steps), ticks: [] }}
      y={{ from: 0, to: 1, ticks: [0.5], format: () => wide('') }}
      behind={<span />}
      {...placed(shared)}
    >
      {({ x, y, top, height }) => (
        <>
          <rect x={x(at - 0.5)} width={x(at + 0.5) - x(at - 0.5)} y={top} height={height} fill={accent} />
          {bits.map((bit, i) => {
            const key = `${i}`;
            return (
              <text
                key={key}
                x={x(i)}
                y={y(0.5)}
                textAnchor="middle"
                dominantBaseline="central"
                fontSize={13}
                fontWeight={i === at ? 700 : 400}
                fill={i === at ? 'var(--on-accent)' : soft}
              >
                {bit}
              </text>
            );
          })}
        </>
      )}
    </Plot>
  );
}

function Kept({
  trace: { kept },
  kind,
  ...shared
}: Shared & { readonly trace: Trace; readonly kind: 'lstm' | 'plain' }) {
  const words = useWords('long-memory');
  const { steps, at } = shared;
  const units = kept.length / steps;
  const most = useMemo(() => kept.reduce((a, b) => Math.max(a, Math.abs(b)), 1), [kept]);
  return (
    <Plot
      label={words.kept[kind]}
      title={words.kept[kind]}
      legend={
        kind === 'lstm' && (
          <Legend
            of={[
              { name: words.below, colour: orange, as: 'area' },
              { name: words.above, colour: blue, as: 'area' },
            ]}
          />
        )
      }
      height={120}
      x={{ ...stepAxis(steps), ticks: [] }}
      y={{ from: units + 0.5, to: 0.5, ticks: [1, units], format: (unit) => wide(String(unit)) }}
      behind={
        <Pixels
          width={steps}
          height={units}
          of={[kept]}
          paint={(i, named) => signed(kept[(i % steps) * units + Math.floor(i / steps)]! / most, named)}
        />
      }
      {...placed(shared)}
    >
      {(area) => <Mark area={area} x={at} colour={accent} />}
    </Plot>
  );
}

function Said({ traces: [kept, faded], ...shared }: Shared & { readonly traces: readonly [Trace, Trace] }) {
  const words = useWords('long-memory');
  const { steps, at } = shared;
  const x = Array.from(kept.answers.keys());
  return (
    <Plot
      label={words.said}
      title={words.said}
      legend={<Both />}
      height={130}
      x={{ ...stepAxis(steps), ticks: [] }}
      y={{ from: -0.05, to: 1.05, ticks: [0, 0.5, 1], format: (value) => wide(String(value)) }}
      {...placed(shared)}
    >
      {(area) => (
        <>
          <Mark area={area} x={at} colour={accent} />
          <Curve area={area} x={x} y={faded.answers} colour={orange} />
          <Curve area={area} x={x} y={kept.answers} colour={blue} width={3} />
        </>
      )}
    </Plot>
  );
}

/** Of the cell that holds most at the end. */
function Gates({ trace: { kept, input, forget }, ...shared }: Shared & { readonly trace: Trace }) {
  const words = useWords('long-memory');
  const { steps, at } = shared;
  const units = kept.length / steps;
  const [carrier, x] = useMemo(() => {
    const end = Array.from(kept.subarray((steps - 1) * units), Math.abs);
    return [end.indexOf(Math.max(...end)), Array.from({ length: steps }, (_, i) => i)];
  }, [kept, steps, units]);
  const gate = (values: Float32Array) => x.map((step) => values[step * units + carrier]!);
  return (
    <Plot
      label={words.gates(carrier + 1)}
      title={words.gates(carrier + 1)}
      legend={
        <Legend
          of={[
            { name: words.input, colour: green },
            { name: words.forget, colour: soft, as: 'dashed' },
          ]}
        />
      }
      height={130}
      x={{ ...stepAxis(steps), name: words.step, ticks: ticksOf(steps), format: (step) => String(step + 1) }}
      y={{ from: -0.05, to: 1.05, ticks: [0, 0.5, 1], format: (value) => wide(String(value)) }}
      {...placed(shared)}
    >
      {(area) => (
        <>
          <Mark area={area} x={at} colour={accent} />
          <Curve area={area} x={x} y={gate(forget)} colour={soft} isDashed />
          <Curve area={area} x={x} y={gate(input)} colour={green} width={2.5} />
        </>
      )}
    </Plot>
  );
}

const ticksOf = (steps: number) => [0, ...Array.from({ length: Math.floor(steps / 5) }, (_, i) => 5 * i + 4)];

function Both() {
  const words = useWords('long-memory');
  return (
    <Legend
      of={[
        { name: words.lstm, colour: blue },
        { name: words.plain, colour: orange },
      ]}
    />
  );
}

function Judged({ state: { bits, lstm, plain } }: { readonly state: LongMemoryState }) {
  const words = useWords('long-memory');
  const y = { from: 0.35, to: 1.02, ticks: [0.4, 0.6, 0.8, 1] };
  const both = [
    { learnt: plain, colour: orange, width: 2 },
    { learnt: lstm, colour: blue, width: 3 },
  ];
  return (
    <Panels>
      <Plot
        label={words.rounds}
        title={words.rounds}
        legend={<Both />}
        height={210}
        x={{ from: 0, to: 24, name: words.round }}
        y={y}
      >
        {(area) => (
          <>
            <Mark area={area} y={0.5} text={words.guessing} colour={faint} />
            {both.map(({ learnt: { accuracies }, colour, width }) => (
              <Curve
                key={colour}
                area={area}
                x={accuracies.map((_, i) => i)}
                y={accuracies}
                colour={colour}
                width={width}
              />
            ))}
          </>
        )}
      </Plot>
      <Plot label={words.ages} title={words.ages} height={210} x={{ from: bits.length, to: 0, name: words.age }} y={y}>
        {(area) => (
          <>
            <Mark area={area} y={0.5} colour={faint} />
            {both.map(({ learnt: { byAge }, colour, width }) => (
              <g key={colour}>
                <Curve
                  area={area}
                  x={byAge.map(({ age }) => age)}
                  y={byAge.map(({ accuracy }) => accuracy)}
                  colour={colour}
                  width={width}
                />
                {byAge.map(({ age, accuracy }) => (
                  <Dot key={age} area={area} x={age} y={accuracy} colour={colour} radius={3.5} />
                ))}
              </g>
            ))}
          </>
        )}
      </Plot>
    </Panels>
  );
}
