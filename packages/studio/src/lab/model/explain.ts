/** The project's model on one picture: what it says, where it looked, and which photos are alike. */
import type { Backend } from '@graftml/core';
import { fitPicture, hotBox, overlay, type Pixels } from '@graftml/vision';
import { fileOf } from '../collection.ts';
import type { Explained, Lab } from '../lab.ts';
import type { LabParts } from '../parts.ts';
import { isUnsure, predictionOf } from './answer.ts';
import { nearestPhotos } from './nearest-photos.ts';

export type ExplainRequest = Parameters<Lab['explain']>[0];

/** The overlay's longer side. */
const shownSide = 768;

/** @throws FileError for a project without a model, or a photo that is gone; DataError for what is no picture */
export async function explained(request: ExplainRequest, parts: LabParts): Promise<Explained> {
  const { projectId, label, answerOnly = false, unsure: asked, among } = request;
  const { classifier, runner, explainer } = await parts.models.get(projectId);
  const { preprocessing, labels, unsure: stored } = classifier;
  const pixels = await pixelsOf(request, parts, preprocessing.background);
  const fitted = fitPicture(pixels, preprocessing).data;
  const threshold = asked ?? stored?.threshold ?? 'off';
  const device = among?.settings.device ?? parts.runtime.latest();
  return parts.runtime.using(device, async (backend: Backend): Promise<Explained> => {
    const looking = answerOnly ? undefined : await explainer(backend);
    if (!looking) {
      const [row] = await (await runner(backend)).run([fitted]);
      const prediction = predictionOf(row!, labels);
      return { prediction, unsure: isUnsure(prediction, threshold) };
    }
    const found = await looking.explain({ name: 'picture', pixels: fitted }, label);
    const prediction = predictionOf(found.probabilities, labels);
    const drawn = overlay(pixels, found.map, { preprocessing, most: shownSide });
    const box = hotBox(found.map, pixels, preprocessing);
    const nearest = among && (await nearestPhotos({ ...request, among }, pixels, parts));
    return {
      prediction,
      unsure: isUnsure(prediction, threshold),
      overlay: await parts.pictures.encode(drawn),
      ...(box && { box }),
      ...(nearest && { nearest }),
    };
  });
}

async function pixelsOf(
  { projectId, picture }: ExplainRequest,
  { store, pictures }: LabParts,
  background: number,
): Promise<Pixels> {
  if (typeof picture === 'string') {
    const file = await fileOf(store.shelves(projectId).photos, { id: picture, name: 'the photo' });
    return pictures.decode(file, background);
  }
  if (picture instanceof Blob) return pictures.decode(new Uint8Array(await picture.arrayBuffer()), background);
  try {
    return pictures.pixelsOf(picture);
  } finally {
    picture.close();
  }
}
