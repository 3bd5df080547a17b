/** Which labelled photos are learnt from, and which the model is judged by. */
import type { Split } from '@graftml/vision';
import type { ClassId, Photo, PhotoId, Project } from './project.ts';

const known = new WeakMap<Project['photos'], { readonly by: string; readonly parts: ReadonlyMap<PhotoId, Split> }>();

/**
 * The part of each labelled photo: the one that it is kept in; else so that each class has the shares of the settings. Who is taken is said
 * by the seed and the photo alone, so that few change their part when others come or go. A class of two photos has one to learn from and one
 * to judge by. Where nothing is kept to judge by, photos that are kept to learn from give way: somebody dropped a folder `train`, and no other.
 */
export function partsOf({ photos, settings }: Pick<Project, 'photos' | 'settings'>): ReadonlyMap<PhotoId, Split> {
  const { validation, test, seed } = settings;
  const by = JSON.stringify([validation, test, seed]);
  const before = known.get(photos);
  if (before?.by === by) return before.parts;
  const classes = new Map<ClassId, Photo[]>();
  let givesWay = true;
  for (const photo of Object.values(photos)) {
    if (photo.label === undefined) continue;
    if (photo.split === 'validation' || photo.split === 'test') givesWay = false;
    const own = classes.get(photo.label);
    if (own) own.push(photo);
    else classes.set(photo.label, [photo]);
  }
  const parts = new Map<PhotoId, Split>();
  for (const own of classes.values()) divide(own, { validation, test, seed, givesWay }, parts);
  known.set(photos, { by, parts });
  return parts;
}

/** The labelled photos, each with its part. */
export function dividedPhotos(project: Pick<Project, 'photos' | 'settings'>): Photo[] {
  const parts = partsOf(project);
  return Object.values(project.photos).flatMap((photo) => {
    const split = parts.get(photo.id);
    return split ? [{ ...photo, split }] : [];
  });
}

interface Shares {
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** Whether photos that are kept to learn from may be taken, after all others. */
  readonly givesWay: boolean;
}

function divide(
  photos: readonly Photo[],
  { validation, test, seed, givesWay }: Shares,
  parts: Map<PhotoId, Split>,
): void {
  const kept = (split: Split) => photos.filter((photo) => photo.split === split).length;
  const free = photos
    .filter(({ split }) => split === undefined || givesWay)
    .map(({ id, split }) => ({ id, place: place(id, seed), isKept: split !== undefined }))
    .sort((a, b) => Number(a.isKept) - Number(b.isKept) || a.place - b.place);
  // One of those that may be moved stays to be learnt from, unless another is.
  let left = free.length - (kept('train') > 0 && !givesWay ? 0 : 1);
  const take = (split: 'validation' | 'test', share: number): number => {
    const wanted = share === 0 ? 0 : Math.max(1, Math.round(photos.length * share)) - kept(split);
    const taken = Math.max(0, Math.min(left, wanted));
    left -= taken;
    return taken;
  };
  const tested = take('test', test);
  const validated = take('validation', validation);
  for (const { id, split } of photos) if (split) parts.set(id, split);
  free.forEach(({ id }, i) => {
    parts.set(id, i < tested ? 'test' : i < tested + validated ? 'validation' : 'train');
  });
}

/** A number between 0 and 2^32 that looks random: FNV-1a, then mixed as MurmurHash3 ends. */
function place(id: PhotoId, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
