/** Which of the four cases fits, by what features are worth at several places. */
import { measureCase } from '@graftml/vision';
import { dividedPhotos } from '../../project/division.ts';
import type { Project } from '../../project/project.ts';
import { collectionOfPictures, picturesOf } from '../collection.ts';
import type { Done, Hooks, Lab } from '../lab.ts';
import type { LabParts } from '../parts.ts';
import { inParts } from './transfer-options.ts';

export async function measured(
  { project }: { readonly project: Project },
  { runtime, backbone, store, pictures }: LabParts,
  { signal, onEvent }: Hooks<Done>,
): Promise<Awaited<ReturnType<Lab['measure']>>> {
  const { settings } = project;
  const own = picturesOf(project, dividedPhotos(project), store.shelves(project.id).photos);
  return runtime.using(settings.device, async (backend) =>
    measureCase({
      backend,
      collection: collectionOfPictures({ ...own, pictures: inParts(own, project) }),
      backbone: await backbone.get(project.id, settings.backbone),
      decode: pictures.decode,
      validation: 0,
      seed: settings.seed,
      cache: store.features,
      ...(signal && { signal }),
      onProgress(progress) {
        if (progress.phase === 'features' || progress.phase === 'probes')
          onEvent?.({ done: progress.done, total: progress.total });
      },
    }),
  );
}
