'use client';
import { slider } from '../controls.ts';
import { accent, blue, green, ink, orange, soft } from '../kit/colours.ts';
import { Curve, Dot, halo, Legend, Mark } from '../kit/marks.tsx';
import { Column, Panels } from '../kit/panels.tsx';
import { Plot } from '../kit/plot.tsx';
import { digits } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { InformationState } from '../scenes/information.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  truth: slider({ min: 0.01, max: 0.99, step: 0.01, start: 0.3 }),
  belief: slider({ min: 0.01, max: 0.99, step: 0.01, start: 0.6 }),
};

export const page = learnPage<InformationState>()({
  controls,
  tries: [{ belief: 0.3 }, { truth: 0.5, belief: 0.5 }, { truth: 0.3, belief: 0.01 }],
  View: ({ state, settings, set }) => (
    <Column>
      <Costs state={state} settings={settings} onBelief={(belief) => set({ belief })} />
      <Panels>
        <Price state={state} />
        <Coin state={state} truth={settings.truth} />
      </Panels>
    </Column>
  ),
  figures: ({ entropy, crossEntropy, divergence, otherWay }) => ({ entropy, crossEntropy, divergence, otherWay }),
});

interface Props {
  readonly state: InformationState;
}

interface CostsProps extends Props {
  readonly settings: { readonly truth: number; readonly belief: number };
  readonly onBelief: (belief: number) => void;
}

function Costs({ state, settings: { truth, belief }, onBelief }: CostsProps) {
  const words = useWords('information');
  const { ps, costs, divergences, entropy, crossEntropy, divergence } = state;
  return (
    <Plot
      label={words.costs}
      title={words.costs}
      legend={
        <Legend
          of={[
            { name: words.crossEntropy, colour: blue },
            { name: words.entropy, colour: soft, as: 'dashed' },
            { name: words.divergence, colour: orange },
          ]}
        />
      }
      height={280}
      x={{ from: 0, to: 1, name: words.belief }}
      y={{ from: 0, to: 3, name: words.bits }}
      onPoint={(q) => onBelief(Math.min(0.99, Math.max(0.01, Number(q.toFixed(2)))))}
    >
      {(area) => (
        <>
          <Mark area={area} x={truth} text={words.truth} />
          <Curve area={area} x={[0, 1]} y={[entropy, entropy]} colour={soft} isDashed />
          <Curve area={area} x={ps} y={divergences} colour={orange} width={2.5} />
          <Curve area={area} x={ps} y={costs} colour={blue} width={2.5} />
          <Curve area={area} x={[belief, belief]} y={[0, crossEntropy]} colour={accent} isDashed />
          <Dot area={area} x={belief} y={divergence} colour={orange} radius={6} />
          <Dot area={area} x={belief} y={crossEntropy} colour={accent} radius={7} />
        </>
      )}
    </Plot>
  );
}

/** Entropy and divergence, one on the other: the cross-entropy. */
function Price({ state: { entropy, divergence, crossEntropy } }: Props) {
  const words = useWords('information');
  const most = Math.max(3, crossEntropy);
  return (
    <Plot
      label={words.price}
      title={words.price}
      height={190}
      x={{ from: 0, to: most, name: words.bits }}
      y={{ from: 0, to: 1, ticks: [] }}
    >
      {({ x, y }) => (
        <g fontSize={12} fill={ink}>
          <rect x={x(0)} y={y(0.78)} width={x(entropy) - x(0)} height={y(0.28) - y(0.78)} fill={soft} opacity={0.45} />
          <rect
            x={x(entropy)}
            y={y(0.78)}
            width={x(entropy + divergence) - x(entropy)}
            height={y(0.28) - y(0.78)}
            fill={orange}
            opacity={0.75}
          />
          <text x={x(0) + 8} y={y(0.88)} {...halo}>
            {words.entropy} {digits(entropy, 3)}
          </text>
          <text x={Math.min(x(entropy) + 8, x(most) - 130)} y={y(0.12)} {...halo}>
            {words.divergence} {digits(divergence, 3)}
          </text>
        </g>
      )}
    </Plot>
  );
}

function Coin({ state: { ps, entropies, entropy }, truth }: Props & { readonly truth: number }) {
  const words = useWords('information');
  return (
    <Plot
      label={words.coin}
      title={words.coin}
      height={190}
      x={{ from: 0, to: 1, name: words.chance }}
      y={{ from: 0, to: 1, ticks: [0, 0.5, 1] }}
    >
      {(area) => (
        <>
          <Curve area={area} x={ps} y={entropies} colour={green} width={2.5} />
          <Dot area={area} x={truth} y={entropy} colour={green} radius={6} />
        </>
      )}
    </Plot>
  );
}
