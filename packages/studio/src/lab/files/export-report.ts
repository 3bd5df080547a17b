/** The page of `@graftml/vision/report` for a project's model. */
import { DataError } from '@graftml/core';
import { describeCollection, fitPicture, overlay, splitCollection } from '@graftml/vision';
import type { Curve, ShownPicture } from '@graftml/vision/report';
import { dividedPhotos } from '../../project/division.ts';
import { asFileName } from '../../project/file-name.ts';
import type { Project, Trained } from '../../project/project.ts';
import { collectionOfPictures, fileOf, picturesOf } from '../collection.ts';
import type { Done, Hooks, MadeFile } from '../lab.ts';
import type { LabParts } from '../parts.ts';

/** Of what is shown where it looked. */
const shownSide = 360;

/** @throws DataError for a project that was not trained here */
export async function exportedReport(
  { project }: { readonly project: Project },
  parts: LabParts,
  { signal, onEvent }: Hooks<Done>,
): Promise<MadeFile> {
  const { trained } = project;
  if (!trained)
    throw new DataError('was not trained here, so that there is nothing to report', {
      where: project.name,
      hint: 'train it first',
    });
  // Its charts take a while to load.
  const { reportOfEvaluation, reportPage } = await import('@graftml/vision/report');
  const { bytes, classifier } = await parts.models.get(project.id);
  const { photos } = parts.store.shelves(project.id);
  const own = picturesOf(project, dividedPhotos(project), photos);
  const nameOf = new Map([...own.idOf].map(([name, id]) => [id, name]));
  const names = trained.judged.map((id) => nameOf.get(id) ?? project.photos[id]?.name ?? id);
  const report = await reportOfEvaluation(trained.evaluation, {
    file: `${asFileName(project.name)}.onnx`,
    bytes,
    classifier,
    names,
    data: describeCollection(splitCollection(collectionOfPictures(own), {})),
    from: [project.name],
    reasons: trained.reasons,
    about: { backbone: trained.settings.backbone.name, strategy: trained.strategy, head: trained.settings.head },
    ...(trained.trust && { trust: trained.trust }),
    ...(trained.history && { curves: curvesOf(trained.history, trained.bestEpoch) }),
    repeat: { seed: trained.settings.seed, device: trained.device, versions: parts.versions },
  });
  const shown = trained.evaluation.mistakes.map(({ index }) => ({ name: names[index]!, id: trained.judged[index]! }));
  const pictures = await shownPictures(project, trained, shown, parts, {
    ...(signal && { signal }),
    ...(onEvent && { onEvent }),
  });
  const page = reportPage(report, { pictures });
  return { name: `${asFileName(project.name)}.html`, blob: new Blob([page], { type: 'text/html' }) };
}

/** Those that are gone are left out. */
async function shownPictures(
  project: Project,
  { settings }: Trained,
  shown: readonly { readonly name: string; readonly id: string }[],
  { models, runtime, store, pictures }: LabParts,
  { signal, onEvent }: Hooks<Done>,
): Promise<Map<string, ShownPicture>> {
  const { classifier, explainer } = await models.get(project.id);
  const { preprocessing } = classifier;
  const { photos, thumbnails } = store.shelves(project.id);
  const found = new Map<string, ShownPicture>();
  const device = settings.device === 'server' ? runtime.latest() : settings.device;
  await runtime.using(device, async (backend) => {
    const looking = await explainer(backend);
    for (const [i, { name, id }] of shown.entries()) {
      signal?.throwIfAborted();
      onEvent?.({ done: i, total: shown.length });
      const photo = project.photos[id];
      const thumbnail = await thumbnails.read(id);
      if (!photo || !thumbnail) continue;
      const picture = dataUrl(thumbnail);
      const pixels = looking && (await pictures.decode(await fileOf(photos, photo), preprocessing.background));
      if (!looking || !pixels) found.set(name, { picture });
      else {
        const { map } = await looking.explain({ name, pixels: fitPicture(pixels, preprocessing).data });
        const drawn = await pictures.encode(overlay(pixels, map, { preprocessing, most: shownSide }));
        found.set(name, { picture, overlay: dataUrl(new Uint8Array(await drawn.arrayBuffer())) });
      }
    }
  });
  return found;
}

function dataUrl(jpeg: Uint8Array): string {
  let text = '';
  for (let at = 0; at < jpeg.length; at += 8192) text += String.fromCharCode(...jpeg.subarray(at, at + 8192));
  return `data:image/jpeg;base64,${btoa(text)}`;
}

/** Loss and accuracy by epochs, of training and validation. */
function curvesOf(history: NonNullable<Trained['history']>, best: number | undefined): Curve[] {
  return ['loss', 'accuracy'].flatMap((figure): Curve[] => {
    const series = [
      { name: 'training', key: figure },
      { name: 'validation', key: `val_${figure}` },
    ]
      .map(({ name, key }) => ({ name, values: history.map((logs) => logs[key]) }))
      .filter((one): one is { name: string; values: number[] } => one.values.every((value) => value !== undefined));
    return series.length === 0 || history.length === 0 ? [] : [{ figure, series, ...(best !== undefined && { best }) }];
  });
}
