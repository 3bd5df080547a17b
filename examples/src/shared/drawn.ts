/** Small data sets that are drawn, not downloaded: points in a plane. The same seed gives the same points. */
import { arrayDataset, type Dataset, normals, tensor, uniforms } from '@graftml/core';

export type Point = readonly [x: number, y: number];

/** Points and the numbers of their classes, as a dataset. */
export const pointsDataset = (points: readonly Point[], labels: readonly number[]): Dataset =>
  arrayDataset(tensor('float32', [points.length, 2], points.flat()), tensor('int32', [labels.length], labels));

/** `count` points around each center, a cloud of this standard deviation. */
export function clouds(centers: readonly Point[], count: number, spread: number, seed: number) {
  const noise = normals({ seed, purpose: 'clouds' }, centers.length * count * 2);
  const labels = centers.flatMap((_, label) => new Array<number>(count).fill(label));
  const points = labels.map((label, i): Point => {
    const [x, y] = centers[label]!;
    return [x + spread * noise[2 * i]!, y + spread * noise[2 * i + 1]!];
  });
  return { points, labels };
}

/** Two half circles that reach into each other, `count` points in all; class 0 above, class 1 below. */
export function moons(count: number, spread: number, seed: number) {
  const angles = uniforms({ seed, purpose: 'angles' }, count);
  const noise = normals({ seed, purpose: 'moons' }, 2 * count);
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const points = labels.map((label, i): Point => {
    const angle = Math.PI * angles[i]!;
    const [x, y] = label === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + spread * noise[2 * i]!, y + spread * noise[2 * i + 1]!];
  });
  return { points, labels };
}

/** The points of each class apart, as a picture wants them. */
export const byClass = (points: readonly Point[], labels: readonly number[], label: number) => {
  const own = points.filter((_, i) => labels[i] === label);
  return { x: own.map(([x]) => x), y: own.map(([, y]) => y) };
};

/** Evenly spaced places over a square from edge to edge, row by row from the smallest y, as a surface has them. */
export function gridOver([from, to]: readonly [number, number], across: number): Point[] {
  const along = Array.from({ length: across }, (_, i) => from + ((to - from) * i) / (across - 1));
  return along.flatMap((y) => along.map((x): Point => [x, y]));
}

/** A list of one number for each place of a grid, as rows. */
export const rowsOf = (values: ArrayLike<number>, across: number): number[][] =>
  Array.from({ length: values.length / across }, (_, row) =>
    Array.from({ length: across }, (_, i) => values[row * across + i]!),
  );
