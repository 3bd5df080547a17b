'use client';
import { choice, draw, slider } from '../controls.ts';
import { classColour } from '../kit/colours.ts';
import { Legend, Points } from '../kit/marks.tsx';
import { Panels } from '../kit/panels.tsx';
import { faded } from '../kit/pixels.tsx';
import { PlaneMap } from '../kit/plane-map.tsx';
import { Plot } from '../kit/plot.tsx';
import { percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { OneHotState } from '../scenes/one-hot.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  middle: choice(['horse', 'dog', 'cat'], 'horse'),
  spread: slider({ min: 0.1, max: 0.7, step: 0.05, start: 0.3 }),
  seed: draw,
};

export const page = learnPage<OneHotState>()({
  controls,
  pace: 12,
  tries: [{ middle: 'dog' }, { middle: 'cat' }, { spread: 0.6 }],
  View: ({ state }) => {
    const words = useWords('one-hot');
    return (
      <div className="flex flex-col gap-4">
        <div className="text-small">
          <Legend
            of={words.classes.map((name, i) => ({ name: `${i}: ${name}`, colour: classColour(i), as: i as 0 | 1 | 2 }))}
          />
        </div>
        <Panels>
          <Said state={state} title={words.asNumber} values={state.numbers} accuracy={state.accuracies[0]} />
          <Said state={state} title={words.asOneHot} values={state.classes} accuracy={state.accuracies[1]} />
        </Panels>
        <Targets />
      </div>
    );
  },
  figures: ({ epoch, accuracies: [asNumber, oneHot] }) => ({
    epoch,
    asNumber: percent(asNumber),
    oneHot: percent(oneHot),
  }),
});

interface SaidProps {
  readonly state: OneHotState;
  readonly title: string;
  readonly values: Float32Array;
  readonly accuracy: number;
}

function Said({ state: { points, labels }, title, values, accuracy }: SaidProps) {
  const words = useWords('one-hot');
  return (
    <Plot
      label={words.label(title, percent(accuracy))}
      title={title}
      legend={<span className="counts ml-auto text-soft">{words.right(percent(accuracy))}</span>}
      isSquare
      x={{ from: -2, to: 2, ticks: [] }}
      y={{ from: -2, to: 2, ticks: [] }}
      behind={
        <PlaneMap
          across={41}
          of={[values]}
          paint={(i, named) => {
            const value = values[i]!;
            const said = Math.min(2, Math.max(0, Math.round(value)));
            // Fainter where the number is between two.
            return faded(named(`--class-${said}`), 0.34 - 0.36 * Math.min(0.5, Math.abs(value - said)));
          }}
        />
      }
    >
      {(area) => <Points area={area} points={points} labels={labels} colours={[0, 1, 2].map(classColour)} radius={4} />}
    </Plot>
  );
}

function Targets() {
  const words = useWords('one-hot');
  return (
    <table className="counts w-full max-w-md text-small">
      <thead>
        <tr className="text-left text-soft">
          <th className="py-1 font-normal">{words.name}</th>
          <th className="py-1 font-normal">{words.number}</th>
          <th className="py-1 font-normal">{words.vector}</th>
        </tr>
      </thead>
      <tbody>
        {words.classes.map((name, i) => (
          <tr key={name} className="border-line border-t">
            <td className="py-1">{name}</td>
            <td className="py-1">{i}</td>
            <td className="py-1 font-mono">{[0, 1, 2].map((k) => Number(k === i)).join(' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
