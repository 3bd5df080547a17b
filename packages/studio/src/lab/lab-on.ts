/** A lab on whatever a runtime has. */
import { addPhotos } from './add/add-photos.ts';
import { picturesOf } from './collection.ts';
import { described } from './describe.ts';
import { featureShelf } from './features/feature-shelf.ts';
import { guesses } from './guess.ts';
import type { Lab } from './lab.ts';
import { backbones } from './networks/backbones.ts';
import { keepNetwork } from './networks/keep-network.ts';
import { preparedOf } from './networks/prepared.ts';
import type { LabPorts } from './ports.ts';
import { queue } from './queue.ts';
import { runtimes } from './runtimes.ts';
import { packFiles } from './zip/pack-files.ts';

export function labOn(ports: LabPorts): Lab {
  const { store, pictures } = ports;
  const runtime = runtimes(ports.networks);
  const backbone = backbones(store, ports.networks);
  const features = featureShelf({ runtime, backbone, pictures, store });
  const inTurn = queue();
  const notYet = async (): Promise<never> => {
    throw new Error('not yet');
  };
  const look: Lab['look'] = ({ project, ids }, hooks = {}) =>
    inTurn(
      () =>
        runtime.using(project.settings.device, async () => {
          const own = await features.get(project.id, project.settings);
          const photos = ids.flatMap((id) => project.photos[id] ?? []);
          return own.look(picturesOf(project, photos, store.shelves(project.id).photos).pictures, hooks);
        }),
      hooks.signal,
    );
  return {
    add: (request, hooks = {}) => addPhotos(request, store.shelves(request.projectId), pictures, hooks),
    thumbnail: async ({ projectId, id }) => blobOf(await store.shelves(projectId).thumbnails.read(id), 'image/jpeg'),
    photo: async ({ projectId, id }) => blobOf(await store.shelves(projectId).photos.read(id), ''),
    samples: ({ seed }) => pictures.samples(seed),
    describe: async ({ project }) => described(project, store.shelves(project.id)),
    pack: packFiles,

    async prepare({ projectId, backbone: choice, device }, hooks = {}) {
      hooks.onEvent?.({ phase: 'runtime', done: 0 });
      const [backend, network] = await Promise.all([runtime.get(device), backbone.get(projectId, choice, hooks)]);
      hooks.onEvent?.({ phase: 'compile', done: 0 });
      await inTurn(() => features.get(projectId, { backbone: choice, device }), hooks.signal);
      return preparedOf(network, backend);
    },
    keepNetwork: (request, hooks = {}) => keepNetwork(request, { store, backbone, runtime, pictures }, hooks),
    keptNetworks: () => backbone.kept(),
    look,
    async guess({ project }, hooks = {}) {
      await look({ project, ids: Object.keys(project.photos) }, hooks);
      return guesses(project, await features.get(project.id, project.settings), hooks.signal);
    },

    unfinished: notYet,
    train: notYet,
    measure: notYet,
    explain: notYet,
    map: notYet,
    sheet: notYet,
    sort: notYet,
    usage: notYet,
    exportProject: notYet,
    exportModel: notYet,
    exportReport: notYet,
    importProject: notYet,
  };
}

const blobOf = (bytes: Uint8Array | undefined, type: string): Blob | undefined =>
  bytes && new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
