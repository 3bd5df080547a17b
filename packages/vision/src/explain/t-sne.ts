/** Features of hundreds of numbers as places on a plane, those that are alike near each other. */
import { normals, type Tensor, UsageError } from '@graftml/core';
import { type Affinities, affinitiesOf } from './affinities.ts';
import { principalCoordinates } from './principal.ts';
import { type QuadTree, quadTree } from './quad-tree.ts';

/** Options of `tsneSteps`. */
export interface TsneStepsOptions {
  /** About how many neighbours a place minds: 30 unless given, or a third of the pictures where they are few. */
  readonly perplexity?: number;
  /** 500 unless given. */
  readonly steps?: number;
  /** 0 to 2^32 - 1; 1 unless given. The same seed gives the same places on one machine. */
  readonly seed?: number;
}

/** Options of `tsne`. */
export interface TsneOptions extends TsneStepsOptions {
  readonly signal?: AbortSignal;
  /** With the share that is done, from 0 to 1, and where everything is by then, once it moves. */
  readonly onProgress?: (share: number, places?: Float64Array) => void;
}

/** A rest between two pieces of work of some milliseconds. */
export interface TsneStep {
  /** 0 to 1. */
  readonly share: number;
  /** `[size, 2]`, which goes on changing: copy it to keep it. Absent while neighbours are looked for. */
  readonly places?: Float64Array;
}

/** The search for neighbours grows with the square. */
const most = 20_000;
/** Milliseconds of work before others are let in. */
const turn = 50;
/** Directions of the most variance that are looked at, as is usual. */
const directions = 50;
/** As in scikit-learn: pulls are so much stronger to begin with, for so long. */
const exaggeration = { by: 12, steps: 250 } as const;
/** A square that looks smaller than this counts as one point. */
const angle = 0.5;
/** About how long the search for neighbours takes, as a share. */
const searching = 0.3;

/**
 * Places `[size, 2]`, row by row, by t-SNE (van der Maaten & Hinton 2008) as Barnes and Hut would do it (van der Maaten 2014): of 50 principal components, from the first two
 * of them, as scikit-learn begins. What is near on the plane is alike; how far apart groups lie, and how large they are, means nothing.
 * @param features `[size, ...]`
 * @throws UsageError for fewer than 4 or more than 20,000 examples, or options that make no sense; the signal's reason
 */
export async function tsne(features: Tensor<'float32'>, options: TsneOptions = {}): Promise<Float64Array> {
  const { signal, onProgress, ...how } = options;
  const steps = tsneSteps(features, how);
  let rested = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - rested < turn) continue;
    onProgress?.(step.value.share, step.value.places);
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    rested = performance.now();
  }
}

/** The same in steps, for who draws the map as it pulls apart. @throws UsageError as `tsne` */
export function tsneSteps(
  features: Tensor<'float32'>,
  options: TsneStepsOptions = {},
): Generator<TsneStep, Float64Array> {
  const [size = 0] = features.shape;
  const { perplexity = Math.min(30, (size - 1) / 3), steps = 500, seed = 1 } = options;
  const refuse = (where: string, expected: string, received: number) =>
    new UsageError('cannot be drawn on a plane', { where, expected, received: `${received}` });
  if (size < 4 || size > most) throw refuse('tsne', `4 to ${most} examples`, size);
  if (!(perplexity >= 1 && perplexity < size)) throw refuse('perplexity', `1 to less than ${size}`, perplexity);
  if (!(Number.isInteger(steps) && steps >= 1)) throw refuse('steps', 'a whole number from 1', steps);
  return drawing(features.data, { size, perplexity, steps, seed });
}

interface Drawing extends Required<TsneStepsOptions> {
  readonly size: number;
}

function* drawing(data: Float32Array, { size, perplexity, steps, seed }: Drawing): Generator<TsneStep, Float64Array> {
  yield { share: 0 };
  const dimensions = Math.min(directions, data.length / size);
  const x = principalCoordinates(data, size, dimensions, seed);
  const search = affinitiesOf(x, size, perplexity);
  let found = search.next();
  for (; !found.done; found = search.next()) yield { share: searching * found.value };
  const places = firstPlaces(x, size, seed);
  const tree = quadTree(size, angle);
  const motion = { speed: new Float64Array(2 * size), gain: new Float64Array(2 * size).fill(1) };
  const rate = Math.max(size / exaggeration.by / 4, 50);
  for (let step = 0; step < steps; step++) {
    const isEarly = step < Math.min(exaggeration.steps, steps / 2);
    const gradient = gradientAt(places, found.value, tree, isEarly ? exaggeration.by : 1);
    move(places, gradient, motion, rate, isEarly ? 0.5 : 0.8);
    yield { share: searching + ((1 - searching) * (step + 1)) / steps, places };
  }
  return places;
}

/** The first two components, small, and a little chance, which parts what is equal. */
function firstPlaces(x: Float64Array, size: number, seed: number): Float64Array {
  const dimensions = x.length / size;
  const chance = normals({ seed, purpose: 't-sne', step: 0 }, 2 * size);
  let variance = 0;
  for (let i = 0; i < size; i++) variance += x[i * dimensions]! ** 2 / size;
  const scale = variance > 0 ? 1e-4 / Math.sqrt(variance) : 0;
  return Float64Array.from(chance, (by, k) => {
    const [i, axis] = [Math.floor(k / 2), k % 2];
    return (axis < dimensions ? x[i * dimensions + axis]! * scale : 0) + by * 1e-5;
  });
}

function gradientAt(places: Float64Array, near: Affinities, tree: QuadTree, exaggerated: number): Float64Array {
  const { start, index, value } = near;
  const size = start.length - 1;
  const gradient = new Float64Array(2 * size);
  const pushes = new Float64Array(2 * size);
  const push = { x: 0, y: 0, sum: 0 };
  let total = 0;
  tree.build(places);
  for (let i = 0; i < size; i++) {
    tree.push(i, push);
    pushes[2 * i] = push.x;
    pushes[2 * i + 1] = push.y;
    total += push.sum;
    const [x, y] = [places[2 * i]!, places[2 * i + 1]!];
    let [pullX, pullY] = [0, 0];
    for (let n = start[i]!; n < start[i + 1]!; n++) {
      const j = index[n]!;
      const dx = x - places[2 * j]!;
      const dy = y - places[2 * j + 1]!;
      const pull = value[n]! / (1 + dx * dx + dy * dy);
      pullX += pull * dx;
      pullY += pull * dy;
    }
    gradient[2 * i] = pullX;
    gradient[2 * i + 1] = pullY;
  }
  for (let k = 0; k < gradient.length; k++) gradient[k] = 4 * (exaggerated * gradient[k]! - pushes[k]! / total);
  return gradient;
}

/** Each number has a rate of its own, which grows while it goes one way (Jacobs 1988). */
function move(
  places: Float64Array,
  gradient: Float64Array,
  { speed, gain }: { readonly speed: Float64Array; readonly gain: Float64Array },
  rate: number,
  momentum: number,
): void {
  for (let k = 0; k < places.length; k++) {
    const isOneWay = speed[k]! * gradient[k]! < 0;
    gain[k] = Math.max(0.01, isOneWay ? gain[k]! + 0.2 : gain[k]! * 0.8);
    speed[k] = momentum * speed[k]! - rate * gain[k]! * gradient[k]!;
    places[k]! += speed[k]!;
  }
}
