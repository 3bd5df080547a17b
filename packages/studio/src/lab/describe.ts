/** What a person should know of the photos of a project before training. */
import { type CollectionDescription, describeCollection } from '@graftml/vision';
import type { PhotoId, Project } from '../project/project.ts';
import type { ProjectShelves } from '../store/project-store.ts';
import { collectionOfPictures, picturesOf } from './collection.ts';
import type { Described } from './lab.ts';

export function described(project: Project, { photos }: Pick<ProjectShelves, 'photos'>): Described {
  const of = picturesOf(project, Object.values(project.photos), photos);
  const collection = { ...collectionOfPictures(of), broken: project.broken };
  const description: CollectionDescription = describeCollection(collection);
  const ids: Record<string, PhotoId> = Object.fromEntries(of.idOf);
  return { ...description, ids };
}
