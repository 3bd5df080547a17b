'use client';
import { choice, slider } from '../controls.ts';
import { accent, orange } from '../kit/colours.ts';
import { GridPicture } from '../kit/grid-picture.tsx';
import { grey, type Rgba } from '../kit/pixels.tsx';
import { digits } from '../kit/scale.ts';
import { learnPage } from '../page.ts';
import type { ConvolutionState } from '../scenes/convolution.ts';
import { useWords } from '../text/use-learn-text.ts';

export const controls = {
  filter: choice(['as it is', 'blur', 'sharpen', 'emboss', 'upright edges', 'level edges', 'outline'], 'upright edges'),
  stride: slider({ min: 1, max: 4, step: 1, start: 1 }),
  padding: choice(['same', 'valid'], 'same'),
  dilation: slider({ min: 1, max: 4, step: 1, start: 1 }),
};

export const page = learnPage<ConvolutionState>()({
  controls,
  pace: 45,
  tries: [{ filter: 'level edges' }, { filter: 'blur', stride: 2 }, { filter: 'outline', dilation: 3 }],
  View: ({ state, settings }) => {
    const words = useWords('convolution');
    const { size, picture, outputs, map, before, after, position } = state;
    const [row, column] = [Math.floor(position / outputs), position % outputs];
    const light = lightOf(state);
    const [top, left] = [row * settings.stride - before, column * settings.stride - before];
    return (
      <div className="flex flex-col gap-5">
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <GridPicture
            size={size}
            before={before}
            after={after}
            title={words.picture(size)}
            label={words.picture(size)}
            of={[picture]}
            paint={(i) => grey(picture[i]!)}
          >
            {[...'abcdefghi'].map((key, i) => (
              <rect
                key={key}
                x={left + (i % 3) * settings.dilation + 0.06}
                y={top + Math.floor(i / 3) * settings.dilation + 0.06}
                width={0.88}
                height={0.88}
                fill={orange}
                fillOpacity={0.35}
                stroke={orange}
                strokeWidth={0.14}
              />
            ))}
          </GridPicture>
          <GridPicture
            size={outputs}
            title={words.map(outputs)}
            label={words.map(outputs)}
            of={[map, position]}
            paint={(i): Rgba => {
              const [r, g, b] = grey(light(map[i]!));
              return [r, g, b, i <= position ? 255 : 60];
            }}
          >
            <rect
              x={column}
              y={row}
              width={1}
              height={1}
              fill="none"
              stroke={accent}
              strokeWidth={outputs / 90 + 0.12}
            />
          </GridPicture>
        </div>
        <Sum state={state} />
      </div>
    );
  },
  figures: ({ size, outputs, map, position, products }, { stride, padding, dilation }) => ({
    size: `${size} × ${size}`,
    outputs: `${outputs} × ${outputs}`,
    formula: padding === 'same' ? `⌈${size} / ${stride}⌉` : `⌊(${size} − ${dilation}·2 − 1) / ${stride}⌋ + 1`,
    byHand: digits(
      products.reduce((a, b) => a + b),
      4,
    ),
    byLayer: digits(map[position]!, 4),
  }),
});

/** Its own light where the filter's weights add up to 1; else grey is 0, where there is nothing to find. */
function lightOf({ kernel, map }: ConvolutionState): (value: number) => number {
  const sum = kernel.reduce((a, b) => a + b);
  if (Math.abs(sum - 1) < 1e-6) return (value) => value;
  const largest = map.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return (value) => 0.5 + value / largest / 2;
}

/** The filter, and what is added up where it lies. */
function Sum({ state: { kernel, products, map, position } }: { readonly state: ConvolutionState }) {
  const words = useWords('convolution');
  const tile = (value: number, most: number) => ({
    backgroundColor: `color-mix(in oklch, var(--class-${value < 0 ? 1 : 0}) ${Math.min(75, (70 * Math.abs(value)) / most).toFixed(0)}%, var(--surface))`,
  });
  const square = (values: readonly number[], most: number, label: string) => (
    <div className="flex flex-col gap-1">
      <span className="text-small text-soft">{label}</span>
      <div className="counts grid w-44 grid-cols-3 gap-0.5 text-small">
        {values.map((value, i) => {
          const key = `${i}`;
          return (
            <span key={key} style={tile(value, most)} className="flex h-9 items-center justify-center rounded-[3px]">
              {digits(value, 2)}
            </span>
          );
        })}
      </div>
    </div>
  );
  const largest = Math.max(...kernel.map(Math.abs));
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      {square(kernel, largest, words.filter)}
      {square(products, largest, words.products)}
      <div className="counts pb-1 text-small">
        <span className="text-soft">{words.sum}</span>
        <span className="block font-semibold text-title">{digits(map[position]!, 3)}</span>
      </div>
    </div>
  );
}
