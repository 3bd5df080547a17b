/** Photos of a project that are like a picture. */
import { tensor } from '@graftml/core';
import { fitPicture, nearestAmong, type Pixels } from '@graftml/vision';
import type { PhotoId, Project } from '../../project/project.ts';
import { labelledPhotos } from '../collection.ts';
import type { Explained } from '../lab.ts';
import type { LabParts } from '../parts.ts';

const similar = 6;

/** Among those that have a class and were looked at; none is computed for it. */
export async function nearestPhotos(
  project: Project,
  picture: unknown,
  pixels: Pixels,
  { features }: LabParts,
): Promise<Explained['nearest']> {
  const own = await features.get(project.id, project.settings);
  const labelled = labelledPhotos(project).map(({ id }) => id);
  await own.recall(labelled);
  const ids = labelled.filter((id) => id !== picture && own.get(id));
  if (ids.length === 0) return undefined;
  const query = knownRow(picture, own.get) ?? (await own.run(fitPicture(pixels, own.preprocessing).data));
  const data = new Float32Array(ids.length * own.width);
  ids.forEach((id, i) => {
    data.set(own.get(id)!, i * own.width);
  });
  const nearest = nearestAmong(tensor('float32', [ids.length, own.width], data));
  return nearest(query, Math.min(similar, ids.length)).map(({ index, similarity }) => ({
    id: ids[index]!,
    similarity,
  }));
}

const knownRow = (picture: unknown, get: (id: PhotoId) => Float32Array | undefined): Float32Array | undefined =>
  typeof picture === 'string' ? get(picture) : undefined;
