/**
 * A filter is a small square of weights. It slides over a picture, and wherever it lies, the pixels under it, each times its weight,
 * are added up: one pixel of the feature map. What the filter looks for is in its weights. Stride says how far it moves each time,
 * padding how many zeros are laid around the picture, dilation how far apart its weights lie. What size comes out follows:
 *
 *   padding 'valid':  floor((size - dilation · (kernel - 1) - 1) / stride) + 1
 *   padding 'same':   ceil(size / stride)
 */
import { cpuBackend } from '@graftml/backend-cpu';
import { type Backend, conv2D, type NamedPadding, sequential, type Tensor, tensor } from '@graftml/core';
import { images, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { apply, mapsOf } from './shared/apply.ts';
import { scene } from './shared/scene.ts';
import { windowPicture } from './shared/window-picture.ts';

export const title = 'Convolution: what filters find, and the size that stride, padding and dilation leave';

export const filters: Readonly<Record<string, readonly (readonly number[])[]>> = {
  'as it is': [
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ],
  blur: [
    [1 / 9, 1 / 9, 1 / 9],
    [1 / 9, 1 / 9, 1 / 9],
    [1 / 9, 1 / 9, 1 / 9],
  ],
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  emboss: [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ],
  'upright edges': [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ],
  'level edges': [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ],
  outline: [
    [-1, -1, -1],
    [-1, 8, -1],
    [-1, -1, -1],
  ],
};

interface Sliding {
  readonly kernel: number;
  readonly strides: number;
  readonly padding: NamedPadding;
  readonly dilationRate: number;
}

/** The formula, for one side. */
export const sizeAfter = (size: number, { kernel, strides, padding, dilationRate }: Sliding): number =>
  padding === 'same' ? Math.ceil(size / strides) : Math.floor((size - dilationRate * (kernel - 1) - 1) / strides) + 1;

export async function run({ quick, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const picture = scene(quick ? 48 : 128);
  const names = Object.keys(filters);
  const maps = await featureMaps(picture, backend);

  // One pixel by hand, where the map for upright edges is brightest.
  const edges = maps[names.indexOf('upright edges')]!.data;
  const width = picture.shape[2]!;
  const isInside = (place: number) => place % width > 0 && place % width < width - 1;
  const place = edges.reduce((best, value, i) => (isInside(i) && value > edges[best]! ? i : best), width + 1);
  const [row, column] = [Math.floor(place / width), place % width];
  const byHand = filters['upright edges']!.flatMap((weights, r) =>
    weights.map((weight, c) => weight * picture.data[(row + r - 1) * width + (column + c - 1)]!),
  ).reduce((a, b) => a + b);
  const fromLayer = edges[place]!;
  say(
    `Row ${row}, column ${column} of 'upright edges': ${byHand.toFixed(5)} by hand, ${fromLayer.toFixed(5)} by conv2D.`,
  );

  say('A filter answers where the picture is like its weights: bright where it adds, dark where it takes away.');

  // The formula against the layer, over many settings.
  const shown: Sliding[] = [
    { kernel: 3, strides: 1, padding: 'valid', dilationRate: 1 },
    { kernel: 3, strides: 1, padding: 'same', dilationRate: 1 },
    { kernel: 3, strides: 2, padding: 'valid', dilationRate: 1 },
    { kernel: 3, strides: 1, padding: 'valid', dilationRate: 2 },
  ];
  const all = [5, 6, 7, 8, 9, 16, 28, 32].flatMap((size) =>
    [1, 2, 3, 5].flatMap((kernel) =>
      [1, 2, 3].flatMap((strides) =>
        (['valid', 'same'] as const).flatMap((padding) =>
          [1, 2].map((dilationRate) => ({ size, kernel, strides, padding, dilationRate })),
        ),
      ),
    ),
  );
  const possible = all.filter(({ size, ...sliding }) => sizeAfter(size, sliding) > 0);
  const wrong = possible.filter(({ size, ...sliding }) => sizeAfter(size, sliding) !== measured(size, sliding));
  say();
  table(
    ['size', 'kernel', 'stride', 'padding', 'dilation', 'by formula', 'by conv2D'],
    shown.map((sliding) => [
      7,
      sliding.kernel,
      sliding.strides,
      sliding.padding,
      sliding.dilationRate,
      sizeAfter(7, sliding),
      measured(7, sliding),
    ]),
  );
  say(`Formula and layer agree in ${possible.length - wrong.length} of ${possible.length} settings.`);

  await draw(
    panels({
      columns: 1,
      pictures: [
        images({
          title: 'Filters: orange takes away, blue adds',
          columns: names.length,
          size: 200,
          range: 'each',
          scale: 'diverging',
          pictures: names.map((caption) => ({ shape: [3, 3], data: filters[caption]!.flat(), caption })),
        }),
        images({
          title: 'The feature map that each makes of the picture at the left',
          columns: names.length,
          size: 200,
          range: [0, 1],
          pictures: maps.map(visible),
        }),
        panels({
          columns: 4,
          pictures: shown.map((sliding) => sketch(7, sliding)),
        }),
      ],
    }),
  );
  return { byHand, fromLayer, possible: possible.length, wrong: wrong.length };
}

/** All filters at once: one convolution whose weights are given, not learned. One map for each, of the size of the picture. */
async function featureMaps(picture: Tensor<'float32'>, backend: Backend) {
  const all = Object.values(filters);
  const layer = conv2D(all.length, 3, { padding: 'same', useBias: false, name: 'filters' });
  const weights = { 'filters/kernel': tensor('float32', [all.length, 1, 3, 3], all.flat(2)) };
  return mapsOf(await apply([layer], picture, { backend, weights }));
}

/** A map as a picture: its own light where the filter's weights add up to 1; else grey is 0, where there is nothing to find. */
function visible({ shape, data }: Tensor<'float32'>, i: number) {
  const sum = Object.values(filters)
    [i]!.flat()
    .reduce((a, b) => a + b);
  if (Math.abs(sum - 1) < 1e-6) return { shape, data };
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { shape, data: data.map((value) => 0.5 + value / largest / 2) };
}

/** What size the layer gives. */
function measured(size: number, { kernel, ...options }: Sliding): number {
  const network = sequential({ input: [1, size, size] }, [conv2D(1, kernel, options)]);
  return network.layers[0]!.shape[2] as number;
}

function sketch(size: number, sliding: Sliding): string {
  const { kernel, strides: stride, padding, dilationRate: dilation } = sliding;
  const outputs = sizeAfter(size, sliding);
  const reach = dilation * (kernel - 1) + 1;
  const zeros = padding === 'same' ? Math.max(0, (outputs - 1) * stride + reach - size) : 0;
  return windowPicture({
    title: `${padding === 'same' ? "NamedPadding 'same'" : "NamedPadding 'valid'"}, stride ${stride}${dilation > 1 ? `, dilation ${dilation}` : ''}`,
    subtitle:
      padding === 'same'
        ? `⌈${size} / ${stride}⌉ = ${outputs}`
        : `⌊(${size} − ${dilation}·(${kernel} − 1) − 1) / ${stride}⌋ + 1 = ${outputs}`,
    size,
    before: Math.floor(zeros / 2),
    after: zeros - Math.floor(zeros / 2),
    kernel,
    stride,
    dilation,
    outputs,
  });
}
