/**
 * Pooling makes maps smaller. Max pooling keeps the largest of each small window: that something was found, and roughly where. Global
 * average pooling keeps one number a map: how much of it was found, and no longer where. Both forgive small moves, one a little, the
 * other all of them. What size max pooling leaves follows the formula of convolution:
 *
 *   padding 'valid':  floor((size - pool) / stride) + 1        padding 'same':  ceil(size / stride)
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  conv2D,
  dense,
  flatten,
  globalAveragePooling2D,
  type Layer,
  maxPooling2D,
  parameterCount,
  relu,
  sequential,
  type Tensor,
  tensor,
} from '@graftml/core';
import { images, lines, panels } from '@graftml/plot';
import { sizeAfter } from './convolution.ts';
import type { Stage } from './harness/example.ts';
import { apply } from './shared/apply.ts';
import { scene } from './shared/scene.ts';

export const title = 'Max and global average pooling: what they keep, and what they forgive';

const poolings: Readonly<Record<string, Layer | undefined>> = {
  'no pooling': undefined,
  'max, 2×2': maxPooling2D(2),
  'max, 4×4': maxPooling2D(4),
  'max, 8×8': maxPooling2D(8),
  'global average': globalAveragePooling2D({ keepdims: true }),
};

export async function run({ quick, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const field = 64;
  const house = faded(scene(44), 8);
  const farthest = quick ? 4 : 8;

  // A map of upright edges, and what each pooling makes of it, for the picture in its place and moved to the right.
  const weights = { 'edges/kernel': tensor('float32', [1, 1, 3, 3], [-1, 0, 1, -2, 0, 2, -1, 0, 1]) };
  const edges = [conv2D(1, 3, { padding: 'same', useBias: false, name: 'edges' }), relu()];
  const pooled = async (shift: number) => {
    const picture = placed(house, field, 6 + shift);
    const layers = Object.values(poolings).map((pooling) => [...edges, ...(pooling ? [pooling] : [])]);
    return await Promise.all(layers.map((each) => apply(each, picture, { backend, weights })));
  };
  const shifts = Array.from({ length: farthest + 1 }, (_, i) => i);
  const maps = await Promise.all(shifts.map(pooled));
  const still = maps[0]!;
  const names = Object.keys(poolings);
  const changes = names.map((name, i) => ({ name, change: maps.map((moved) => distance(moved[i]!, still[i]!)) }));
  say(
    `A map of ${field}×${field}, how much is left of it, and how much that changes when the picture moves (0: not at all):`,
  );
  table(
    ['', 'numbers', ...shifts.slice(1).map((shift) => `by ${shift}`)],
    changes.map(({ name, change }, i) => [name, still[i]!.data.length, ...change.slice(1)]),
  );

  say();
  say(
    'A larger window forgives a larger move. Global average pooling forgives all: it says how much there is, not where.',
  );

  // The formula against the layer.
  const settings = [4, 5, 6, 7, 8, 28, 32].flatMap((size) =>
    [2, 3].flatMap((kernel) =>
      [1, 2, 3].flatMap((strides) =>
        (['valid', 'same'] as const).map((padding) => ({ size, kernel, strides, padding })),
      ),
    ),
  );
  const wrong = settings.filter(({ size, kernel, ...options }) => {
    const network = sequential({ input: [1, size, size] }, [maxPooling2D(kernel, options)]);
    return network.layers[0]!.shape[2] !== sizeAfter(size, { kernel, ...options, dilationRate: 1 });
  });
  say();
  say(`Formula and layer agree in ${settings.length - wrong.length} of ${settings.length} settings.`);

  // What a last layer costs behind 16 maps.
  const parametersBehind = (pooling: Layer) =>
    parameterCount(sequential({ input: [16, field, field] }, [pooling, dense(10)]));
  const [behindFlatten, behindAverage] = [parametersBehind(flatten()), parametersBehind(globalAveragePooling2D())];
  say(
    `Ten classes from 16 such maps: ${behindFlatten.toLocaleString('en-US')} weights after flatten, ${behindAverage} after global average pooling.`,
  );

  const brightest = still[0]!.data.reduce((a, b) => Math.max(a, b));
  const row = (heading: string, pictures: readonly Tensor<'float32'>[]) =>
    images({
      title: heading,
      columns: names.length,
      size: 190,
      range: [0, brightest],
      scale: 'sequential',
      pictures: pictures.map(({ shape, data }, i) => ({
        shape,
        data,
        caption: data.length > 1 ? `${names[i]}: ${shape[1]}×${shape[2]}` : `${names[i]}: ${data[0]!.toFixed(4)}`,
      })),
    });
  await draw(
    panels({
      columns: 1,
      pictures: [
        row('A map of upright edges, and what pooling keeps of it', still),
        row('The same, moved 2 pixels to the right', maps[2]!),
        lines({
          title: 'How much a move changes what is left',
          width: 1010,
          x: { name: 'moved to the right, in pixels', min: 0, max: farthest },
          y: { name: 'change, relative', min: 0 },
          series: changes.map(({ name, change }) => ({ name, x: shifts, y: change, draw: 'both' })),
        }),
      ],
    }),
  );
  return { changes, settings: settings.length, wrong: wrong.length, behindFlatten, behindAverage };
}

/** A picture that grows dark towards its border, over so many pixels: so the border is no edge. */
export function faded({ shape, data }: Tensor<'float32'>, over: number): Tensor<'float32'> {
  const side = shape[1]!;
  const light = (place: number) => Math.min(1, (place + 1) / over, (side - place) / over);
  return tensor(
    'float32',
    shape,
    data.map((value, i) => value * light(Math.floor(i / side)) * light(i % side)),
  );
}

/** A picture on a dark field, `left` pixels from its edge. */
export function placed({ shape, data }: Tensor<'float32'>, field: number, left: number): Tensor<'float32'> {
  const side = shape[1]!;
  const top = (field - side) / 2;
  const out = new Float32Array(field * field);
  for (let row = 0; row < side; row++) out.set(data.subarray(row * side, (row + 1) * side), (top + row) * field + left);
  return tensor('float32', [1, field, field], out);
}

/** The length of the difference, as a multiple of the length of `b`. */
export function distance(a: Tensor<'float32'>, b: Tensor<'float32'>): number {
  const difference = a.data.map((value, i) => value - b.data[i]!);
  return Math.hypot(...difference) / Math.hypot(...b.data);
}
