/**
 * Projects and histories as JSON. Photos and steps never change, so their texts are kept: what is written after a click on one of ten thousand
 * photos is put together, not made anew.
 */
import type { History, Patch, Step } from './history.ts';
import type { Photo, PhotoId, Project } from './project.ts';

const texts = new WeakMap<object, string>();

/** What `readProject` reads. */
export function projectText({ photos, trained, ...rest }: Project): string {
  return object({
    ...own(rest),
    photos: photosText(photos),
    ...(trained && { trained: kept(trained, JSON.stringify) }),
  });
}

/** What `readHistory` reads. */
export const historyText = ({ done, undone }: History): string =>
  object({
    done: list(done.map((step) => kept(step, stepText))),
    undone: list(undone.map((step) => kept(step, stepText))),
  });

const stepText = ({ undo, redo, ...rest }: Step): string =>
  object({ ...own(rest), undo: patchText(undo), redo: patchText(redo) });

const patchText = ({ photos, rest }: Patch): string =>
  object({ ...(photos && { photos: photosText(photos) }), ...(rest && { rest: JSON.stringify(rest) }) });

const photosText = (photos: Readonly<Record<PhotoId, Photo | null>>): string => {
  const members: string[] = [];
  for (const id of Object.keys(photos)) {
    const photo = photos[id];
    members.push(photo ? kept(photo, memberText) : `${JSON.stringify(id)}:null`);
  }
  return `{${members.join(',')}}`;
};

/** A photo goes by its id wherever it is. */
const memberText = (photo: Photo): string => `${JSON.stringify(photo.id)}:${JSON.stringify(photo)}`;

function kept<Value extends object>(value: Value, make: (value: Value) => string): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const made = make(value);
  texts.set(value, made);
  return made;
}

/** Of what JSON knows. */
const own = (values: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, JSON.stringify(value)]])),
  );

const object = (members: Readonly<Record<string, string>>): string =>
  `{${Object.entries(members)
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .join(',')}}`;

const list = (members: readonly string[]): string => `[${members.join(',')}]`;
