import { symlink } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { DataError, FileError, readBatch, UsageError } from '@graftml/core';
import { type ImageDataset, preprocess, preprocessing } from '@graftml/vision';
import { decodePicture, encodePicture, openImages, type Progress, readPicture } from '@graftml/vision/node';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';
import { catsAndDogs, type Files, idxOf, picture, scratch, tarGzOf, tarOf, zipOf } from './support/files.ts';
import { dataFile, dataTest } from './support/skip.ts';

const { at, write, folder } = scratch();

/** What a set holds, whatever it was read from: names lose their source. */
const contents = (set: ImageDataset, source: string) =>
  Array.from({ length: set.size }, (_, i) => ({
    name: set.names[i]!.slice(source.length + 1),
    className: set.classNames[set.labels[i]!],
    pixels: [...set.pixels(i)],
  }));

describe('a folder of class folders', () => {
  test('is read sorted, as bytes and as the input of a network', async () => {
    const files = await catsAndDogs();
    const path = await folder('simple', files);
    const { train, ...rest } = await openImages(path);
    expect(rest).toMatchObject({ classNames: ['cat', 'dog'], broken: [], ignored: 0, notes: [] });
    expect(rest.validation ?? rest.test).toBeUndefined();
    expect(train.names).toEqual(['cat/1.png', 'cat/2.jpg', 'dog/1.png', 'dog/2.jpg'].map((name) => `${path}/${name}`));
    expect([...train.labels]).toEqual([0, 0, 1, 1]);
    expect(rest.preprocessing).toEqual(preprocessing({ width: 8, height: 8 }));
    const { data } = await decodePicture(files['dog/1.png']!);
    expect([...train.pixels(2)]).toEqual([...data]);
    // Other threads read it where it lies, and it can be written to a file like any other.
    expect(train.pixels(2).buffer).toBeInstanceOf(SharedArrayBuffer);
    const written = await encodePicture({ width: 8, height: 8, channels: 3, data: train.pixels(2) }, 'png');
    expect([...(await decodePicture(written)).data]).toEqual([...data]);
    expect(train.get(2)).toEqual({
      x: { dtype: 'float32', shape: [3, 8, 8], data: preprocess(Uint8Array.from(data), rest.preprocessing) },
      y: { dtype: 'int32', shape: [], data: Int32Array.of(1) },
    });
    const batch = await readBatch(train, [3, 0]);
    expect([batch.x.shape, batch.y.shape, [...batch.y.data]]).toEqual([[2, 3, 8, 8], [2], [1, 0]]);
    expect(() => train.get(4)).toThrow(UsageError);
  });

  test('holds the same as the tar, tar.gz and zip of it, whatever they are called', async () => {
    const files = await catsAndDogs('photos/');
    const path = await folder('wrapped', files);
    const expected = contents((await openImages(path)).train, path);
    expect(expected.map(({ className }) => className)).toEqual(['cat', 'cat', 'dog', 'dog']);
    const archives = {
      'a.tar': tarOf(files),
      'b.tgz': tarGzOf(files),
      'c.zip': zipOf(files),
      'no-name': tarGzOf(files),
    };
    for (const [name, archive] of Object.entries(archives)) {
      const archivePath = await write(name, await archive);
      expect(contents((await openImages(archivePath)).train, archivePath)).toEqual(expected);
    }
  });

  test('skips and counts what is no picture, and knows a picture without extension', async () => {
    const extra: Files = {
      'labels.txt': 'cat',
      'cat/info.json': '{}',
      'cat/.DS_Store': 'x',
      '__MACOSX/cat/._1.png': 'x',
      '.git/config': 'x',
      'cat/nothing': 'text',
      'dog/plain': await picture(9, 8, 8, 'jpeg'),
    };
    const files = { ...(await catsAndDogs()), ...extra };
    for (const path of [await write('extra.tar', await tarOf(files)), await write('extra.zip', zipOf(files))]) {
      const { train, ignored, classNames } = await openImages(path);
      expect([train.size, ignored, classNames]).toEqual([5, 6, ['cat', 'dog']]);
    }
    // On a disk, hidden folders are not entered: they count once.
    const { train, ignored } = await openImages(await folder('extra', files));
    expect([train.size, ignored]).toEqual([5, 6]);
  });

  test('follows links, but not in circles', async () => {
    const path = await folder('linked', await catsAndDogs());
    await symlink(at('linked'), at('linked/cat/up'));
    await symlink(at('linked/dog'), at('linked/wolf'));
    const { train, classNames } = await openImages(path);
    expect([train.size, classNames]).toEqual([6, ['cat', 'dog', 'wolf']]);
  });

  test('class names are sorted; whole numbers by their value', async () => {
    const one = await picture(1);
    const path = await folder('numbers', { '10/a.png': one, '9/a.png': one, '1/a.png': one });
    expect((await openImages(path)).classNames).toEqual(['1', '9', '10']);
  });
});

describe('many small JPEGs, which are decoded together,', () => {
  test('give the pixels that each gives alone; a broken one is told from its neighbours', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let i = 0; i < 90; i++)
      files[`${i < 45 ? 'a' : 'b'}/${100 + i}.jpg`] = await picture(i, i < 20 ? 6 : 8, 8, 'jpeg');
    const turned = sharp(await picture(3, 8, 8, 'jpeg')).withMetadata({ orientation: 3 });
    files['a/130.jpg'] = await turned.jpeg().toBuffer();
    files['a/131.jpg'] = await sharp(await picture(4))
      .greyscale()
      .jpeg()
      .toBuffer();
    files['a/132.jpg'] = await sharp(await picture(5))
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    files['b/170.jpg'] = files['b/170.jpg']!.subarray(0, files['b/170.jpg']!.length - 40);
    const path = await folder('many', files);
    const { train, broken } = await openImages(path, { size: 8 });
    expect([train.size, broken.map(({ name }) => name)]).toEqual([89, [`${path}/b/170.jpg`]]);
    for (let i = 0; i < train.size; i++) {
      const alone = await readPicture(files[train.names[i]!.slice(path.length + 1)]!, train.preprocessing);
      expect(Buffer.from(train.pixels(i)).equals(alone), train.names[i]).toBe(true);
    }
  });
});

describe('splits', () => {
  test('are the folders train, val and test, wherever they lie above the classes', async () => {
    const files = {
      ...(await catsAndDogs('x/train/')),
      ...(await catsAndDogs('x/val/')),
      ...(await catsAndDogs('x/Test/')),
    };
    const { train, validation, test: held } = await openImages(await write('splits.tgz', await tarGzOf(files)));
    expect([train.size, validation?.size, held?.size]).toEqual([4, 4, 4]);
    expect(validation?.names.every((name) => name.includes('/val/'))).toBe(true);
    expect([...held!.pixels(3)]).toEqual([...train.pixels(3)]);
  });

  test('of one kind only are one set', async () => {
    const sets = await openImages(await folder('only', await catsAndDogs('test/')));
    expect(Object.keys(sets)).not.toContain('test');
    expect(sets.train.size).toBe(4);
  });

  test('come from several sources, and from their names', async () => {
    const first = await write('parts/train-00.tar.gz', await tarGzOf(await catsAndDogs('train/')));
    const second = await write('parts/more.zip', zipOf(await catsAndDogs()));
    const third = await folder('parts/test', await catsAndDogs());
    const sets = await openImages([first, second, third]);
    expect([sets.train.size, sets.validation, sets.test?.size]).toEqual([8, undefined, 4]);
  });

  test('class folders can be named one by one', async () => {
    const path = await folder('single', await catsAndDogs());
    const { train, classNames } = await openImages([`${path}/dog`, `${path}/cat`]);
    expect([train.size, classNames, [...train.labels]]).toEqual([4, ['cat', 'dog'], [1, 1, 0, 0]]);
    const files = ['cat/1.png', 'dog/2.jpg'].map((name) => `${path}/${name}`);
    expect((await openImages(files)).train.names).toEqual(files);
  });
});

describe('options', () => {
  test('size, channels and preprocessing', async () => {
    const path = await folder('options', await catsAndDogs());
    const { train } = await openImages(path, { size: { width: 6, height: 4 }, channels: 1 });
    expect(train.get(0).x.shape).toEqual([1, 4, 6]);
    const half = await openImages(path, { preprocessing: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } });
    expect(half.preprocessing).toMatchObject({ width: 8, height: 8, std: [0.5, 0.5, 0.5] });
    const value = half.train.pixels(0)[0]!;
    expect(half.train.get(0).x.data[0]).toBeCloseTo((value / 255 - 0.5) / 0.5, 6);
  });

  test('that contradict each other or make no sense are refused before anything is read', async () => {
    const path = await folder('refused', await catsAndDogs());
    const wrong = async (options: Parameters<typeof openImages>[1]) =>
      (await failure(UsageError, () => openImages(path, options))).where;
    expect(await wrong({ size: 8, preprocessing: { width: 9 } })).toBe('size');
    expect(await wrong({ channels: 1, preprocessing: { channels: 3 } })).toBe('channels');
    expect(await wrong({ size: 0 })).toBe('preprocessing.width');
    expect(await wrong({ preprocessing: { width: 9 } })).toBe('preprocessing.height');
    expect(await wrong({ preprocessing: { std: [1, 2] } })).toBe('preprocessing.std');
    await failure(UsageError, () => openImages([path, `${path}/`]));
    await failure(UsageError, () => openImages([]));
  });

  test('classNames force the order, and an unknown class is an error', async () => {
    const path = await folder('forced', await catsAndDogs());
    const { train } = await openImages(path, { classNames: ['wolf', 'dog', 'cat'] });
    expect([...train.labels]).toEqual([2, 2, 1, 1]);
    const error = await failure(DataError, () => openImages(path, { classNames: ['cat', 'wolf'] }));
    expect(error.message).toMatch(/dog\/1\.png: the class "dog" is unknown.*cat, wolf/);
    expect((await openImages(`${path}/dog`, { classNames: ['cat', 'dog'] })).train.size).toBe(2);
  });

  test('progress counts up to the end', async () => {
    const seen: Progress[] = [];
    const progress = (p: Progress) => seen.push(p);
    await openImages(await folder('progress', await catsAndDogs()), { progress });
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4]);
    expect(seen.at(-1)).toMatchObject({ done: 4, total: 4 });
    const archive = await tarOf(await catsAndDogs());
    await openImages(await write('progress.tar', archive), { progress });
    expect(seen.at(-1)).toEqual({ done: 4, bytes: archive.length, totalBytes: archive.length });
  });

  test('an abort signal ends the reading', async () => {
    const files = Object.fromEntries(
      await Promise.all(Array.from({ length: 60 }, async (_, i) => [`${i % 2}/${i}.png`, await picture(i)])),
    );
    for (const path of [
      await folder('abort', files),
      await write('abort.tgz', await tarGzOf(files)),
      await write('abort.zip', zipOf(files)),
    ]) {
      const controller = new AbortController();
      const opening = openImages(path, {
        signal: controller.signal,
        progress: ({ done }) => done === 3 && controller.abort(),
      });
      await expect(opening).rejects.toThrow(/abort/i);
    }
  });
});

describe('bad input', () => {
  test('broken pictures are left out and named', async () => {
    const whole = await picture(7, 64, 64, 'jpeg');
    const files = {
      ...(await catsAndDogs()),
      'cat/text.jpg': 'no picture',
      'dog/empty.png': '',
      'dog/half.jpg': whole.subarray(0, whole.length >> 1),
    };
    for (const path of [
      await folder('broken', files),
      await write('broken.tar', await tarOf(files)),
      await write('broken.zip', zipOf(files)),
    ]) {
      const { train, broken } = await openImages(path);
      expect(train.size).toBe(4);
      expect(broken.map(({ name }) => name.slice(path.length + 1)).sort()).toEqual([
        'cat/text.jpg',
        'dog/empty.png',
        'dog/half.jpg',
      ]);
      expect(broken.every(({ reason }) => reason.length > 5 && !reason.includes('\n'))).toBe(true);
    }
  });

  test('a damaged member of a zip is a broken picture', async () => {
    const zip = Buffer.from(zipOf(await catsAndDogs()));
    zip.writeUInt8(zip.readUInt8(120) ^ 255, 120); // inside the first picture
    const { train, broken } = await openImages(await write('damaged.zip', zip));
    expect([train.size, broken.map(({ reason }) => reason)]).toEqual([
      3,
      ['its checksum in the zip archive does not match'],
    ]);
  });

  test('all pictures broken', async () => {
    const path = await folder('all-broken', { 'cat/1.jpg': 'x', 'dog/1.jpg': 'y' });
    expect((await failure(DataError, () => openImages(path))).message).toMatch(
      /none of the 2 pictures.*unsupported image format/,
    );
  });

  test.each([
    ['an empty class folder', 'cow', 'cow', async () => void (await folder('empty-class/cow', {}))],
    [
      'a class of which every picture is broken',
      'cow',
      'cow/1.png',
      async () => void (await write('empty-class/cow/1.png', 'x')),
    ],
  ])('%s', async (_, where, said, prepare) => {
    const path = await folder('empty-class', await catsAndDogs());
    await prepare();
    const error = await failure(DataError, () => openImages(path));
    expect(error.where).toBe(where);
    expect(error.message).toContain(said);
  });

  test('an empty class folder in an archive', async () => {
    const path = await write('cow.tar', await tarOf({ ...(await catsAndDogs()), 'cow/notes.txt': 'moo' }));
    expect((await failure(DataError, () => openImages(path))).where).toBe('cow');
  });

  test('one class, a class that only the test set has, splits without classes, nothing to train on', async () => {
    const one = await picture(1);
    const message = async (name: string, files: Files) =>
      (await failure(DataError, async () => openImages(await folder(name, files)))).message;
    expect(await message('one', { 'cat/1.png': one, 'cat/2.png': one })).toMatch(/just one class.*"cat"/);
    const files = { ...(await catsAndDogs('train/')), ...(await catsAndDogs('test/')), 'test/cow/1.png': one };
    expect(await message('untrained', files)).toMatch(/"cow" has pictures to test, but none to train on/);
    expect(await message('classless', { 'train/1.png': one, 'test/1.png': one })).toMatch(/no class folders/);
    expect(await message('untrainable', { ...(await catsAndDogs('val/')), ...(await catsAndDogs('test/')) })).toMatch(
      /none to train on/,
    );
    expect(await message('stray', { ...(await catsAndDogs()), '1.png': one })).toMatch(
      /stray\/1\.png: lies in no class folder/,
    );
  });

  test('no pictures, and archives in a folder', async () => {
    expect((await failure(DataError, async () => openImages(await folder('none', { 'a.txt': 'x' })))).message).toMatch(
      /no pictures/,
    );
    const inside = await folder('inside', { 'photos.tar': await tarOf(await catsAndDogs()) });
    expect((await failure(DataError, () => openImages(inside))).hint).toMatch(/archives inside a folder/);
    await failure(DataError, async () => openImages(await write('none.tar', await tarOf({ 'a.txt': 'x' }))));
    await failure(DataError, async () => openImages(await write('none.zip', zipOf({}))));
  });

  test('pictures of several sizes, without a size asked for', async () => {
    const path = await folder('sizes', { ...(await catsAndDogs()), 'dog/3.png': await picture(1, 9, 8) });
    const { message } = await failure(DataError, () => openImages(path));
    expect(message).toMatch(
      /dog\/3\.png: the pictures have different sizes. Expected 8x8, as .*cat\/1\.png; received 9x8/,
    );
    expect((await openImages(path, { size: 8 })).train.size).toBe(5);
  });

  test('a path that does not exist, an empty file, a file of another kind', async () => {
    expect((await failure(FileError, () => openImages(at('nowhere')))).message).toMatch(/nowhere: does not exist/);
    expect((await failure(FileError, async () => openImages(await write('empty', '')))).message).toMatch(/is empty/);
    expect(
      (await failure(FileError, async () => openImages(await write('text.tar', 'x'.repeat(2000))))).message,
    ).toMatch(/nothing that pictures/);
    const xz = Buffer.from('fd377a585a000000', 'hex');
    expect((await failure(FileError, async () => openImages(await write('a.tar.xz', xz)))).message).toMatch(
      /packed with xz/,
    );
  });
});

describe('truncated and damaged archives name the file and the byte', () => {
  const cut = async (name: string, bytes: Uint8Array) => {
    const path = await write(name, bytes);
    const error = await failure(FileError, () => openImages(path));
    expect(error.where).toBe(path);
    return error.message;
  };

  test('tar', async () => {
    const whole = await tarOf(await catsAndDogs());
    // In a header, in a picture, between two members, in the blocks that end it.
    for (const length of [512 + 200, 600, 1024, whole.length - 1024])
      expect(await cut('cut.tar', whole.subarray(0, length))).toContain(`ends too early, at byte ${length}`);
    const damaged = Buffer.from(whole);
    damaged.fill(1, 1024, 1536);
    expect(await cut('damaged.tar', damaged)).toMatch(/is damaged, before byte \d+/);
  });

  test('tar.gz', async () => {
    const whole = await tarGzOf(await catsAndDogs());
    for (const length of [whole.length - 1, whole.length >> 1])
      expect(await cut('cut.tgz', whole.subarray(0, length))).toContain(`gzip data ends too early, at byte ${length}`);
    const inner = await tarOf(await catsAndDogs());
    expect(await cut('inner.tgz', gzipSync(inner.subarray(0, 1300)))).toContain('byte 1300 of the unpacked archive');
    const damaged = Buffer.from(whole);
    damaged[whole.length - 6]! ^= 255; // in the checksum
    expect(await cut('damaged.tgz', damaged)).toMatch(/gzip data is damaged, at byte \d+/);
  });

  test('zip', async () => {
    const whole = zipOf(await catsAndDogs());
    for (const length of [whole.length - 5, whole.length >> 1])
      expect(await cut('cut.zip', whole.subarray(0, length))).toContain(`byte ${length}`);
  });
});

describe("MNIST's idx files", () => {
  const images = idxOf([3, 2, 2], [0, 1, 2, 3, 10, 11, 12, 13, 255, 254, 253, 252]);
  const labels = idxOf([3], [7, 0, 7]);
  const names = { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' };

  test('a pair, or a folder with the four standard names, gzipped or not', async () => {
    const path = await folder('idx', {
      [names.images]: images,
      [`${names.labels}.gz`]: gzipSync(labels),
      't10k-images-idx3-ubyte.gz': gzipSync(images),
      't10k-labels-idx1-ubyte': labels,
    });
    const { train, test: held, classNames } = await openImages(path);
    expect([classNames, [...train.labels], [...held!.labels]]).toEqual([
      ['0', '7'],
      [1, 0, 1],
      [1, 0, 1],
    ]);
    expect([...train.pixels(1)]).toEqual([10, 11, 12, 13]);
    expect(train.get(2).x.shape).toEqual([1, 2, 2]);
    const pair = await openImages([`${path}/${names.labels}.gz`, `${path}/${names.images}`], { channels: 3 });
    expect([...pair.train.pixels(0)]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect(pair.test).toBeUndefined();
  });

  test.each([
    ['a wrong magic number', Buffer.from([0, 0, 9, 3, ...images.subarray(4)]), labels, /is not an idx file/],
    ['too few bytes', images.subarray(0, 25), labels, /ends too early, at byte 25.*28 bytes for \[3,2,2\]/],
    ['too many bytes', Buffer.concat([images, Buffer.alloc(1)]), labels, /at byte 28/],
    ['a header cut short', images.subarray(0, 9), labels, /ends too early, at byte 9/],
    ['labels of another number', images, idxOf([2], [1, 2]), /one label a picture.*Expected 3 labels.*received 2/],
  ])('%s', async (_, wrongImages, wrongLabels, message) => {
    const path = await folder('idx-bad', { [names.images]: wrongImages, [names.labels]: wrongLabels });
    expect((await failure(FileError, () => openImages(path))).message).toMatch(message);
  });

  test('labels alone, or pictures alone', async () => {
    const path = await folder('idx-half', { [names.images]: images, [names.labels]: labels });
    expect((await failure(FileError, () => openImages(`${path}/${names.labels}`))).message).toMatch(
      /pictures that belong to them are missing/,
    );
    expect((await failure(DataError, () => openImages(`${path}/${names.images}`))).message).toMatch(/labels/);
  });
});

describe('real data', () => {
  dataTest("CIFAR-10's test archive", ['cifar10/test-00.tar.gz'], async () => {
    const { train, broken, ignored, classNames } = await openImages(dataFile('cifar10/test-00.tar.gz'));
    expect([train.size, broken, ignored, classNames.length]).toEqual([10000, [], 0, 10]);
    expect(train.preprocessing).toMatchObject({ width: 32, height: 32, channels: 3 });
    for (let label = 0; label < 10; label++) expect(train.labels.filter((l) => l === label)).toHaveLength(1000);
  });

  dataTest("MNIST's four files", ['mnist/train-images-idx3-ubyte.gz'], async () => {
    const { train, test: held, classNames } = await openImages(dataFile('mnist'));
    expect([train.size, held?.size, classNames]).toEqual([
      60000,
      10000,
      ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    ]);
    // The first labels of the published files.
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...held!.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });
});
