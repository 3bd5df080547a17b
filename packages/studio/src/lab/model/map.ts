/** Photos as points on a plane, those that are alike near each other. */
import { tensor } from '@graftml/core';
import { classifierFeatures, tsne } from '@graftml/vision';
import type { PhotoId, Project } from '../../project/project.ts';
import { picturesOf } from '../collection.ts';
import type { PhotoFeatures } from '../features/photo-features.ts';
import type { Hooks, MapEvent } from '../lab.ts';
import type { LabParts } from '../parts.ts';

/** Fewer make no map; they stand in a row. */
const fewest = 4;
/** How finely it tells how far it is. */
const finely = 100;

/** By what the trained network makes of them, where one was trained; else by the backbone's features. */
export async function drawnMap(
  { project, ids }: { readonly project: Project; readonly ids: readonly PhotoId[] },
  parts: LabParts,
  { signal, onEvent }: Hooks<MapEvent>,
): Promise<Float32Array> {
  const photos = ids.flatMap((id) => project.photos[id] ?? []);
  const own = await featuresFor(project, parts);
  const { pictures } = picturesOf(project, photos, parts.store.shelves(project.id).photos);
  await own.look(pictures, { ...(signal && { signal }) });
  const seen = ids.filter((id) => own.get(id));
  const place = (found: ArrayLike<number>) => {
    const points = new Float32Array(2 * ids.length).fill(0.5);
    const fitted = unitSquare(found);
    let i = 0;
    for (const [at, id] of ids.entries()) if (own.get(id)) points.set(fitted.subarray(2 * i, 2 * ++i), 2 * at);
    return points;
  };
  if (seen.length < fewest) return place(seen.flatMap((_, i) => [i, 0]));
  const rows = new Float32Array(seen.length * own.width);
  seen.forEach((id, i) => {
    rows.set(own.get(id)!, i * own.width);
  });
  const { places } = await tsne(tensor('float32', [seen.length, own.width], rows), {
    seed: project.settings.seed,
    ...(signal && { signal }),
    onProgress: (share, found) =>
      found && onEvent?.({ done: Math.round(share * finely), total: finely, points: place(found) }),
  });
  return place(places);
}

async function featuresFor(project: Project, { features, runtime, models }: LabParts): Promise<PhotoFeatures> {
  const { trained, settings } = project;
  if (trained?.strategy !== 'fine-tune' && trained?.strategy !== 'scratch') return features.get(project.id, settings);
  const backend = await runtime.get(settings.device);
  return features.of(`model of ${project.id} at ${trained.at}`, backend, async () => {
    const { classifier } = await models.get(project.id);
    return { model: classifierFeatures(classifier), preprocessing: classifier.preprocessing };
  });
}

/** The same, from 0 to 1 on both axes, with its proportions. */
function unitSquare(points: ArrayLike<number>): Float32Array {
  const xs = Array.from({ length: points.length / 2 }, (_, i) => points[2 * i]!);
  const ys = xs.map((_, i) => points[2 * i + 1]!);
  const least = (list: readonly number[]) => list.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const largest = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const [left, top] = [least(xs), least(ys)];
  const [width, height] = [largest(xs) - left, largest(ys) - top];
  const side = Math.max(width, height) || 1;
  return Float32Array.from(points, (value, i) =>
    i % 2 === 0 ? (value - left + (side - width) / 2) / side : (value - top + (side - height) / 2) / side,
  );
}
