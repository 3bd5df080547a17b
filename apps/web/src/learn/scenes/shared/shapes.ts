/** Small colour pictures that are drawn, not downloaded: one of five shapes, light on dark in any colours, never in the same place, larger or smaller, a little turned, with noise. */
import { normals, permutation, uniforms } from '@graftml/core';
import { type ImageDataset, imageDataset, preprocessing } from '@graftml/vision';

export const shapeSide = 16;
export const shapeNames = ['circle', 'square', 'triangle', 'cross', 'ring'] as const;

type Inside = (u: number, v: number) => boolean;

/** About the origin, each of a similar area. */
const shapes: readonly Inside[] = [
  (u, v) => u * u + v * v < 1,
  (u, v) => Math.max(Math.abs(u), Math.abs(v)) < 0.88,
  (u, v) => v > -0.85 && v + 1.9 * Math.abs(u) < 1.15,
  (u, v) => Math.min(Math.abs(u), Math.abs(v)) < 0.36 && Math.max(Math.abs(u), Math.abs(v)) < 1.12,
  (u, v) => Math.abs(Math.hypot(u, v) - 0.92) < 0.26,
];

/** `count` pictures, the classes taking turns; `purpose` tells sets apart. */
export function shapePictures(count: number, seed: number, purpose: string): ImageDataset {
  const labels = Int32Array.from({ length: count }, (_, i) => i % shapes.length);
  const pixels = new Uint8Array(count * shapeSide * shapeSide * 3);
  const length = shapeSide * shapeSide * 3;
  for (const [i, label] of labels.entries()) pixels.set(drawn(shapes[label]!, { seed, purpose, step: i }), i * length);
  return imageDataset({
    pixels,
    labels,
    names: Array.from(labels, (label, i) => `${shapeNames[label]}/${i}`),
    classNames: shapeNames,
    preprocessing: preprocessing({ width: shapeSide, height: shapeSide, channels: 3 }),
  });
}

/** The same, the pixels of each in another order, which is the same for all. */
export function shuffledPictures(pictures: ImageDataset, seed: number): ImageDataset {
  const order = permutation({ seed, purpose: 'pixels' }, shapeSide * shapeSide);
  const length = order.length * 3;
  const pixels = new Uint8Array(pictures.size * length);
  for (let i = 0; i < pictures.size; i++) {
    const from = pictures.pixels(i);
    order.forEach((pixel, at) => {
      pixels.set(from.subarray(3 * pixel, 3 * pixel + 3), i * length + 3 * at);
    });
  }
  const { labels, names, classNames, preprocessing } = pictures;
  return imageDataset({ pixels, labels, names, classNames, preprocessing });
}

function drawn(
  inside: Inside,
  place: { readonly seed: number; readonly purpose: string; readonly step: number },
): Uint8Array {
  const chance = uniforms(place, 12);
  const noise = normals({ ...place, purpose: `${place.purpose} noise` }, shapeSide * shapeSide * 3);
  // Any colours, the figure lighter than its ground.
  const tinted = (light: number, from: number) =>
    [0, 1, 2].map((k) => Math.min(1, Math.max(0, light + 0.6 * (chance[from + k]! - 0.5))));
  const [ground, figure] = [tinted(0.15 + 0.2 * chance[10]!, 0), tinted(0.65 + 0.25 * chance[11]!, 3)];
  const size = 3.8 + 1.2 * chance[6]!;
  const free = 2.4;
  const [cx, cy] = [8 + free * (2 * chance[7]! - 1), 8 + free * (2 * chance[8]! - 1)];
  const angle = 0.5 * (chance[9]! - 0.5);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const out = new Uint8Array(shapeSide * shapeSide * 3);
  for (let row = 0; row < shapeSide; row++)
    for (let column = 0; column < shapeSide; column++) {
      let covered = 0;
      for (let k = 0; k < 9; k++) {
        const [x, y] = [(column + ((k % 3) + 0.5) / 3 - cx) / size, (cy - row - (Math.floor(k / 3) + 0.5) / 3) / size];
        covered += Number(inside(c * x + s * y, c * y - s * x)) / 9;
      }
      for (let k = 0; k < 3; k++) {
        const at = (row * shapeSide + column) * 3 + k;
        const value = ground[k]! + covered * (figure[k]! - ground[k]!) + 0.04 * noise[at]!;
        out[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
      }
    }
  return out;
}
