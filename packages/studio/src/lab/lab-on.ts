/** A lab on whatever a runtime has. */
import { addPhotos } from './add/add-photos.ts';
import type { Lab } from './lab.ts';
import type { LabPorts } from './ports.ts';
import { packFiles } from './zip/pack-files.ts';

export function labOn({ store, pictures }: LabPorts): Lab {
  const notYet = async (): Promise<never> => {
    throw new Error('not yet');
  };
  const kept = async (bytes: Promise<Uint8Array | undefined>, type: string): Promise<Blob | undefined> => {
    const found = await bytes;
    return found && new Blob([found as Uint8Array<ArrayBuffer>], { type });
  };
  return {
    add: (request, hooks = {}) => addPhotos(request, store.shelves(request.projectId), pictures, hooks),
    thumbnail: ({ projectId, id }) => kept(store.shelves(projectId).thumbnails.read(id), 'image/jpeg'),
    photo: ({ projectId, id }) => kept(store.shelves(projectId).photos.read(id), ''),
    samples: ({ seed }) => pictures.samples(seed),
    prepare: notYet,
    keepNetwork: notYet,
    keptNetworks: notYet,
    unfinished: notYet,
    describe: notYet,
    look: notYet,
    guess: notYet,
    train: notYet,
    measure: notYet,
    explain: notYet,
    map: notYet,
    sheet: notYet,
    sort: notYet,
    pack: packFiles,
    usage: notYet,
    exportProject: notYet,
    exportModel: notYet,
    exportReport: notYet,
    importProject: notYet,
  };
}
