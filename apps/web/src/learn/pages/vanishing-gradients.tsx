'use client';
import { choice, draw, slider } from '../controls.ts';
import { accent, blue, faint } from '../kit/colours.ts';
import { Curve, Legend, Mark } from '../kit/marks.tsx';
import { Column } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits, percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { VanishingState } from '../scenes/vanishing-gradients.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  network: choice(
    [
      'sigmoid',
      'tanh',
      'relu',
      'leaky relu',
      'maxout',
      '+ batch norm',
      '+ residual',
      'relu, large',
      '+ L2',
      '+ clipping',
      '+ both',
    ],
    'sigmoid',
  ),
  depth: slider({ min: 2, max: 20, step: 1, start: 12 }),
  seed: draw,
};

export const page = learnPage<VanishingState>()({
  controls,
  pace: 4,
  tries: [{ network: 'relu' }, { network: '+ residual' }, { network: 'relu, large' }, { network: '+ clipping' }],
  View: ({ state, settings }) => {
    const words = useWords('vanishing-gradients');
    const { norms, atStart, accuracies, isDiverged } = state;
    const rounds = accuracies.map((_, i) => i);
    const { depth } = settings;
    return (
      <Column>
        <Plot
          label={words.norms}
          title={words.norms}
          legend={
            <Legend
              of={[
                { name: words.now, colour: blue, as: 'area' },
                { name: words.atStart, colour: faint, as: 'area' },
              ]}
            />
          }
          height={280}
          x={{
            from: 0.4,
            to: depth + 0.6,
            name: words.layer,
            ticks: depth > 10 ? [1, 5, 10, 15, 20].filter((n) => n <= depth) : norms.map((_, i) => i + 1),
          }}
          y={{ from: 1e-10, to: 1e4, isLog: true }}
        >
          {({ x, y }) => {
            const wide = x(2) - x(1);
            const bar = (value: number) => {
              const top = Math.min(y(1e-10), Math.max(y(1e4), y(value || 1e-12)));
              return { y: top, height: Math.max(0, y(1e-10) - top) };
            };
            return norms.map((norm, i) => {
              const key = `${i}`;
              return (
                <g key={key}>
                  <rect
                    x={x(i + 1) - 0.42 * wide}
                    width={0.84 * wide}
                    {...bar(atStart[i]!)}
                    fill={faint}
                    opacity={0.35}
                  />
                  <rect x={x(i + 1) - 0.27 * wide} width={0.54 * wide} {...bar(norm)} rx={2} fill={blue} />
                </g>
              );
            });
          }}
        </Plot>
        <p className="text-small text-soft">{isDiverged ? words.diverged : words.direction}</p>
        <Plot
          label={words.accuracy}
          title={words.accuracy}
          height={180}
          x={{ from: 0, to: 25, name: words.round }}
          y={{ from: 0, to: 1, ticks: [0, 0.5, 1] }}
        >
          {(area) => (
            <>
              <Mark area={area} y={0.1} text={words.guessing} colour={faint} />
              <Curve area={area} x={rounds} y={accuracies} colour={accent} width={3} />
            </>
          )}
        </Plot>
      </Column>
    );
  },
  figures: ({ epoch, norms, dead, accuracies }) => ({
    epoch,
    first: norms[0]!,
    last: norms.at(-1)!,
    factor: digits((norms.at(-1)! / norms[0]!) ** (1 / (norms.length - 1)), 3),
    dead: percent(dead),
    accuracy: percent(accuracies.at(-1)!),
  }),
});
