/** Documents of any version to the present one: by small steps, each from one version to the next. */
import { FileError } from '@graftml/core';
import { type History, noHistory, type Patch, type Step } from './history.ts';
import { type Document, migrations } from './migrations.ts';
import { type Photo, type Project, projectVersion } from './project.ts';

/**
 * @param where the file, for errors
 * @throws FileError for what is no project, is damaged, or was written by a newer version
 */
export function readProject(text: string, where: string): Project {
  let document = parsed(text, where);
  const written = document.version;
  if (typeof written !== 'number')
    throw new FileError('is no project', {
      where,
      expected: 'a version, photos and classes',
      received: text.slice(0, 40),
    });
  if (written > projectVersion)
    throw new FileError('was written by a newer version', {
      where,
      expected: `a project of version ${projectVersion} or older`,
      received: `version ${written}`,
      hint: 'reload the page, or update Graft',
    });
  for (let version = written; version < projectVersion; version++) {
    const migrate = migrations[version];
    if (!migrate) throw new FileError('is of a version that is not known', { where, received: `version ${version}` });
    document = { ...migrate(document), version: version + 1 };
  }
  checkForm(document, where);
  return document as unknown as Project;
}

/**
 * An empty one where there is none: what was done can be done without.
 * @param project whose it is, as it was read
 * @throws FileError if it is damaged
 */
export function readHistory(
  text: string | undefined,
  where: string,
  project: Pick<Project, 'photos'> = { photos: {} },
): History {
  if (text === undefined) return noHistory;
  const { done, undone } = parsed(text, where);
  if (!Array.isArray(done) || !Array.isArray(undone)) throw new FileError('is no history of a project', { where });
  // Steps of before version 2 would take the groups of photos back, too.
  if (!Object.values(project.photos).some(({ group }) => group !== undefined)) return { done, undone };
  const patch = (before: Patch): Patch =>
    before.photos ? { ...before, photos: withGroups(before.photos, project) } : before;
  const step = (before: Step): Step => ({ ...before, undo: patch(before.undo), redo: patch(before.redo) });
  return { done: done.map(step), undone: undone.map(step) };
}

const withGroups = (photos: NonNullable<Patch['photos']>, { photos: now }: Pick<Project, 'photos'>) =>
  Object.fromEntries(
    Object.entries(photos).map(([id, photo]): [string, Photo | null] => {
      const group = now[id]?.group;
      return [id, photo && group !== undefined ? { ...photo, group } : photo];
    }),
  );

function parsed(text: string, where: string): Document {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document as Document;
  } catch (cause) {
    throw new FileError('is damaged', { where, expected: 'JSON', received: (cause as Error).message, cause });
  }
  throw new FileError('is no project', { where, expected: 'a JSON object', received: text.slice(0, 40) });
}

/** What everything else relies on. */
function checkForm({ id, name, classes, photos, settings, trained, imported }: Document, where: string): void {
  const fail = (expected: string): never => {
    throw new FileError('is damaged', { where, expected });
  };
  if (typeof id !== 'string' || !/^[\w-]+$/.test(id)) fail('an id of letters, digits and dashes');
  if (typeof name !== 'string') fail('a name');
  if (!isObject(settings) || !isObject(settings.backbone)) fail('settings with a backbone');
  const list: unknown[] = Array.isArray(classes) ? classes : fail('a list of classes');
  if (!list.every((one) => isObject(one) && typeof one.id === 'string' && typeof one.name === 'string'))
    fail('classes with an id and a name each');
  if (trained !== undefined && !isResult(trained)) fail('a result with its evaluation, classes, photos and answers');
  if (imported !== undefined && !(isObject(imported) && Array.isArray(imported.classes)))
    fail('a model that came with classes');
  const known = new Set(list.map((one) => (one as Document).id));
  for (const [key, photo] of Object.entries(isObject(photos) ? photos : fail('photos by their ids'))) {
    if (!isObject(photo) || photo.id !== key || typeof photo.name !== 'string' || !isObject(photo.facts))
      fail(`a name and facts of the photo ${key}`);
    else if (photo.label !== undefined && !known.has(photo.label)) fail(`a class that there is, of the photo ${key}`);
  }
}

const isResult = (trained: unknown): boolean =>
  isObject(trained) &&
  isObject(trained.evaluation) &&
  isObject(trained.settings) &&
  [trained.classes, trained.judged, trained.answers, trained.reasons].every(Array.isArray);

const isObject = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
