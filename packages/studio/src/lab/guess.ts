/** A linear head on all photos that have a class, learnt in a moment, and what it says of the others. */
import { tensor } from '@graftml/core';
import { fittingLogistic, inTurns, linearProbe, rest, standardizer } from '@graftml/vision';
import type { Photo, Project } from '../project/project.ts';
import type { PhotoFeatures } from './features/photo-features.ts';
import type { Guess, Guesses } from './lab.ts';

/** How much the photos count against the smallness of the weights: few photos of many numbers are soon learnt by heart. */
const c = 0.1;
/** A moment has to do. */
const iterations = 60;
/** So many photos tell well enough how good it is; fewer of a class than this tell nothing. */
const judged = { photos: 160, folds: 4 } as const;

/** Undefined where fewer than two classes have a photo. */
export async function guesses(
  { classes, photos }: Project,
  features: Pick<PhotoFeatures, 'get' | 'width'>,
  signal: AbortSignal | undefined,
): Promise<Guesses> {
  const began = performance.now();
  const { width } = features;
  const seen = Object.values(photos).filter(({ id }) => features.get(id));
  const known = seen.filter(({ label }) => label !== undefined);
  const asked = seen.filter(({ label }) => label === undefined);
  const present = classes.filter(({ id }) => known.some(({ label }) => label === id));
  if (present.length < 2) return { guesses: [], took: 0 };
  const place = new Map(present.map(({ id }, i) => [id, i]));
  const y = Int32Array.from(known, ({ label }) => place.get(label!)!);
  const rows = rowsOf(known, features);
  const standardized = standardizer(rows, width);
  const fitting = fittingLogistic(standardized(rows), y, { classes: present.length, c, iterations, tolerance: 1e-2 });
  const head = await inTurns(fitting, signal ? { signal } : {});
  const accuracy = accuracyOf(rows, y, width);
  const list: Guess[] = [];
  for (const photo of asked) {
    const probabilities = head.probabilities(standardized(features.get(photo.id)!));
    const best = probabilities.indexOf(Math.max(...probabilities));
    list.push({ id: photo.id, label: present[best]!.id, probability: probabilities[best]! });
    if (list.length % 256 === 0) await rest();
  }
  list.sort((a, b) => a.probability - b.probability);
  return { guesses: list, ...(accuracy !== undefined && { accuracy }), took: performance.now() - began };
}

function rowsOf(photos: readonly Photo[], { get, width }: Pick<PhotoFeatures, 'get' | 'width'>): Float32Array {
  const rows = new Float32Array(photos.length * width);
  photos.forEach(({ id }, i) => {
    rows.set(get(id)!, i * width);
  });
  return rows;
}

/** Cross-validated on at most some photos, evenly taken; undefined where a class has too few. */
function accuracyOf(rows: Float32Array, y: Int32Array, width: number): number | undefined {
  const size = Math.min(judged.photos, y.length);
  const taken = Array.from({ length: size }, (_, i) => Math.floor((i * y.length) / size));
  const labels = Int32Array.from(taken, (i) => y[i]!);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size < 2 || Math.min(...counts.values()) < judged.folds) return undefined;
  const data = new Float32Array(size * width);
  taken.forEach((i, to) => {
    data.set(rows.subarray(i * width, (i + 1) * width), to * width);
  });
  return linearProbe(tensor('float32', [size, width], data), labels, { folds: judged.folds, c, tolerance: 1e-2 })
    .accuracy;
}
