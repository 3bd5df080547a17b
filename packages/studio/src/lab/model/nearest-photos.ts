/** Photos of a project that are like a picture. */
import { fitPicture, type Pixels } from '@graftml/vision';
import type { PhotoId } from '../../project/project.ts';
import type { Explained } from '../lab.ts';
import type { LabParts } from '../parts.ts';
import type { ExplainRequest } from './explain.ts';

const similar = 6;

/** Of those whose features were computed; none is computed for it. The cosine tells: of 10,000 it takes some hundredths of a second. */
export async function nearestPhotos(
  { projectId, picture, among }: ExplainRequest & Required<Pick<ExplainRequest, 'among'>>,
  pixels: Pixels,
  { features }: LabParts,
): Promise<Explained['nearest']> {
  const own = await features.get(projectId, among.settings);
  await own.recall(among.ids);
  const query =
    (typeof picture === 'string' && own.get(picture)) || (await own.run(fitPicture(pixels, own.preprocessing).data));
  const length = lengthOf(query);
  const best: { readonly id: PhotoId; readonly similarity: number }[] = [];
  for (const id of among.ids) {
    const row = own.get(id);
    if (!row || id === picture) continue;
    const similarity = cosine(query, row, length);
    if (best.length === similar && similarity <= best.at(-1)!.similarity) continue;
    const at = best.findIndex((one) => similarity > one.similarity);
    best.splice(at < 0 ? best.length : at, 0, { id, similarity });
    best.length = Math.min(best.length, similar);
  }
  return best.length > 0 ? best : undefined;
}

/** What is all zeros is like nothing. */
function cosine(query: Float32Array, row: Float32Array, length: number): number {
  let product = 0;
  let squares = 0;
  for (let j = 0; j < row.length; j++) {
    product += query[j]! * row[j]!;
    squares += row[j]! * row[j]!;
  }
  const lengths = length * Math.sqrt(squares);
  return lengths > 0 ? product / lengths : 0;
}

function lengthOf(row: Float32Array): number {
  let sum = 0;
  for (const value of row) sum += value * value;
  return Math.sqrt(sum);
}
