/** A lab on whatever a runtime has. */
import { UnsupportedError } from '@graftml/core';
import { addPhotos } from './add/add-photos.ts';
import { picturesOf } from './collection.ts';
import { described } from './describe.ts';
import { featureShelf } from './features/feature-shelf.ts';
import { exportedModel, usage } from './files/export-model.ts';
import { exportedProject } from './files/export-project.ts';
import { exportedReport } from './files/export-report.ts';
import { importedProject, isProjectArchive } from './files/import-project.ts';
import { guesses } from './guess.ts';
import type { Lab } from './lab.ts';
import { explained } from './model/explain.ts';
import { drawnMap } from './model/map.ts';
import { models } from './model/models.ts';
import { sorted } from './model/sort.ts';
import { backbones } from './networks/backbones.ts';
import { keepNetwork } from './networks/keep-network.ts';
import { preparedOf } from './networks/prepared.ts';
import type { LabParts } from './parts.ts';
import type { LabPorts } from './ports.ts';
import { queue } from './queue.ts';
import { runtimes } from './runtimes.ts';
import { storedTraining } from './train/checkpoints.ts';
import { measured } from './train/measure.ts';
import { drawnSheet } from './train/sheet.ts';
import { train } from './train/train.ts';
import { trainOnServer, unfinishedOnServer } from './train/train-on-server.ts';
import { packFiles } from './zip/pack-files.ts';

/** What takes long takes turns; answers about one picture go in between. */
export function labOn(ports: LabPorts): Lab {
  const { store, pictures, networks } = ports;
  const runtime = runtimes(networks);
  const backbone = backbones(store, networks);
  const features = featureShelf({ runtime, backbone, pictures, store });
  const parts: LabParts = { ...ports, runtime, backbone, features, models: models(store) };
  const inTurn = queue();

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

    async prepare({ projectId, backbone: choice, device }, hooks = {}) {
      hooks.onEvent?.({ phase: 'runtime', done: 0 });
      const [backend, network] = await Promise.all([runtime.get(device), backbone.get(projectId, choice, hooks)]);
      hooks.onEvent?.({ phase: 'compile', done: 0 });
      await inTurn(() => features.get(projectId, { backbone: choice, device }), hooks.signal);
      return preparedOf(network, backend);
    },
    keepNetwork: (request, hooks = {}) => keepNetwork(request, parts, hooks),
    keptNetworks: () => backbone.kept(),
    look,
    async guess({ project }, hooks = {}) {
      await look({ project, ids: Object.keys(project.photos) }, hooks);
      return guesses(project, await features.get(project.id, project.settings), hooks.signal);
    },

    measure: (request, hooks = {}) => inTurn(() => measured(request, parts, hooks), hooks.signal),
    sheet: (request) => drawnSheet(request, parts),
    unfinished: async ({ project }) => {
      const { server } = ports;
      if (project.settings.device === 'server') return server && unfinishedOnServer(project, { store, server });
      return (await storedTraining(store.shelves(project.id).checkpoint, project))?.unfinished;
    },
    async train(request, hooks = {}) {
      const { server } = ports;
      try {
        // What another computes need not wait for what is computed here.
        if (request.project.settings.device !== 'server')
          return await inTurn(() => train(request, parts, hooks), hooks.signal);
        if (server) return await trainOnServer(request, { store, server }, hooks);
        throw new UnsupportedError('there is none', { where: 'the server to train on', hint: 'train in the browser' });
      } finally {
        parts.models.forget(request.project.id);
      }
    },

    explain: (request) => explained(request, parts),
    map: (request, hooks = {}) => inTurn(() => drawnMap(request, parts, hooks), hooks.signal),
    sort: (request, hooks = {}) => inTurn(() => sorted(request, parts, hooks), hooks.signal),

    pack: packFiles,
    exportProject: (request, hooks = {}) => exportedProject(request, ports, hooks),
    exportModel: (request) => exportedModel(request, parts.models),
    usage: (request) => usage(request, parts.models),
    exportReport: (request, hooks = {}) => exportedReport(request, parts, hooks),
    importProject: (request, hooks = {}) => importedProject(request, ports, hooks),
    isProject: ({ file }) => isProjectArchive(file),
  };
}

const blobOf = (bytes: Uint8Array | undefined, type: string): Blob | undefined =>
  bytes && new Blob([bytes as Uint8Array<ArrayBuffer>], { type });
