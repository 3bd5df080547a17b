/** A store of projects in memory. */
import { FileError, memoryStorage } from '@graftml/core';
import {
  type History,
  type Project,
  type ProjectShelves,
  type ProjectStore,
  readHistory,
  readProject,
} from '@graftml/studio';

export function memoryStore(): ProjectStore {
  const all = new Map<string, ProjectShelves>();
  const shelves = (id: string): ProjectShelves => {
    const known = all.get(id);
    if (known) return known;
    const made = {
      documents: memoryStorage(),
      photos: memoryStorage(),
      thumbnails: memoryStorage(),
      checkpoint: memoryStorage(),
    };
    all.set(id, made);
    return made;
  };
  return {
    features: memoryStorage(),
    networks: memoryStorage(),
    shelves,
    list: async () => [],
    async open(id) {
      const text = async (name: string) => {
        const bytes = await shelves(id).documents.read(name);
        return bytes && new TextDecoder().decode(bytes);
      };
      const project = await text('project.json');
      if (project === undefined) throw new FileError('there is no such project', { where: id });
      return { project: readProject(project, id), history: readHistory(await text('history.json'), id) };
    },
    async save(project: Project, history: History) {
      await shelves(project.id).documents.write('project.json', JSON.stringify(project));
      await shelves(project.id).documents.write('history.json', JSON.stringify(history));
    },
    async remove(id) {
      all.delete(id);
    },
  };
}
