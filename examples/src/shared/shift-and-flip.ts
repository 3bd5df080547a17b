/** Training pictures that are never twice the same: moved a little, and mirrored half of the time. */
import { type Dataset, type Tensor, tensor, uniforms } from '@graftml/core';

/**
 * Each time that a training asks for a picture it comes moved by up to `shift` of its width and height, to either side, and mirrored
 * left to right at even odds; what moves in at an edge repeats the edge, as Keras's `fill_mode='nearest'` does. Chance depends on
 * seed, epoch and index alone, so the same seed gives the same training. To be judged, pictures stay as they are.
 */
export const shiftedAndFlipped = (pictures: Dataset, shift: number): Dataset => ({
  ...pictures,
  async get(index, at) {
    const example = await pictures.get(index);
    if (!at) return example;
    const place = { seed: at.seed, purpose: `shift and flip ${index}`, step: at.epoch };
    const [right = 0, down = 0, mirror = 0] = Array.from(uniforms(place, 3), (u) => 2 * u - 1);
    const [, height, width] = example.x.shape as [number, number, number];
    const moved = shifted(example.x as Tensor<'float32'>, right * shift * width, down * shift * height);
    return { ...example, x: mirror < 0 ? flipped(moved) : moved };
  },
});

/** Moved by parts of a pixel too: each pixel is mixed of the four that lie under it. */
export function shifted({ shape, data }: Tensor<'float32'>, right: number, down: number): Tensor<'float32'> {
  const [channels, height, width] = shape as [number, number, number];
  const columns = Array.from({ length: width }, (_, column) => between(column - right, width));
  const rows = Array.from({ length: height }, (_, row) => between(row - down, height));
  const out = new Float32Array(data.length);
  let i = 0;
  for (let channel = 0; channel < channels; channel++)
    for (const row of rows) {
      const [above, below] = [row.low, row.high].map((y) => (channel * height + y) * width) as [number, number];
      for (const { low, high, part } of columns) {
        const first = data[above + low]! * (1 - part) + data[above + high]! * part;
        const second = data[below + low]! * (1 - part) + data[below + high]! * part;
        out[i++] = first * (1 - row.part) + second * row.part;
      }
    }
  return tensor('float32', shape, out);
}

/** The two places that a place between pixels lies between, both inside of the picture, and how far it is on the way. */
function between(place: number, size: number) {
  const inside = (at: number) => Math.min(Math.max(at, 0), size - 1);
  const low = Math.floor(place);
  return { low: inside(low), high: inside(low + 1), part: place - low };
}

/** Left is right. */
export function flipped({ shape, data }: Tensor<'float32'>): Tensor<'float32'> {
  const width = shape[2]!;
  return tensor(
    'float32',
    shape,
    data.map((_, i) => data[i - (i % width) + width - 1 - (i % width)]!),
  );
}
