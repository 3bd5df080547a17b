/** The photos of a project as a collection: what everything in `@graftml/vision` takes. */
import { FileError, type Storage } from '@graftml/core';
import type { Collection, Picture } from '@graftml/vision';
import type { Photo, PhotoId, Project } from '../project/project.ts';

export interface ProjectPictures {
  /** One for each photo, in their order. */
  readonly pictures: readonly Picture[];
  /** Of each class that has a photo among these, in the project's order. */
  readonly classNames: readonly string[];
  readonly idOf: ReadonlyMap<string, PhotoId>;
}

/**
 * Each picture has a name of its own: two photos may have come as `1.jpg`.
 * @param storage where their files are
 */
export function picturesOf(
  { classes }: Pick<Project, 'classes'>,
  photos: readonly Photo[],
  storage: Storage,
): ProjectPictures {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const idOf = new Map<string, PhotoId>();
  const present = new Set<string>();
  const pictures = photos.map((photo): Picture => {
    const { id, facts, label, split } = photo;
    let name = photo.name;
    for (let i = 2; idOf.has(name); i++) name = `${photo.name} (${i})`;
    idOf.set(name, id);
    const className = label === undefined ? undefined : names.get(label);
    if (className !== undefined) present.add(className);
    return {
      name,
      labels: className === undefined ? [] : [className],
      ...(split && { split }),
      facts: { ...facts, digest: id },
      read: () => fileOf(storage, photo),
    };
  });
  return { pictures, classNames: classes.map(({ name }) => name).filter((name) => present.has(name)), idOf };
}

/** What `describeCollection` and `transfer` take. */
export const collectionOfPictures = ({ pictures, classNames }: ProjectPictures): Collection => ({
  pictures,
  classNames,
  broken: [],
  ignored: 0,
  notes: [],
});

/** @throws FileError where the browser has cleared it away */
export async function fileOf(storage: Storage, { id, name }: Pick<Photo, 'id' | 'name'>): Promise<Uint8Array> {
  const file = await storage.read(id);
  if (file) return file;
  throw new FileError('is not in the storage any more', {
    where: name,
    hint: 'the site data was cleared: drop the photo again',
  });
}

/** Photos that a person has put into a class. */
export const labelledPhotos = ({ photos }: Pick<Project, 'photos'>): Photo[] =>
  Object.values(photos).filter(({ label }) => label !== undefined);
