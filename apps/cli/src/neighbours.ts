/** The labelled pictures that a classifier finds most like another. */
import { join } from 'node:path';
import { type Backend, UsageError } from '@graftml/core';
import { type Classifier, classifierFeatures, nearestAmong, type Picture, type Pixels } from '@graftml/vision';
import {
  cacheFolder,
  decodePicture,
  type ExplainedPicture,
  extractFeatures,
  folderStorage,
  openCollection,
} from '@graftml/vision/node';
import { counter } from './output/bar.ts';
import { counted } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';

export interface Neighbour {
  readonly file: string;
  readonly label: string;
  readonly similarity: number;
  picture(): Promise<Pixels>;
}

interface NeighbourOptions {
  readonly backend: Backend;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** How many of each picture. */
  readonly most: number;
}

/** A function that finds them, by features that are kept for the next time; undefined where no pictures are named. */
export async function openNeighbours(
  path: string | undefined,
  classifier: Classifier,
  { backend, screen, signal, most }: NeighbourOptions,
): Promise<((found: ExplainedPicture) => Promise<readonly Neighbour[]>) | undefined> {
  if (path === undefined) return undefined;
  const reading = counter(screen, 'Reading', 'pictures');
  const collection = await openCollection([path], { signal, progress: (done) => reading.at(done) });
  reading.end();
  const extracting = counter(screen, 'Features', 'pictures');
  const { features, pictures } = await extractFeatures({
    backend,
    model: classifierFeatures(classifier),
    preprocessing: classifier.preprocessing,
    collection,
    cache: folderStorage(join(cacheFolder(), 'features')),
    signal,
    onProgress: ({ done, total }) => extracting.at(done, done / total),
  });
  extracting.end();
  screen.fact('Learnt', `${counted(pictures.length, 'picture')} of ${printable(path)} to find neighbours among`);
  const nearest = nearestAmong(features);
  const byName = new Map(pictures.map((picture, i) => [picture.name, i]));
  return async ({ name, features: own }) => {
    if (!own) throw new UsageError('needs a model that ends in one linear layer', { where: '--neighbours' });
    // A picture is most like itself, which says nothing.
    const self = byName.get(name);
    const found = nearest(own, self === undefined ? most : most + 1).filter(({ index }) => index !== self);
    return found.slice(0, most).map(({ index, similarity }) => {
      const picture = pictures[index]!;
      return { file: picture.name, label: picture.labels.join(', '), similarity, picture: () => pixelsOf(picture) };
    });
  };
}

async function pixelsOf(picture: Picture): Promise<Pixels> {
  const content = await picture.read();
  return content instanceof Uint8Array ? decodePicture(content) : content;
}
