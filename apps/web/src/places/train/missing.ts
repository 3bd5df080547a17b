/** What a training lacks as yet. */
import { type Project, type ProjectClass, photosOf } from '@graftml/studio';

export type Missing =
  | { readonly kind: 'photos' }
  | { readonly kind: 'classes' }
  | { readonly kind: 'few'; readonly classes: readonly ProjectClass[] };

export function missingOf(project: Project): Missing | undefined {
  if (Object.keys(project.photos).length === 0) return { kind: 'photos' };
  if (project.classes.length < 2) return { kind: 'classes' };
  const few = project.classes.filter(({ id }) => photosOf(project, id).length < 2);
  return few.length > 0 ? { kind: 'few', classes: few } : undefined;
}

export interface Parts {
  readonly labelled: number;
  readonly unsorted: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** About how many photos are learnt from and judged by: the seed divides the classes one by one. */
export function partsOf({ photos, settings }: Project): Parts {
  const all = Object.values(photos);
  const labelled = all.filter(({ label }) => label !== undefined);
  const pinned = (split: string) => labelled.filter((photo) => photo.split === split).length;
  const free = labelled.filter(({ split }) => split === undefined || split === 'train').length;
  const validation = pinned('validation') || Math.round(free * settings.validation);
  const test = pinned('test') || Math.round(free * settings.test);
  return {
    labelled: labelled.length,
    unsorted: all.length - labelled.length,
    train: labelled.length - validation - test,
    validation,
    test,
  };
}
