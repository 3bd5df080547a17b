/** What was done to a project, so that it can be taken back for as long as the project lives. */
import type { Photo, PhotoId, Project } from './project.ts';

/** What differs between two states of a project: the parts that differ, as they shall be. */
export interface Patch {
  /** Photos as they shall be; null for one that shall go. */
  readonly photos?: Readonly<Record<PhotoId, Photo | null>>;
  /** Everything else, whole. What is absent stays; null goes away. */
  readonly rest?: { readonly [key in keyof Omit<Project, 'photos' | 'reading'>]?: Project[key] | null };
}

/** How far files are read is nothing that a person did. */
const noSteps: readonly (keyof Project)[] = ['photos', 'reading'];

/** A step that can be taken back. */
export interface Step {
  /** What it was, for a person to read: the type of the change, and how many photos it was about. */
  readonly what: string;
  readonly photos: number;
  readonly undo: Patch;
  readonly redo: Patch;
  /** Steps of the same work are one. */
  readonly joins?: string;
}

/** Steps done, and steps taken back that could be done again. */
export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

/** Of a project to which nothing was done yet. */
export const noHistory: History = { done: [], undone: [] };

/**
 * How `from` becomes `to`. Photos and parts that are the same object are taken to be equal.
 * @param ids the photos that may differ, if that is known
 */
export function patchBetween(from: Project, to: Project, ids?: readonly PhotoId[]): Patch {
  const photos: Record<PhotoId, Photo | null> = {};
  if (from.photos !== to.photos) {
    for (const id of ids ?? Object.keys(to.photos)) {
      const photo = to.photos[id];
      if (photo && from.photos[id] !== photo) photos[id] = photo;
    }
    for (const id of ids ?? Object.keys(from.photos)) if (from.photos[id] && !to.photos[id]) photos[id] = null;
  }
  const keys = new Set([...Object.keys(from), ...Object.keys(to)] as (keyof Project)[]);
  const differing = [...keys].filter((key) => !noSteps.includes(key) && from[key] !== to[key]);
  return {
    ...(Object.keys(photos).length > 0 && { photos }),
    ...(differing.length > 0 && { rest: Object.fromEntries(differing.map((key) => [key, to[key] ?? null])) }),
  };
}

/** `patched(from, patchBetween(from, to))` is `to`; photos that come back come last. */
export function patched(project: Project, { photos = {}, rest = {} }: Patch): Project {
  const next: Record<string, unknown> = { ...project };
  for (const [key, value] of Object.entries(rest)) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  const ids = Object.keys(photos);
  if (ids.length > 0) {
    const all: Record<PhotoId, Photo> = { ...project.photos };
    for (const id of ids) {
      const photo = photos[id];
      if (photo) all[id] = photo;
      else delete all[id];
    }
    next.photos = all;
  }
  return next as unknown as Project;
}

/**
 * The history after a step; what had been taken back before cannot be done again then.
 * @param joins the step becomes one with the last that was told the same, so that photos that come bit by bit are taken back at once. What a
 * person did to photos meanwhile stays a step of its own, after it.
 * @param ids see `patchBetween`
 */
export const recorded = (
  { done }: History,
  before: Project,
  after: Project,
  what: string,
  joins?: string,
  ids?: readonly PhotoId[],
): History => {
  const redo = patchBetween(before, after, ids);
  const undo = patchBetween(after, before, ids);
  const at = joins === undefined ? -1 : done.findLastIndex((step) => step.joins === joins);
  const earlier = done[at];
  // A long one is several, which are taken back together: what comes to thousands of photos shall not be put together anew.
  const isLong = earlier !== undefined && earlier.photos >= mostInStep && at === done.length - 1;
  // Classes are patched as a list, which later steps may not find changed under them.
  if (!earlier || isLong || done.slice(at + 1).some((step) => step.redo.rest))
    return { done: [...done, { what, ...counted(redo), undo, ...(joins !== undefined && { joins }) }], undone: [] };
  const joined: Step = { ...earlier, ...counted(both(earlier.redo, redo)), undo: both(undo, earlier.undo) };
  return { done: done.with(at, joined), undone: [] };
};

/** From so many photos on, a step that goes on is gone on with in another one. */
const mostInStep = 500;

const counted = (redo: Patch): Pick<Step, 'redo' | 'photos'> => ({
  redo,
  photos: Object.keys(redo.photos ?? {}).length,
});

/** One patch, then the other. */
function both(first: Patch, second: Patch): Patch {
  const photos = { ...first.photos, ...second.photos };
  const rest = { ...first.rest, ...second.rest };
  return {
    ...(Object.keys(photos).length > 0 && { photos }),
    ...(Object.keys(rest).length > 0 && { rest }),
  };
}

/** The steps at the end that are one for a person, the first of them first. */
export function lastSteps(steps: readonly Step[]): readonly Step[] {
  const joins = steps.at(-1)?.joins;
  if (joins === undefined) return steps.slice(-1);
  return steps.slice(steps.findLastIndex((step) => step.joins !== joins) + 1);
}

/** Takes the last step back; undefined if there is none. */
export function undone(
  project: Project,
  { done, undone }: History,
): { project: Project; history: History } | undefined {
  const last = lastSteps(done).toReversed();
  if (last.length === 0) return undefined;
  return {
    project: last.reduce((before, { undo }) => patched(before, undo), project),
    history: { done: done.slice(0, -last.length), undone: [...undone, ...last] },
  };
}

/** Does again what was taken back last; undefined if there is nothing. */
export function redone(
  project: Project,
  { done, undone }: History,
): { project: Project; history: History } | undefined {
  const last = lastSteps(undone).toReversed();
  if (last.length === 0) return undefined;
  return {
    project: last.reduce((before, { redo }) => patched(before, redo), project),
    history: { done: [...done, ...last], undone: undone.slice(0, -last.length) },
  };
}
