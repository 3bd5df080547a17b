/** What a network will see of some photos with an augmentation: each in a row, as it is and changed. */
import { UsageError } from '@graftml/core';
import { augment, contactSheet, fitted, imageDataset, type Pixels, parseAugmentation } from '@graftml/vision';
import type { PhotoId, Project } from '../../project/project.ts';
import { fileOf } from '../collection.ts';
import type { LabParts } from '../parts.ts';

export interface SheetRequest {
  readonly project: Project;
  readonly ids: readonly PhotoId[];
  readonly augmentation: string;
  readonly epoch: number;
  readonly ground?: readonly [number, number, number];
}

/** Beside the photo as it is. */
const variants = 5;

/** @param request other epochs show other chances */
export async function drawnSheet(
  { project, ids, augmentation, epoch, ground }: SheetRequest,
  { backbone, store, pictures }: LabParts,
): Promise<Blob> {
  const { preprocessing } = await backbone.get(project.id, project.settings.backbone);
  const { width, height, channels } = preprocessing;
  const photos = ids.flatMap((id) => project.photos[id] ?? []);
  if (photos.length === 0) throw new UsageError('needs a photo to show it with', { where: 'augmentation' });
  const length = width * height * channels;
  const pixels = new Uint8Array(photos.length * length);
  for (const [i, photo] of photos.entries()) {
    const file = await fileOf(store.shelves(project.id).photos, photo);
    pixels.set(await fitted(file, preprocessing, pictures.decode), i * length);
  }
  const data = imageDataset({
    pixels,
    labels: new Int32Array(photos.length),
    names: photos.map(({ name }) => name),
    classNames: ['photo'],
    preprocessing,
  });
  const options = augmentation.trim() === '' ? {} : parseAugmentation(augmentation).pictures;
  const changed = augment(data, options);
  const picture = (bytes: Uint8Array): Pixels => ({ width, height, channels, data: bytes });
  const rows = photos.map((_, i) => [
    picture(data.pixels(i)),
    ...Array.from({ length: variants }, (_, k) =>
      picture(changed.pixels(i, { seed: project.settings.seed, epoch: (epoch - 1) * variants + k + 1 })),
    ),
  ]);
  return pictures.encode(contactSheet(rows, ground && { ground }));
}
