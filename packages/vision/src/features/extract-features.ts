/** Pictures to features: what a network says of them where it is cut, computed once and kept. */
import {
  type Backend,
  FileError,
  fixWeights,
  isStatic,
  type Model,
  narrow,
  type Storage,
  showShape,
  UsageError,
  widen,
} from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import { pictureModel } from '../classifier-model.ts';
import type { BrokenPicture, Collection, Picture } from '../collection/collection.ts';
import { contentDigest, type Decode, fitted, inFlight, orBroken } from '../collection/examine.ts';
import { mapConcurrent } from '../concurrent.ts';
import { sha256 } from '../digest.ts';
import { type PictureToRun, runPictures } from '../picture-run.ts';
import { type Preprocessing, parsePreprocessing } from '../preprocessing.ts';
import { type FeatureType, featureCache } from './feature-cache.ts';
import { type FeatureRows, featureRows, type Identified } from './feature-rows.ts';
import type { PictureFeatures } from './picture-features.ts';

/** Options of `extractFeatures`. */
export interface ExtractFeaturesOptions {
  readonly backend: Backend;
  /** From `[N, channels, height, width]` to features `[N, ...]`, with its weights: `cut(network, 'features')`. */
  readonly model: Model;
  readonly preprocessing: Preprocessing;
  readonly collection: Pick<Collection, 'pictures' | 'classNames'>;
  readonly decode: Decode;
  /**
   * Where features are kept, and found the next time: a folder, or a browser's files. They are those of the same bytes of a
   * picture, the same network with the same weights, and the same preprocessing; others may lie beside them.
   */
  readonly cache?: Storage;
  /** How precise they are; `'float32'` unless it says `'float16'`, which takes half the space of the cache and rounds to 11 bits. */
  readonly dtype?: FeatureType;
  /** Pictures that run together, 16 unless given. Every one runs in a batch of this size. */
  readonly batchSize?: number;
  /** Ends with its reason; what was computed until then is kept in the cache. */
  readonly signal?: AbortSignal;
  /** Called when the cache was read, then after each picture. */
  readonly onProgress?: (progress: FeatureProgress) => void;
}

/** How far `extractFeatures` is. */
export interface FeatureProgress {
  /** Pictures that are done: found in the cache, computed, or broken. */
  readonly done: number;
  readonly total: number;
  /** How many of them were found in the cache. */
  readonly found: number;
  /** Files of the cache that were cut off or damaged, and were removed. */
  readonly spoilt: number;
}

/**
 * The features of every picture, as a dataset for `fit`. They do not depend on the order of the pictures, on what was in the
 * cache before, or on where an earlier call was interrupted, if the backend is deterministic; a process that is killed loses
 * what it has not written yet, at most 256 pictures. The next pictures are decoded while some run.
 * @throws UsageError if the model does not take what the preprocessing makes; DataError for a feature too large for float16;
 * FileError for a picture that changes meanwhile, or a cache that cannot be used
 */
export async function extractFeatures(options: ExtractFeaturesOptions): Promise<PictureFeatures> {
  const { backend, collection, cache, dtype = 'float32', batchSize = 16, signal, onProgress } = options;
  checkType(dtype);
  const { pictures, classNames } = collection;
  const preprocessing = parsePreprocessing(options.preprocessing);
  const network = fixWeights(pictureModel(options.model, preprocessing));
  const shape = featureShape(network);
  const rows = featureRows(pictures, await identify(pictures, signal), shape);
  let [found, spoilt] = [0, 0];
  const tell = () => onProgress?.({ done: rows.done(), total: pictures.length, found, spoilt });

  const kept = cache && featureCache(cache, { key: await keyOf(network, preprocessing), shape, dtype });
  if (kept)
    spoilt = await kept.read((digest, features) => {
      found += rows.put(digest, features);
    });
  tell();
  const ready = decoded(rows.missing(), preprocessing, options.decode, (digest, broken) => {
    rows.put(digest, broken);
    tell();
  });
  try {
    const outputs = runPictures(network, preprocessing, { backend, pictures: ready, batchSize, full: true });
    for await (const { picture, output } of outputs) {
      const features = rounded(output.data as Float32Array, dtype, picture.name);
      rows.put(picture.digest, features);
      await kept?.add(picture.digest, features);
      tell();
      signal?.throwIfAborted();
    }
  } finally {
    await kept?.flush();
  }
  return rows.features(classNames);
}

function checkType(dtype: FeatureType): void {
  if (dtype !== 'float32' && dtype !== 'float16')
    throw new UsageError('is no type of features', {
      where: 'dtype',
      expected: "'float32' or 'float16'",
      received: String(dtype),
    });
}

export function featureShape(network: Model): readonly number[] {
  const { dtype, shape } = network.graph('infer').outputs.output!;
  const [batch, ...rest] = shape;
  if (dtype === 'float32' && typeof batch === 'string' && isStatic(rest)) return rest;
  throw new UsageError('the model does not give features of each picture', {
    where: network.name,
    expected: 'float32 [N, …] of numbers behind the batch',
    received: `${dtype} ${showShape(shape)}`,
  });
}

/**
 * What stands for a network and all that is done to a picture before, as `featureCache` wants it: features that `extractFeatures` keeps of that
 * model and preprocessing are found by it.
 */
export const featureKey = (model: Model, preprocessing: Preprocessing): Promise<string> =>
  keyOf(fixWeights(pictureModel(model, preprocessing)), parsePreprocessing(preprocessing));

/** Whatever a feature depends on but the picture. It has the version of Graft in it, which may compute a little differently. */
async function keyOf(network: Model, preprocessing: Preprocessing): Promise<string> {
  const parts = [JSON.stringify(preprocessing), await sha256(toOnnx(network))];
  return sha256(new TextEncoder().encode(parts.join('\n')));
}

/** Pictures that were examined are known; others are read once more for it. */
async function identify(pictures: readonly Picture[], signal: AbortSignal | undefined): Promise<Identified[]> {
  const identified: Identified[] = [];
  const look = (picture: Picture) => {
    signal?.throwIfAborted();
    return orBroken(picture, async () => ({
      digest: picture.facts?.digest ?? (await contentDigest(await picture.read())),
    }));
  };
  for await (const it of mapConcurrent(pictures, inFlight, look)) identified.push(it);
  return identified;
}

interface Ready extends PictureToRun {
  readonly digest: string;
}

/** At the network's size, decoded ahead. */
async function* decoded(
  missing: ReturnType<FeatureRows['missing']>,
  preprocessing: Preprocessing,
  decode: Decode,
  onBroken: (digest: string, broken: BrokenPicture) => void,
): AsyncGenerator<Ready> {
  const prepare = async ({ digest, picture }: (typeof missing)[number]) => {
    const made = await orBroken(picture, async (): Promise<Ready> => {
      const content = await picture.read();
      if ((await contentDigest(content)) !== digest)
        throw new FileError('changed while it was in use', { where: picture.name });
      return { name: picture.name, digest, pixels: await fitted(content, preprocessing, decode) };
    });
    return { digest, made };
  };
  for await (const { digest, made } of mapConcurrent(missing, inFlight, prepare)) {
    if ('reason' in made) onBroken(digest, made);
    else yield made;
  }
}

/** As the cache will give them back. */
const rounded = (features: Float32Array, dtype: FeatureType, where: string): Float32Array =>
  dtype === 'float32' ? features : widen('float16', narrow(features, where));
