'use client';
import { slider } from '../controls.ts';
import { classColour, ink } from '../kit/colours.ts';
import { Curve, Dot, halo, Mark } from '../kit/marks.tsx';
import { Column } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits, percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { SoftmaxState } from '../scenes/softmax.ts';
import { useWords } from '../text/use-learn-text.ts';

const score = (start: number) => slider({ min: -3, max: 3, step: 0.1, start });

export const controls = {
  temperature: slider({ min: 0.1, max: 10, step: 0.02, start: 1, isLog: true }),
  cat: score(2),
  dog: score(1),
  horse: score(0.1),
  added: slider({ min: 0, max: 100, step: 1, start: 0 }),
};

export const page = learnPage<SoftmaxState>()({
  controls,
  tries: [{ temperature: 0.1 }, { temperature: 10 }, { added: 100 }],
  View: ({ state, settings }) => (
    <Column>
      <Bars state={state} temperature={settings.temperature} />
      <ByTemperature state={state} temperature={settings.temperature} />
    </Column>
  ),
  figures: ({ probabilities, bits }) => ({ sum: probabilities.reduce((a, b) => a + b), bits }),
});

interface Props {
  readonly state: SoftmaxState;
  readonly temperature: number;
}

function Bars({ state: { scores, probabilities }, temperature }: Props) {
  const { classes, probability, label, score: scoreWord } = useWords('softmax');
  return (
    <Plot
      label={label(classes.map((name, i) => `${name} ${percent(probabilities[i]!)}`).join(', '))}
      title={probability}
      height={260}
      x={{
        from: -0.5,
        to: 2.5,
        ticks: [0, 1, 2],
        format: (i) => `${classes[i]}: ${digits(scores[i]!)}${temperature === 1 ? '' : ` / ${digits(temperature, 2)}`}`,
        name: scoreWord,
      }}
      y={{ from: 0, to: 1, format: percent, ticks: [0, 0.25, 0.5, 0.75, 1] }}
    >
      {({ x, y }) =>
        probabilities.map((p, i) => {
          const wide = (x(1) - x(0)) * 0.6;
          return (
            <g key={classes[i]}>
              <rect
                x={x(i) - wide / 2}
                y={y(p)}
                width={wide}
                height={y(0) - y(p)}
                rx={4}
                fill={classColour(i)}
                opacity={0.85}
              />
              <text
                x={x(i)}
                y={Math.max(y(p) - 8, y(1) + 14)}
                textAnchor="middle"
                fontSize={15}
                fontWeight={600}
                fill={ink}
                className="counts"
                {...halo}
              >
                {percent(p)}
              </text>
            </g>
          );
        })
      }
    </Plot>
  );
}

function ByTemperature({ state: { temperatures, curves, probabilities }, temperature }: Props) {
  const words = useWords('softmax');
  return (
    <Plot
      label={words.curves}
      title={words.curves}
      height={190}
      x={{ from: 0.1, to: 10, isLog: true, ticks: [0.1, 0.3, 1, 3, 10], name: words.temperature }}
      y={{ from: 0, to: 1, format: percent, ticks: [0, 0.5, 1] }}
      over={(area) =>
        probabilities.map((p, i) => (
          <Dot key={words.classes[i]} area={area} x={temperature} y={p} colour={classColour(i)} radius={5} />
        ))
      }
    >
      {(area) => (
        <>
          <Mark area={area} y={1 / 3} text={words.third} />
          <Mark area={area} x={temperature} />
          {curves.map((curve, i) => (
            <Curve key={words.classes[i]} area={area} x={temperatures} y={curve} colour={classColour(i)} width={2.5} />
          ))}
        </>
      )}
    </Plot>
  );
}
