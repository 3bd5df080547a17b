/** Photos as they are shown: a column for each class, and one for those that have none. */
import type { ClassId, Photo, PhotoId, Project, ProjectClass } from '@graftml/studio';

/** `''` is the column of unsorted photos. */
export type ColumnKey = ClassId | '';

export interface Column {
  readonly key: ColumnKey;
  /** Absent for unsorted photos. */
  readonly of?: ProjectClass;
  /** Of the class, in the project; -1 for unsorted photos. */
  readonly index: number;
  readonly photos: readonly Photo[];
}

/** Unsorted photos come first, if there are any. @param only what is shown; everything unless given */
export function columnsOf({ classes, photos }: Project, only?: ReadonlySet<PhotoId>): readonly Column[] {
  const groups = new Map<ColumnKey, Photo[]>(classes.map(({ id }) => [id, []]));
  const unsorted: Photo[] = [];
  for (const photo of Object.values(photos)) {
    if (only && !only.has(photo.id)) continue;
    (photo.label === undefined ? unsorted : groups.get(photo.label))?.push(photo);
  }
  const named = classes.map((of, index): Column => ({ key: of.id, of, index, photos: groups.get(of.id) ?? [] }));
  return unsorted.length > 0 ? [{ key: '', index: -1, photos: unsorted }, ...named] : named;
}

/** What the photos lack before they can be learnt from; undefined where they do. */
export function lacking({ classes, photos }: Project): 'photos' | 'classes' | 'more' | undefined {
  const counts = new Map<ClassId, number>();
  const all = Object.values(photos);
  for (const { label } of all) if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (all.length === 0) return 'photos';
  if (classes.length < 2) return 'classes';
  return [...counts.values()].filter((n) => n >= 2).length < 2 ? 'more' : undefined;
}
