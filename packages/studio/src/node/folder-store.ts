/** Projects in a folder: a folder for each, with a folder for each of its shelves. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, type Storage } from '@graftml/core';
import { folderStorage } from '@graftml/vision/node';
import { readHistory, readProject } from '../project/read-project.ts';
import { entryOf } from '../store/browser-store.ts';
import type { ProjectEntry, ProjectShelves, ProjectStore } from '../store/project-store.ts';

/** Folders are made when something is written. @throws FileError if one cannot be used */
export function folderStore(folder: string): ProjectStore {
  const home = (id: string): string => {
    if (!/^[\w-]+$/.test(id)) throw new FileError('is no id of a project', { where: id });
    return join(folder, 'projects', id);
  };
  const shelves = (id: string): ProjectShelves => ({
    documents: folderStorage(join(home(id), 'documents')),
    photos: folderStorage(join(home(id), 'photos')),
    thumbnails: folderStorage(join(home(id), 'thumbnails')),
    checkpoint: folderStorage(join(home(id), 'checkpoint')),
  });
  return {
    features: folderStorage(join(folder, 'features')),
    networks: folderStorage(join(folder, 'networks')),
    shelves,
    async list() {
      const ids = await readdir(join(folder, 'projects')).catch(() => []);
      const texts = await Promise.all(ids.map((id) => textIn(shelves(id).documents, 'entry.json')));
      return texts
        .flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as ProjectEntry]))
        .sort((a, b) => b.changed.localeCompare(a.changed));
    },
    async open(id) {
      const { documents } = shelves(id);
      const text = await textIn(documents, 'project.json');
      if (text === undefined) throw new FileError('there is no such project', { where: home(id) });
      const project = readProject(text, id);
      return { project, history: readHistory(await textIn(documents, 'history.json'), id, project) };
    },
    async save(project, history) {
      const { documents } = shelves(project.id);
      await documents.write('project.json', JSON.stringify(project));
      await documents.write('history.json', JSON.stringify(history));
      await documents.write('entry.json', JSON.stringify(entryOf(project, new Date().toISOString())));
    },
    remove: (id) => rm(home(id), { recursive: true, force: true }),
  };
}

async function textIn(storage: Storage, name: string): Promise<string | undefined> {
  const bytes = await storage.read(name);
  return bytes && new TextDecoder().decode(bytes);
}
