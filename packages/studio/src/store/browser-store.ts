/** Projects in the databases of a browser. */
import { FileError, type Storage } from '@graftml/core';
import { indexedDbStorage } from '@graftml/vision';
import type { Project } from '../project/project.ts';
import { readHistory, readProject } from '../project/read-project.ts';
import { historyText, projectText } from '../project/write-project.ts';
import type { ProjectEntry, ProjectShelves, ProjectStore } from './project-store.ts';

const shelfNames = ['documents', 'photos', 'thumbnails', 'checkpoint'] as const;

/**
 * A database for each shelf of each project, so that a project goes away whole. Several pages may use it; that no two write to one project
 * is theirs to see to (`navigator.locks`).
 * @throws UnsupportedError where there is no IndexedDB
 */
export function browserStore(prefix = 'graft'): ProjectStore {
  const index = indexedDbStorage(`${prefix}-projects`);
  const databaseOf = (id: string, shelf: (typeof shelfNames)[number]) => `${prefix}-${id}-${shelf}`;
  const opened = new Map<string, ProjectShelves>();
  const shelves = (id: string): ProjectShelves => {
    const known = opened.get(id);
    if (known) return known;
    const storages = shelfNames.map((name): [string, Storage] => [name, indexedDbStorage(databaseOf(id, name))]);
    const made = Object.fromEntries(storages) as unknown as ProjectShelves;
    opened.set(id, made);
    return made;
  };
  return {
    features: indexedDbStorage(`${prefix}-features`),
    networks: indexedDbStorage(`${prefix}-networks`),
    shelves,
    async list() {
      const names = await index.list();
      const entries = await Promise.all(names.map(async (name) => textOf(await index.read(name))));
      return entries
        .filter((text) => text !== undefined)
        .map((text) => JSON.parse(text) as ProjectEntry)
        .sort((a, b) => b.changed.localeCompare(a.changed));
    },
    async open(id) {
      const { documents } = shelves(id);
      const text = textOf(await documents.read('project.json'));
      if (text === undefined) throw new FileError('there is no such project in this browser', { where: id });
      const history = textOf(await documents.read('history.json'));
      const project = readProject(text, `project ${id}`);
      return { project, history: readHistory(history, `history of ${id}`, project) };
    },
    async save(project, history) {
      const { documents } = shelves(project.id);
      // A history that is a step older than its project is taken up as it is; the other way round it would not fit.
      await documents.write('project.json', projectText(project));
      await documents.write('history.json', historyText(history));
      await index.write(project.id, JSON.stringify(entryOf(project, new Date().toISOString())));
    },
    async remove(id) {
      await index.remove(id);
      opened.delete(id);
      await Promise.all(shelfNames.map((shelf) => deleteDatabase(databaseOf(id, shelf))));
    },
  };
}

/** What a list shows of a project. @param now ISO 8601 */
export function entryOf({ id, name, created, photos, classes, trained }: Project, now: string): ProjectEntry {
  return {
    id,
    name,
    created,
    changed: now,
    photos: Object.keys(photos).length,
    classes: classes.map((one) => one.name),
    ...(trained && { accuracy: trained.evaluation.accuracy }),
  };
}

const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () =>
      reject(
        new FileError('cannot be removed', { where: name, received: String(request.error), cause: request.error }),
      );
  });
}
