/** What a training lacks as yet. */
import { type Project, type ProjectClass, partsOf } from '@graftml/studio';

export type Missing =
  | { readonly kind: 'photos' }
  | { readonly kind: 'classes' }
  | { readonly kind: 'few'; readonly classes: readonly ProjectClass[] };

export function missingOf(project: Project): Missing | undefined {
  const photos = Object.values(project.photos);
  if (photos.length === 0) return { kind: 'photos' };
  if (project.classes.length < 2) return { kind: 'classes' };
  const counts = new Map<string | undefined, number>();
  for (const { label } of photos) counts.set(label, (counts.get(label) ?? 0) + 1);
  const few = project.classes.filter(({ id }) => (counts.get(id) ?? 0) < 2);
  return few.length > 0 ? { kind: 'few', classes: few } : undefined;
}

export interface Parts {
  readonly labelled: number;
  readonly unsorted: number;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** How many photos are learnt from and judged by. */
export function countParts(project: Project): Parts {
  const counts = { train: 0, validation: 0, test: 0 };
  const parts = partsOf(project);
  for (const part of parts.values()) counts[part]++;
  return { labelled: parts.size, unsorted: Object.keys(project.photos).length - parts.size, ...counts };
}
