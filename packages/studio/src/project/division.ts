/** Which labelled photos are learnt from, and which the model is judged by. */
import type { Split } from '@graftml/vision';
import { type Division, divided, type Labelled } from './divided.ts';
import type { ClassId, Photo, PhotoId, Project } from './project.ts';

type Divisible = Pick<Project, 'photos' | 'settings'>;

const known = new WeakMap<Project['photos'], { readonly by: string; readonly division: Division }>();

/**
 * The part of each labelled photo: the one that it is kept in; else so that each class has the shares of the settings. Who is taken is said
 * by the seed and the photo alone, so that few change their part when others come or go. A class of two photos has one to learn from and one
 * to judge by. Where nothing is kept to judge by, photos that are kept to learn from give way: somebody dropped a folder `train`, and no other.
 * Photos that were taken in one go, or look the same, go together; see `tornClasses` for where they cannot.
 */
export const partsOf = (project: Divisible): ReadonlyMap<PhotoId, Split> => divisionOf(project).parts;

/**
 * Classes of which there is nothing but photos that were taken in one go, or look the same: the last of them judge what is learnt from the
 * first, which makes them look easier than they are.
 */
export const tornClasses = (project: Divisible): readonly ClassId[] => divisionOf(project).torn;

/** The labelled photos, each with its part. */
export function dividedPhotos(project: Divisible): Photo[] {
  const parts = partsOf(project);
  return Object.values(project.photos).flatMap((photo) => {
    const split = parts.get(photo.id);
    return split ? [{ ...photo, split }] : [];
  });
}

function divisionOf({ photos, settings }: Divisible): Division {
  const { validation, test, seed } = settings;
  const by = JSON.stringify([validation, test, seed]);
  const before = known.get(photos);
  if (before?.by === by) return before.division;
  const labelled = Object.values(photos).filter((photo): photo is Labelled => photo.label !== undefined);
  const division = divided(labelled, { validation, test }, seed);
  known.set(photos, { by, division });
  return division;
}
