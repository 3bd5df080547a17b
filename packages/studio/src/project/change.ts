/** What a person can do to a project, each a function from a project to the next one. Nothing here looks at a picture. */

import { UsageError } from '@graftml/core';
import { newId } from './new-id.ts';
import type { ClassId, Photo, PhotoId, Project, ProjectClass, Reading, Settings, Trained } from './project.ts';

/** One step that a person took. */
export type Change =
  /** Those that are there already stay as they are, but for a label where they have none. */
  | {
      readonly type: 'add-photos';
      readonly photos: readonly (Omit<Photo, 'label'> & { readonly className?: string })[];
      readonly broken?: Project['broken'];
      /** How far the files are that they come from. */
      readonly reading?: Reading;
    }
  /** Files begin to be read, or are at their end; no step that could be taken back. */
  | { readonly type: 'reading'; readonly reading?: Reading }
  | { readonly type: 'remove-photos'; readonly ids: readonly PhotoId[] }
  /** Without a label they are unsorted again. */
  | { readonly type: 'label'; readonly ids: readonly PhotoId[]; readonly label?: ClassId }
  | { readonly type: 'add-class'; readonly name: string }
  | { readonly type: 'rename-class'; readonly id: ClassId; readonly name: string }
  | { readonly type: 'merge-classes'; readonly from: ClassId; readonly into: ClassId }
  /** Its photos go too, or become unsorted. */
  | { readonly type: 'remove-class'; readonly id: ClassId; readonly photos: 'remove' | 'unsort' }
  | { readonly type: 'split'; readonly ids: readonly PhotoId[]; readonly split?: Photo['split'] }
  | { readonly type: 'rename-project'; readonly name: string }
  /** `at: undefined` leaves it open again, and so does `unsure: undefined`. */
  | {
      readonly type: 'settings';
      readonly settings: Partial<Omit<Settings, 'at' | 'unsure'>> & {
        readonly at?: string | undefined;
        readonly unsure?: number | undefined;
      };
    }
  | { readonly type: 'forget-broken' }
  | { readonly type: 'trained'; readonly trained: Trained };

/**
 * The project after a step; the same object where it changes nothing.
 * @throws UsageError for a class or photo that is not there, or a name that is taken or empty
 */
export function changed(project: Project, change: Change): Project {
  switch (change.type) {
    case 'add-photos':
      return withPhotos(project, change);
    case 'reading': {
      const { reading: _, ...rest } = project;
      if (change.reading) return { ...rest, reading: change.reading };
      return project.reading ? rest : project;
    }
    case 'remove-photos':
      return withoutPhotos(project, new Set(change.ids));
    case 'label': {
      const { label } = change;
      if (label !== undefined) classOf(project, label);
      return mapPhotos(project, change.ids, (photo) => (photo.label === label ? photo : labelled(photo, label)));
    }
    case 'add-class':
      return { ...project, classes: [...project.classes, newClass(project, change.name)] };
    case 'rename-class':
      return renamed(project, change);
    case 'merge-classes':
      return merged(project, change);
    case 'remove-class': {
      const { id, photos } = change;
      classOf(project, id);
      const own = photosOf(project, id).map((photo) => photo.id);
      const without =
        photos === 'remove'
          ? withoutPhotos(project, new Set(own))
          : mapPhotos(project, own, (photo) => labelled(photo, undefined));
      return { ...without, classes: project.classes.filter((one) => one.id !== id) };
    }
    case 'split': {
      const { split } = change;
      return mapPhotos(project, change.ids, ({ split: before, ...photo }) =>
        split === undefined ? photo : { ...photo, split },
      );
    }
    case 'rename-project':
      return { ...project, name: checkedName(change.name, 'project') };
    case 'settings':
      return withSettings(project, change.settings);
    case 'forget-broken':
      return project.broken.length === 0 ? project : { ...project, broken: [] };
    case 'trained': {
      const { imported: _, ...rest } = project;
      return { ...rest, trained: change.trained };
    }
  }
}

function withSettings(project: Project, changes: Extract<Change, { type: 'settings' }>['settings']): Project {
  const { at, unsure, ...settings } = { ...project.settings, ...changes };
  const open = { ...settings, ...(at !== undefined && { at }), ...(unsure !== undefined && { unsure }) };
  return { ...project, settings: open };
}

/** The photos of a class; without one, those that are unsorted. */
export const photosOf = (project: Project, label: ClassId | undefined): Photo[] =>
  Object.values(project.photos).filter((photo) => photo.label === label);

function withPhotos(
  project: Project,
  { photos, broken = [], reading }: Extract<Change, { type: 'add-photos' }>,
): Project {
  const next = { ...project.photos };
  let classes = project.classes;
  const idOf = (name: string): ClassId => {
    const known = classes.find((one) => one.name === name);
    if (known) return known.id;
    const made = newClass({ ...project, classes }, name);
    classes = [...classes, made];
    return made.id;
  };
  for (const { className, ...photo } of photos) {
    const known = next[photo.id];
    const label = className === undefined ? undefined : idOf(className);
    if (!known) next[photo.id] = label === undefined ? photo : { ...photo, label };
    else if (known.label === undefined && label !== undefined) next[photo.id] = { ...known, label };
  }
  return {
    ...project,
    classes,
    photos: next,
    broken: broken.length === 0 ? project.broken : [...project.broken, ...broken],
    ...(reading && { reading }),
  };
}

function withoutPhotos(project: Project, ids: ReadonlySet<PhotoId>): Project {
  const kept = Object.entries(project.photos).filter(([id]) => !ids.has(id));
  return { ...project, photos: Object.fromEntries(kept) };
}

function mapPhotos(project: Project, ids: readonly PhotoId[], map: (photo: Photo) => Photo): Project {
  const photos = { ...project.photos };
  for (const id of ids) {
    const photo = photos[id];
    if (!photo) throw new UsageError('there is no such photo in the project', { where: id });
    photos[id] = map(photo);
  }
  return { ...project, photos };
}

function labelled({ label: _, ...photo }: Photo, label: ClassId | undefined): Photo {
  return label === undefined ? photo : { ...photo, label };
}

function renamed(project: Project, { id, name }: Extract<Change, { type: 'rename-class' }>): Project {
  const before = classOf(project, id);
  const wanted = checkedName(name, 'class');
  if (before.name === wanted) return project;
  checkFree(project, wanted);
  return { ...project, classes: project.classes.map((one) => (one.id === id ? { ...one, name: wanted } : one)) };
}

function merged(project: Project, { from, into }: Extract<Change, { type: 'merge-classes' }>): Project {
  classOf(project, from);
  classOf(project, into);
  if (from === into) return project;
  const ids = photosOf(project, from).map(({ id }) => id);
  const moved = mapPhotos(project, ids, (photo) => labelled(photo, into));
  return { ...moved, classes: project.classes.filter(({ id }) => id !== from) };
}

/** A class of the project. @throws UsageError if there is none of that id */
export function classOf({ classes }: Project, id: ClassId): ProjectClass {
  const found = classes.find((one) => one.id === id);
  if (found) return found;
  throw new UsageError('there is no such class in the project', {
    where: id,
    expected: classes.map((one) => one.name).join(', ') || 'a project with classes',
  });
}

/** Ids are never used twice while a project has steps to undo, as a step may bring a class back. */
function newClass(project: Project, name: string): ProjectClass {
  const wanted = checkedName(name, 'class');
  checkFree(project, wanted);
  return { id: newId(), name: wanted };
}

function checkFree({ classes }: Project, name: string): void {
  if (classes.some((one) => one.name === name))
    throw new UsageError(`there is a class "${name}" already`, {
      where: 'name',
      hint: 'merge the two, or take another name',
    });
}

/** Names become folders. */
function checkedName(name: string, where: string): string {
  const trimmed = name.trim().replace(/\s+/g, ' ');
  if (trimmed === '') throw new UsageError('needs a name', { where });
  if (trimmed.length > 80) throw new UsageError('has too long a name', { where, expected: 'at most 80 letters' });
  if (/[/\\:*?"<>|]|^\.|\p{Cc}/u.test(trimmed))
    throw new UsageError('has a name that cannot be a folder', {
      where,
      expected: 'no / \\ : * ? " < > | and no dot at its beginning',
      received: JSON.stringify(trimmed),
    });
  return trimmed;
}
