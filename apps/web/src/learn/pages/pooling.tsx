'use client';
import { choice, slider } from '../controls.ts';
import { accent, blue, green, orange } from '../kit/colours.ts';
import { GridPicture } from '../kit/grid-picture.tsx';
import { Curve, Dot, Legend, Mark } from '../kit/marks.tsx';
import { between, grey, type Rgba } from '../kit/pixels.tsx';
import { Plot } from '../kit/plot.tsx';
import { percent } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { PoolingState } from '../scenes/pooling.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  shift: slider({ min: 0, max: 8, step: 1, start: 2, live: true }),
  pool: slider({ min: 2, max: 16, step: 1, start: 4 }),
  kind: choice(['max', 'average'], 'max'),
};

export const page = learnPage<PoolingState>()({
  controls,
  tries: [{ pool: 2 }, { pool: 16 }, { shift: 8 }],
  View: ({ state: { shifts, field, changes }, settings: { shift, pool }, set }) => {
    const words = useWords('pooling');
    const { picture, edges, pooled, side } = shifts[shift]!;
    const brightest = edges.reduce((a, b) => Math.max(a, b), 1e-6);
    const heat = (value: number, named: (variable: `--${string}`) => Rgba) =>
      between(named('--sunken'), named('--class-0'), value / brightest);
    const xs = changes[0]!.map((_, i) => i);
    const series = [
      { name: words.none, colour: orange },
      { name: words.pooled(pool), colour: blue },
      { name: words.global, colour: green },
    ];
    return (
      <div className="flex flex-col gap-6">
        <div className="grid grid-cols-2 gap-4 sm:grid-cols-3">
          <GridPicture
            size={field}
            title={words.picture(shift)}
            label={words.picture(shift)}
            of={[picture]}
            paint={(i) => grey(picture[i]!)}
          />
          <GridPicture
            size={field}
            title={words.edges(field)}
            label={words.edges(field)}
            of={[edges]}
            paint={(i, named) => heat(edges[i]!, named)}
          />
          <GridPicture
            size={side}
            title={words.left(side)}
            label={words.left(side)}
            of={[pooled, side]}
            paint={(i, named) => heat(pooled[i]!, named)}
          />
        </div>
        <Plot
          label={words.changes}
          title={words.changes}
          legend={<Legend of={series} />}
          height={250}
          x={{ from: 0, to: 8, name: words.moved, ticks: xs }}
          y={{ from: 0, to: 1.5, format: percent, ticks: [0, 0.5, 1, 1.5] }}
          onPoint={(x) => set({ shift: Math.round(x) })}
        >
          {(area) => (
            <>
              <Mark area={area} x={shift} colour={accent} />
              {changes.map((change, k) => (
                <g key={series[k]!.name}>
                  <Curve area={area} x={xs} y={change} colour={series[k]!.colour} width={2.5} />
                  <Dot area={area} x={shift} y={change[shift]!} colour={series[k]!.colour} radius={5} />
                </g>
              ))}
            </>
          )}
        </Plot>
      </div>
    );
  },
  figures: ({ shifts, field, changes }, { shift }) => ({
    numbers: `${field * field} → ${shifts[0]!.side ** 2}`,
    edges: percent(changes[0]![shift]!),
    pooled: percent(changes[1]![shift]!),
    global: percent(changes[2]![shift]!),
  }),
});
