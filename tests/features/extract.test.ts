/** Features of pictures: the same ones whatever the way, computed once, and those that plain ONNX Runtime computes. */
import { readFileSync } from 'node:fs';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  type Backend,
  conv2D,
  DataError,
  FileError,
  globalAveragePooling2D,
  initialWeights,
  type Model,
  memoryStorage,
  narrow,
  permutation,
  type Storage,
  sequential,
  UsageError,
  uniforms,
  widen,
  withWeights,
} from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import {
  type Collection,
  collectionOf,
  type ExtractFeaturesOptions,
  extractFeatures,
  type FeatureProgress,
  featuresBySplit,
  type Picture,
  type Pixels,
  preprocess,
  preprocessing,
} from '@graftml/vision';
import { openCollection, readPicture, extractFeatures as withSharp } from '@graftml/vision/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { dataPath, requireOrSkip } from '../support/require.ts';
import { description, openBackbone } from './mobilenet.ts';

const side = 8;
const own = preprocessing({ width: side, height: side, mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4] });
const network = (seed: number): Model => {
  const model = sequential({ input: [3, side, side], name: 'tiny' }, [
    conv2D(6, 3, { activation: 'relu' }),
    conv2D(5, 3, { padding: 'same' }),
  ]);
  return withWeights(model, initialWeights(model, seed));
};
const model = network(1);
const shape = [5, 6, 6];

/** A picture of noise, 11 × 9. */
const noise = (i: number): Pixels => ({
  width: 11,
  height: 9,
  channels: 3,
  data: Uint8Array.from(uniforms({ seed: 1, purpose: 'noise', step: i }, 11 * 9 * 3), (u) => u * 256),
});
const picture = (i: number, more: Partial<Picture> = {}): Picture => ({
  name: `${i}.png`,
  labels: [i % 3 ? 'ant' : 'bee'],
  read: async () => noise(i),
  ...more,
});
const count = 23;
const pictures = Array.from({ length: count }, (_, i) => picture(i));
const collection = collectionOf({ pictures });
const decode = async (): Promise<Pixels> => {
  throw new DataError('nothing here is a file');
};
const asked = (more: Partial<ExtractFeaturesOptions> = {}): ExtractFeaturesOptions => ({
  backend: cpuBackend(),
  model,
  preprocessing: own,
  collection,
  decode,
  batchSize: 4,
  ...more,
});
/** The features of each picture by its name. */
async function byName(options: Partial<ExtractFeaturesOptions>): Promise<Record<string, readonly number[]>> {
  const { features, pictures } = await extractFeatures(asked(options));
  const width = features.data.length / pictures.length;
  return Object.fromEntries(
    pictures.map(({ name }, i) => [name, [...features.data.subarray(i * width, (i + 1) * width)]]),
  );
}
const expected = byName({});
/** One that does not compute. */
const idle: Backend = {
  ...cpuBackend(),
  compile: async () => {
    throw new Error('nothing should be computed');
  },
};

describe('extractFeatures', () => {
  it('is a dataset with the labels of the collection', async () => {
    const set = await extractFeatures(asked());
    expect([set.size, set.features.shape, set.classNames]).toEqual([count, [count, ...shape], ['ant', 'bee']]);
    expect([...set.labels!]).toEqual(pictures.map((_, i) => (i % 3 ? 0 : 1)));
    const { x, y, weight } = set.get(3);
    expect([x.shape, [...x.data], y, weight]).toEqual([
      shape,
      (await expected)['3.png'],
      { dtype: 'int32', shape: [], data: Int32Array.of(1) },
      undefined,
    ]);
  });

  it.each([1, 3, 16, 50])('gives the same bits in batches of %d', async (batchSize) => {
    expect(await byName({ batchSize })).toEqual(await expected);
  });

  it('gives the same bits in any order, and from a cache of some', async () => {
    const shuffled = [...permutation({ seed: 5, purpose: 'order' }, count)].map((i) => pictures[i]!);
    expect(await byName({ collection: collectionOf({ pictures: shuffled }) })).toEqual(await expected);
    const cache = memoryStorage();
    await extractFeatures(asked({ cache, collection: collectionOf({ pictures: shuffled.slice(0, 7) }) }));
    const found: number[] = [];
    expect(await byName({ cache, onProgress: (progress) => found.push(progress.found) })).toEqual(await expected);
    expect(found).toEqual(Array.from({ length: count - 7 + 1 }, () => 7));
    expect(await byName({ cache, backend: idle })).toEqual(await expected);
  });

  it('computes anew for other weights, preprocessing and types, and for other pixels', async () => {
    const cache = memoryStorage();
    await extractFeatures(asked({ cache }));
    const changes: readonly Partial<ExtractFeaturesOptions>[] = [
      { model: network(2) },
      { preprocessing: { ...own, mean: [0.4, 0.5, 0.5] } },
      { dtype: 'float16' },
      { collection: collectionOf({ pictures: [picture(99)] }) },
    ];
    for (const change of changes)
      await expect(extractFeatures(asked({ cache, backend: idle, ...change }))).rejects.toThrow('nothing should be');
    const before = (await cache.list()).length;
    for (const change of changes) await extractFeatures(asked({ cache, ...change }));
    expect((await cache.list()).length).toBe(before + changes.length);
    expect(await byName({ cache, backend: idle })).toEqual(await expected);
  });

  it('rounds to float16 alike, computed or from the cache', async () => {
    const cache = memoryStorage();
    const rounded = Object.fromEntries(
      Object.entries(await expected).map(([name, row]) => [
        name,
        [...widen('float16', narrow(Float32Array.from(row), 'row'))],
      ]),
    );
    expect(await byName({ dtype: 'float16' })).toEqual(rounded);
    expect(await byName({ dtype: 'float16', cache })).toEqual(rounded);
    expect(await byName({ dtype: 'float16', cache, backend: idle })).toEqual(rounded);
    const [name] = await cache.list();
    expect((await cache.read(name!))!.length).toBeLessThan(count * (2 * 180 + 32) + 300);
  });

  it('computes pictures of the same bytes once', async () => {
    const twice = [picture(0), picture(1), { ...picture(0), name: 'copy.png' }];
    const rows = await byName({ collection: collectionOf({ pictures: twice }), batchSize: 2 });
    expect(rows['copy.png']).toEqual(rows['0.png']);
    const cache = memoryStorage();
    await extractFeatures(asked({ cache, collection: collectionOf({ pictures: twice }) }));
    const [name] = await cache.list();
    expect((await cache.read(name!))!.length).toBeLessThan(2 * (4 * 180 + 32) + 300);
  });

  it('leaves broken pictures out, and refuses those that change', async () => {
    const broken = picture(4, { read: async () => Uint8Array.of(1, 2, 3) });
    const some = collectionOf({ pictures: [picture(0), broken, { ...broken, name: 'again.png' }, picture(1)] });
    const set = await extractFeatures(asked({ collection: some }));
    expect(set.pictures.map(({ name }) => name)).toEqual(['0.png', '1.png']);
    expect([...set.labels!]).toEqual([1, 0]);
    expect(set.broken).toEqual([
      { name: '4.png', reason: 'nothing here is a file' },
      { name: 'again.png', reason: 'nothing here is a file' },
    ]);
    expect([...set.get(1).x.data]).toEqual((await expected)['1.png']);
    const reads = [noise(0), noise(1)];
    const changing = picture(0, { read: async () => reads.shift()! });
    const change = extractFeatures(asked({ collection: collectionOf({ pictures: [changing] }) }));
    await expect(change).rejects.toThrow(FileError);
    await expect(change).rejects.toThrow('0.png: changed while it was in use');
  });

  it('has rows for several labels, and weights', async () => {
    const marked: Collection = collectionOf({
      pictures: [picture(0, { labels: ['bee', 'ant'] }), picture(1, { labels: [], weight: 0.5 })],
    });
    const set = await extractFeatures(asked({ collection: marked }));
    expect(set.labels).toBeUndefined();
    expect([set.get(0).y.data, set.get(1).y.data]).toEqual([Float32Array.of(1, 1), Float32Array.of(0, 0)]);
    expect([set.get(0).weight, set.get(1).weight]).toEqual([1, 0.5]);
  });

  it('is divided as the pictures are', async () => {
    const splits = ['test', undefined, 'train', 'test', 'validation', 'train'] as const;
    const divided = splits.map((split, i) => picture(i, split && { split }));
    const { train, validation, test } = featuresBySplit(
      await extractFeatures(asked({ collection: collectionOf({ pictures: divided }) })),
    );
    const rows = async (...names: number[]) => Promise.all(names.map(async (i) => (await expected)[`${i}.png`]));
    const all = ({ size, get }: typeof train) => Array.from({ length: size }, (_, i) => [...get(i).x.data]);
    expect(all(train)).toEqual(await rows(1, 2, 5));
    expect(all(validation!)).toEqual(await rows(4));
    expect(all(test!)).toEqual(await rows(0, 3));
    expect([...train.labels!, ...test!.labels!]).toEqual([0, 0, 0, 1, 1]);
  });

  it('refuses what it cannot do', async () => {
    const refused = (more: object) => expect(extractFeatures(asked(more))).rejects;
    await refused({ dtype: 'int8' }).toThrow(UsageError);
    await refused({ batchSize: 0 }).toThrow(UsageError);
    await refused({ preprocessing: { ...own, width: 9 } }).toThrow(/one input \[N, 3, 8, 9\]; received \[N, 3, 8, 8\]/);
    const large = sequential({ input: [3, side, side] }, [globalAveragePooling2D()]);
    const huge = { ...own, scale: 1e6, mean: [0, 0, 0], std: [1, 1, 1] };
    await refused({ model: large, preprocessing: huge, dtype: 'float16' }).toThrow(
      /^0\.png: holds a number that is too large/,
    );
  });
});

describe('the cache', () => {
  /** A storage that holds what it is given, to be spoilt. */
  const filled = async (): Promise<Storage> => {
    const cache = memoryStorage();
    for (const part of [pictures.slice(0, 9), pictures.slice(9)])
      await extractFeatures(asked({ cache, collection: collectionOf({ pictures: part }) }));
    return cache;
  };

  it.each([
    ['a cut tail', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1)],
    ['half of it missing', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
    ['nothing', () => new Uint8Array()],
    ['another bit', (bytes: Uint8Array) => bytes.with(bytes.length - 9, bytes.at(-9)! ^ 4)],
  ])('drops a shard with %s, and computes what was in it', async (_, spoil) => {
    const cache = await filled();
    const [name, other] = await cache.list();
    await cache.write('notes.txt', 'of somebody else');
    await cache.write(name!, spoil((await cache.read(name!))!));
    const told: FeatureProgress[] = [];
    expect(await byName({ cache, onProgress: (progress) => told.push(progress) })).toEqual(await expected);
    expect([9, 14]).toContain(told[0]!.found);
    expect(told.at(-1)).toEqual({ ...told[0], done: count, spoilt: 1 });
    expect(await cache.list()).toEqual(expect.arrayContaining(['notes.txt', other]));
    expect(await byName({ cache, backend: idle })).toEqual(await expected);
  });

  it('keeps what was computed when it is stopped or fails', async () => {
    const cache = memoryStorage();
    const controller = new AbortController();
    const stop = ({ done }: { done: number }) => done === 6 && controller.abort(new Error('enough'));
    await expect(extractFeatures(asked({ cache, signal: controller.signal, onProgress: stop }))).rejects.toThrow(
      'enough',
    );
    const found: number[] = [];
    expect(await byName({ cache, onProgress: (progress) => found.push(progress.found) })).toEqual(await expected);
    expect(found[0]).toBe(6);
  });
});

describe('by ONNX Runtime', () => {
  const archive = dataPath('flowers/flowers.tar');
  const skip = requireOrSkip('models') || requireOrSkip('data');
  const witness: { readonly shape: readonly number[]; readonly features: Readonly<Record<string, string>> } =
    JSON.parse(readFileSync(new URL('reference/mobilenet.json', import.meta.url), 'utf8'));
  it.skipIf(skip)('they are those of Python and Pillow, and to the bit those of the exported network', async () => {
    const backbone = await openBackbone();
    const all = await openCollection(archive, { examine: false });
    const named = (name: string) => name.slice(archive.length + 1);
    const chosen = all.pictures.filter(({ name }) => named(name) in witness.features);
    expect(chosen.length).toBe(Object.keys(witness.features).length);
    const backend = await onnxBackend({ device: 'cpu' });
    try {
      const options = {
        backend,
        model: backbone,
        preprocessing: description,
        collection: { ...all, pictures: chosen },
      };
      const set = await withSharp(options);
      expect(set.features.shape.slice(1)).toEqual(witness.shape);
      const session = await InferenceSession.create(toOnnx(backbone));
      for (const [i, { name, read }] of set.pictures.entries()) {
        const row = set.get(i).x.data as Float32Array;
        const python = new Float32Array(new Uint8Array(Buffer.from(witness.features[named(name)]!, 'base64')).buffer);
        expectClose([...row], [...python], 2e-5, name);
        const x = preprocess(await readPicture(await read(), description), description);
        const [output] = Object.values(
          await session.run({ [session.inputNames[0]!]: new Tensor('float32', x, [1, 3, 128, 128]) }),
        );
        expect(row, name).toEqual(output!.data);
      }
      for (const batchSize of [1, 3])
        expect((await withSharp({ ...options, batchSize })).features).toEqual(set.features);
      await session.release();
    } finally {
      await backend.dispose();
    }
  });
});
