/** `graft embed` */
import { basename, extname, join } from 'node:path';
import { type Backend, permutation, type Tensor, tensor, UsageError } from '@graftml/core';
import {
  atMost,
  type Collection,
  featureMapSvg,
  featuresAndScores,
  type MapPoint,
  type Picture,
  tsne,
} from '@graftml/vision';
import {
  cacheFolder,
  checkWritable,
  decodePicture,
  encodePicture,
  extractFeatures,
  folderStorage,
  openBackbone,
  openCollection,
  writeWhole,
} from '@graftml/vision/node';
import { stringify } from 'csv-stringify/sync';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { featureDisplay } from '../feature-display.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { namedClassifier } from '../named-classifier.ts';
import { counter, drawMoment } from '../output/bar.ts';
import { count, counted, duration } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { showBroken } from '../pictures.ts';
import type { PreprocessingName } from '../preprocessing-names.ts';

export interface EmbedRequest extends DeviceOptions {
  readonly places: readonly string[];
  readonly backbone?: string;
  readonly at?: string;
  readonly out: string;
  readonly csv?: string;
  readonly thumbnails?: boolean;
  readonly most?: number;
  readonly perplexity?: number;
  readonly seed: number;
  readonly preprocessing?: PreprocessingName;
  readonly batchSize?: number;
}

const thumbnail = 72;

export async function embed(request: EmbedRequest, { json }: { readonly json: boolean }): Promise<number> {
  const { out, csv, most = 10_000, seed, perplexity, thumbnails = false } = request;
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping; the features so far are kept', true);
  const { signal } = interrupt;
  try {
    const data = dataOf(request);
    if (extname(out).toLowerCase() !== '.svg')
      throw new UsageError('is no picture that a map is drawn in', { where: '--out', expected: '.svg', received: out });
    await checkWritable(out);
    if (csv !== undefined) await checkWritable(csv);
    const began = performance.now();
    const backend = await openBackend(request);
    try {
      const network = await openNetwork(request, data, backend, signal);
      const reading = counter(screen, 'Reading', 'pictures');
      const all = await openCollection(data, { signal, progress: (done) => reading.at(done) });
      reading.end();
      const collection = { ...all, pictures: some(all.pictures, most, seed) };
      const left = all.pictures.length - collection.pictures.length;
      screen.fact(
        'Pictures',
        `${count(collection.pictures.length)} of ${counted(all.classNames.length, 'class', 'classes')}${left > 0 ? `, by chance of ${count(all.pictures.length)} (--most)` : ''}`,
      );
      const { places, beside, pictures, predicted } = await place(request, network, collection, {
        backend,
        screen,
        signal,
      });
      if (beside > 0)
        screen.fact(
          'Map',
          `${count(pictures.length - beside)} by t-SNE, ${count(beside)} beside those of them that they are most like`,
        );
      const points: MapPoint[] = pictures.map(({ name, labels }, i) => ({
        name,
        x: places[2 * i]!,
        y: places[2 * i + 1]!,
        label: labels.join(', '),
        ...(predicted && { predicted: predicted[i]! }),
      }));
      const title = `${count(points.length)} pictures as ${basename(network.name)} sees them`;
      const drawn = thumbnails ? await withThumbnails(points, pictures) : points;
      await writeWhole(out, featureMapSvg(drawn, { title, classNames: all.classNames }));
      if (csv !== undefined) await writeWhole(csv, table(points));
      const seconds = (performance.now() - began) / 1000;
      screen.fact(
        'Saved',
        `${printable(out)}${csv === undefined ? '' : ` and ${printable(csv)}`}${screen.colours.dim(`, ${duration(seconds)}`)}`,
      );
      if (json)
        process.stdout.write(
          `${JSON.stringify({ pictures: points.length, left, beside, classes: all.classNames, seed, ...(perplexity !== undefined && { perplexity }), out, ...(csv !== undefined && { csv }), points })}\n`,
        );
      else if (network.labels)
        screen.line(`\nWhat it looks at on them:\n  ${command('explain', network.name, ...data)}`);
      else
        screen.line(`\nTo train on these features:\n  ${command('train', ...data, '--backbone', request.backbone!)}`);
      return 0;
    } finally {
      await backend.dispose();
    }
  } finally {
    interrupt.release();
  }
}

function dataOf({ places, backbone, at }: EmbedRequest): readonly string[] {
  if (backbone !== undefined) return places;
  if (at !== undefined)
    throw new UsageError('is for --backbone', { where: '--at', hint: 'a model is cut before its last layer' });
  if (places.length > 1) return places.slice(1);
  throw new UsageError('there is a model or pictures, and both are needed', {
    where: places[0]!,
    hint: `graft embed model.onnx ${places[0]}, or graft embed ${places[0]} --backbone graft-backbone`,
  });
}

/** What gives the features, and behind them the scores of its classes, if it is a classifier. */
async function openNetwork(request: EmbedRequest, data: readonly string[], backend: Backend, signal: AbortSignal) {
  const { places, backbone: name, at, preprocessing: told } = request;
  const guess = { backend, pictures: data };
  if (name === undefined) {
    const classifier = await namedClassifier(
      { model: places[0]!, ...(told && { preprocessing: told }) },
      guess,
      signal,
    );
    return {
      name: places[0]!,
      model: featuresAndScores(classifier),
      preprocessing: classifier.preprocessing,
      labels: classifier.labels,
    };
  }
  const how = told === undefined || told === 'guess' ? { guess } : { preprocessing: told };
  const backbone = await openBackbone(name, { signal, ...(at !== undefined && { at }), ...how });
  return { name: backbone.name, model: backbone.features, preprocessing: backbone.preprocessing, labels: undefined };
}

type Network = Awaited<ReturnType<typeof openNetwork>>;

async function place(
  { batchSize, perplexity, seed }: EmbedRequest,
  { model, preprocessing, labels }: Network,
  collection: Collection,
  { backend, screen, signal }: { readonly backend: Backend; readonly screen: Screen; readonly signal: AbortSignal },
) {
  const display = featureDisplay(screen);
  const { features, pictures, broken } = await extractFeatures({
    backend,
    model,
    preprocessing,
    collection,
    cache: folderStorage(join(cacheFolder(), 'features')),
    signal,
    ...(batchSize !== undefined && { batchSize }),
    onProgress: display.show,
  });
  display.end();
  if (broken.length + collection.broken.length > 0) showBroken([...collection.broken, ...broken], screen);
  const behind = labels?.length ?? 0;
  const own = columns(features, behind, false);
  const scores = columns(features, behind, true);
  const predicted =
    labels && pictures.map((_, i) => labels[largest(scores.data.subarray(i * behind, (i + 1) * behind))]!);
  const { places, beside } = await tsne(own, {
    seed,
    signal,
    labels: pictures.map((picture) => collection.classNames.indexOf(picture.labels[0]!)),
    ...(perplexity !== undefined && { perplexity }),
    onProgress: (share) => screen.live(() => drawMoment({ what: 'Map', share, figures: [] }, screen)),
  });
  screen.clear();
  return { places, beside, pictures, predicted };
}

/** The last so many columns, or those before them. */
function columns({ shape, data }: Tensor<'float32'>, behind: number, last: boolean): Tensor<'float32'> {
  const size = shape[0]!;
  const width = data.length / size;
  const [from, to] = last ? [width - behind, width] : [0, width - behind];
  const out = new Float32Array(size * (to - from));
  for (let i = 0; i < size; i++) out.set(data.subarray(i * width + from, i * width + to), i * (to - from));
  return tensor('float32', [size, to - from], out);
}

const largest = (scores: Float32Array): number => scores.indexOf(Math.max(...scores));

/** All, or so many by chance, in their order. */
function some(pictures: readonly Picture[], most: number, seed: number): readonly Picture[] {
  if (pictures.length <= most) return pictures;
  const chosen = Array.from(permutation({ seed, purpose: 'map', step: 0 }, pictures.length)).slice(0, most);
  return chosen.sort((a, b) => a - b).map((i) => pictures[i]!);
}

async function withThumbnails(points: readonly MapPoint[], pictures: readonly Picture[]): Promise<MapPoint[]> {
  const drawn: MapPoint[] = [];
  for (const [i, point] of points.entries()) {
    const content = await pictures[i]!.read();
    const pixels = content instanceof Uint8Array ? await decodePicture(content) : content;
    const bytes = await encodePicture(atMost(pixels, thumbnail), 'jpg');
    drawn.push({ ...point, thumbnail: `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}` });
  }
  return drawn;
}

const table = (points: readonly MapPoint[]): string =>
  stringify([
    ['file', 'class', 'x', 'y', 'predicted'],
    ...points.map(({ name, label, x, y, predicted = '' }) => [name, label, x.toFixed(4), y.toFixed(4), predicted]),
  ]);
