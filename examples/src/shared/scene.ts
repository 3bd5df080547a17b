/** A small picture with edges of all directions, smooth shades and fine detail, to try filters on: a house, a tree, a fence, the sun, and water. */
import { type Tensor, tensor } from '@graftml/core';

/** In a square of 128, x to the right and y down. */
type Inside = (x: number, y: number) => boolean;

const circle =
  (cx: number, cy: number, r: number): Inside =>
  (x, y) =>
    (x - cx) ** 2 + (y - cy) ** 2 < r ** 2;
const box =
  (left: number, top: number, width: number, height: number): Inside =>
  (x, y) =>
    x >= left && x < left + width && y >= top && y < top + height;

/** From the back to the front, how light each is. */
const parts: readonly (readonly [light: number, inside: Inside])[] = [
  [1, circle(101, 25, 15)],
  [0.42, (x, y) => y > 88 - 4 * Math.sin(x / 16)], // the ground
  [0.19, (x, y) => y < 56 && y > 30 + (26 * Math.abs(x - 54)) / 28], // the roof
  [0.79, box(32, 56, 44, 44)],
  [0.27, box(58, 74, 11, 26)],
  [0.2, box(37, 63, 16, 16)],
  [0.96, (x, y) => box(39, 65, 12, 12)(x, y) && Math.abs(x - 45) > 1 && Math.abs(y - 71) > 1], // the window
  [0.16, box(98, 70, 6, 30)],
  [0.55, circle(101, 62, 16)],
  [
    0.94,
    (x, y) => x < 30 && y > 104 && y < 124 && (Math.abs((x % 8) - 3) < 1.5 || Math.abs(Math.abs(y - 113) - 4) < 1.5),
  ], // the fence
  [0.13, (x, y) => x > 84 && x < 120 && Math.abs(y - 112 - 2 * Math.sin(x / 2)) < 0.8], // the water
];

/** One channel, `[1, size, size]`, from 0 to 1. */
export function scene(size: number): Tensor<'float32'> {
  const fine = 4;
  const lightAt = (x: number, y: number) =>
    parts.reduce((light, [own, inside]) => (inside(x, y) ? own : light), 0.33 + (0.54 * y) / 128);
  const data = Float32Array.from({ length: size * size }, (_, i) => {
    const at = (place: number, part: number) => ((place + (part + 0.5) / fine) * 128) / size;
    let sum = 0;
    for (let k = 0; k < fine * fine; k++)
      sum += lightAt(at(i % size, k % fine), at(Math.floor(i / size), Math.floor(k / fine)));
    return sum / fine ** 2;
  });
  return tensor('float32', [1, size, size], data);
}
