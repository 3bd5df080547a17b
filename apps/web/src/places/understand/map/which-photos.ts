/** Which photos a map shows where there are too many for it. */
import type { Photo, PhotoId } from '@graftml/studio';

/** Every pair is compared, so it grows with the square. */
export const mostMapped = 1500;
/** So many are drawn without being asked for. */
export const drawnAtOnce = 400;

/** Evenly chosen, the same ones each time; those that must be there (what was judged) come first. */
export function whichPhotos(
  photos: Readonly<Record<PhotoId, Photo>>,
  wanted: readonly PhotoId[],
  most = mostMapped,
): readonly PhotoId[] {
  const all = Object.keys(photos);
  if (all.length <= most) return all;
  const first = new Set(wanted.filter((id) => photos[id]).slice(0, most / 2));
  const others = all.filter((id) => !first.has(id));
  const every = others.length / (most - first.size);
  const chosen = Array.from({ length: most - first.size }, (_, i) => others[Math.floor(i * every)]!);
  return [...first, ...chosen];
}
