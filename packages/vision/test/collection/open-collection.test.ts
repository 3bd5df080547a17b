import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { DataError, FileError, UsageError } from '@graftml/core';
import { type Collection, collectionOfFiles, examine, perceptualHash } from '@graftml/vision';
import { decodePicture, openCollection, openImages } from '@graftml/vision/node';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';
import { catsAndDogs, idxOf, picture, scratch, tarGzOf, tarOf, zipOf } from '../support/files.ts';
import { dataFile, dataTest } from '../support/skip.ts';

const { at, write, folder } = scratch();

const shown = ({ pictures }: Collection) =>
  pictures.map(({ name, labels, split, group, weight }) => ({ name, labels, split, group, weight }));
const plain = (labels: readonly string[], more = {}) => ({
  labels,
  split: undefined,
  group: undefined,
  weight: undefined,
  ...more,
});

describe('openCollection', () => {
  test('gives the same from a folder, tar, tar.gz and zip: classes, facts and the bytes again, in any order', async () => {
    const files = { ...(await catsAndDogs('train/')), ...(await catsAndDogs('val/')) };
    const paths = [
      await folder('all', files),
      await write('all.tar', await tarOf(files)),
      await write('all.tgz', await tarGzOf(files)),
      await write('all.zip', zipOf(files)),
    ];
    for (const path of paths) {
      const collection = await openCollection(path);
      expect(collection).toMatchObject({ classNames: ['cat', 'dog'], broken: [], ignored: 0, notes: [] });
      const inside = Object.keys(files).sort();
      expect(shown(collection).sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
        inside.map((name) => ({
          name: `${path}/${name}`,
          ...plain([name.split('/')[1]!], { split: name.startsWith('train') ? 'train' : 'validation' }),
        })),
      );
      for (const { name, facts, read } of [...collection.pictures].reverse()) {
        const file = files[name.slice(path.length + 1)]!;
        expect(Buffer.from((await read()) as Uint8Array).equals(file), name).toBe(true);
        expect(facts).toEqual({
          width: 8,
          height: 8,
          digest: createHash('sha256').update(file).digest('hex'),
          hash: perceptualHash(await decodePicture(file)),
        });
      }
      // All at once, as a shuffled training asks.
      const all = await Promise.all([5, 1, 7, 0, 5].map((i) => collection.pictures[i]!.read()));
      expect(all[0]).toEqual(all[4]);
    }
  });

  test('a picture that is gone since is an error that names it', async () => {
    const path = await folder('gone', await catsAndDogs());
    const { pictures } = await openCollection(path);
    await rm(at('gone/cat/1.png'));
    expect((await failure(FileError, () => pictures[0]!.read())).where).toBe(`${path}/cat/1.png`);
    for (const [name, archive] of [
      ['gone.tar', await tarOf(await catsAndDogs())],
      ['gone.tgz', await tarGzOf(await catsAndDogs())],
      ['gone.zip', zipOf(await catsAndDogs())],
    ] as const) {
      const collection = await openCollection(await write(name, archive));
      await write(name, archive.subarray(0, 100));
      await failure(FileError, () => collection.pictures[2]!.read());
    }
  });

  test('reads idx files and single class folders, as openImages does', async () => {
    await write('digits/train-images-idx3-ubyte', idxOf([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]));
    await write('digits/train-labels-idx1-ubyte', idxOf([2], [7, 3]));
    const digits = await openCollection(at('digits'));
    expect(digits.classNames).toEqual(['3', '7']);
    expect(digits.pictures.map(({ labels, split }) => [labels, split])).toEqual([
      [['7'], 'train'],
      [['3'], 'train'],
    ]);
    const pixels = await digits.pictures[1]!.read();
    expect('data' in pixels && [pixels.width, pixels.channels, ...pixels.data]).toEqual([2, 1, 5, 6, 7, 8]);
    const path = await folder('single', await catsAndDogs());
    expect((await openCollection([`${path}/dog`, `${path}/cat`])).pictures.map(({ labels }) => labels[0])).toEqual([
      'dog',
      'dog',
      'cat',
      'cat',
    ]);
  });

  test('leaves broken pictures out by name and reason, all kinds at once', async () => {
    const good = await picture(4, 64, 64, 'jpeg');
    const wide = await sharp({ create: { width: 30_000, height: 2, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    const bad = {
      'dog/empty.jpg': new Uint8Array(0),
      'dog/half.jpg': good.subarray(0, good.length >> 1),
      'dog/page.jpg': '<!DOCTYPE html><html><body>404</body></html>',
      'dog/photo.heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      'dog/scan.bmp': Buffer.from('BM\0\0\0\0\0\0\0\0', 'latin1'),
      'dog/wide.jpg': wide,
    };
    const path = await folder('spoilt', { ...(await catsAndDogs()), ...bad });
    const seen: (number | undefined)[][] = [];
    const { pictures, broken } = await openCollection(path, { progress: (...args) => seen.push(args) });
    expect(pictures).toHaveLength(4);
    expect(broken.map(({ name }) => name)).toEqual(Object.keys(bad).map((name) => `${path}/${name}`));
    const reasons = broken.map(({ reason }) => reason);
    [
      /empty/,
      /end|truncat|premature/i,
      /web page/,
      /HEIC file that cannot be decoded/,
      /BMP.*PNG/s,
      /30000x2 pixels/,
    ].forEach((pattern, i) => {
      expect(reasons[i]).toMatch(pattern);
    });
    expect(seen.at(-1)).toEqual([10, 10]);
    const none = await failure(DataError, async () => openCollection(await folder('all bad', bad)));
    expect(none.message).toMatch(/none of the 6 pictures can be read.*empty/);
  });

  test('folders inside class folders are groups, if asked for', async () => {
    const one = await picture(1);
    const files = Object.fromEntries(
      ['train/cat/tom/1.png', 'train/cat/tom/2.png', 'train/cat/3.png', 'train/dog/rex/1.png', 'val/dog/4.png'].map(
        (path) => [path, one],
      ),
    );
    const path = await folder('nested', files);
    const { pictures, classNames } = await openCollection(path, { groupFolders: true });
    expect(classNames).toEqual(['cat', 'dog']);
    expect(pictures.map(({ group }) => group)).toEqual([undefined, 'cat/tom', 'cat/tom', 'dog/rex', undefined]);
    const flat = await folder('not nested', await catsAndDogs());
    await failure(UsageError, () => openCollection(flat, { groupFolders: true }));
  });

  test('without a look, nothing is decoded, and examine makes up for it', async () => {
    const path = await folder('quick', { ...(await catsAndDogs()), 'cat/3.jpg': 'no picture' });
    const listed = await openCollection(path, { examine: false });
    expect(listed.pictures).toHaveLength(5);
    expect(listed.pictures[0]!.facts).toBeUndefined();
    const examined = await examine(listed, decodePicture);
    const { pictures, broken } = await openCollection(path);
    expect(examined.pictures.map(({ facts }) => facts)).toEqual(pictures.map(({ facts }) => facts));
    expect(examined.broken).toEqual(broken);
  });

  test('holds to the classes of a trained model', async () => {
    const path = await folder('known', await catsAndDogs());
    expect((await openCollection(path, { classNames: ['dog', 'ant', 'cat'] })).classNames).toEqual([
      'dog',
      'ant',
      'cat',
    ]);
    await failure(DataError, () => openCollection(path, { classNames: ['dog', 'ant'] }));
  });

  dataTest('reads photographs with their splits', ['hymenoptera/hymenoptera.tar'], async () => {
    const { pictures, classNames, broken } = await openCollection(dataFile('hymenoptera/hymenoptera.tar'));
    expect([pictures.length, classNames, broken]).toEqual([240, ['ants', 'bees'], []]);
    expect(pictures.filter(({ split }) => split === 'validation')).toHaveLength(80);
    expect(new Set(pictures.map(({ facts }) => facts!.digest)).size).toBe(240);
  });
});

describe('manifests', () => {
  test('CSV: labels, splits, groups and weights, paths from where the manifest lies', async () => {
    const files = await catsAndDogs('pictures/');
    await folder('listed', files);
    const csv =
      '\ufeffPath,labels,split,group,weight,camera\r\n' +
      'pictures/cat/1.png,cat|pet,train,a,0.5,x\r\n"pictures/cat/2.jpg",cat,val,a,,y\r\n' +
      'pictures/dog/1.png,,test,,2,\r\npictures/none.png,dog,,,,\r\n';
    const path = await write('listed/all.csv', csv);
    const collection = await openCollection(path);
    const name = (file: string) => at('listed/pictures', file);
    expect(shown(collection)).toEqual([
      { name: name('cat/1.png'), labels: ['cat', 'pet'], split: 'train', group: 'a', weight: 0.5 },
      { name: name('cat/2.jpg'), labels: ['cat'], split: 'validation', group: 'a', weight: undefined },
      { name: name('dog/1.png'), labels: [], split: 'test', group: undefined, weight: 2 },
    ]);
    expect(collection.broken).toEqual([{ name: name('none.png'), reason: 'does not exist' }]);
    expect(collection.classNames).toEqual(['cat', 'pet']);
    expect(collection.notes).toEqual([`${path}: nothing is made of camera`]);
    expect((await failure(UsageError, () => openImages(path))).message).toMatch(/labels|group|weight/);
  });

  test('NDJSON, also for openImages where every picture has one label', async () => {
    await folder('json', await catsAndDogs());
    const lines = ['cat/1.png', 'cat/2.jpg', 'dog/1.png', 'dog/2.jpg'].map((path, i) =>
      JSON.stringify({
        path,
        label: path.startsWith('cat') ? 'Katze' : 'Hund',
        split: i % 2 ? 'val' : 'train',
        lens: 50,
      }),
    );
    const path = await write('json/list.ndjson', lines.join('\n'));
    const { train, validation, classNames, notes } = await openImages(path);
    expect(notes).toEqual([`${path}: nothing is made of lens`]);
    expect([train.size, validation?.size, classNames]).toEqual([2, 2, ['Hund', 'Katze']]);
    expect(shown(await openCollection(path))[1]).toEqual({
      name: at('json/cat/2.jpg'),
      ...plain(['Katze'], { split: 'validation' }),
    });
  });
});

describe('archives made to do harm', () => {
  test('are refused: members outside, and sizes beyond measure', async () => {
    const one = await picture(1);
    for (const [name, archive] of [
      ['climbs.zip', zipOf({ 'cat/1.png': one, '../../cat/2.png': one })],
      ['absolute.zip', zipOf({ '/etc/cat/2.png': one })],
      ['climbs.tar', await tarOf({ 'cat/1.png': one, 'cat/../../2.png': one })],
    ] as const) {
      const path = await write(name, archive);
      for (const openAny of [openCollection, openImages])
        expect((await failure(FileError, () => openAny(path))).statement).toBe('names a file outside its own folder');
    }
    // A directory that promises far more than the archive can hold: the size of the fourth member is raised.
    const bomb = Buffer.from(zipOf({ 'a/1.png': one, 'b/1.png': one }));
    const directory = bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bomb.writeUInt16LE(8, directory + 10);
    bomb.writeUInt32LE(2 ** 31, directory + 24);
    const path = await write('bomb.zip', bomb);
    expect((await failure(FileError, () => openCollection(path))).message).toMatch(/far more than pictures do/);
  });

  test('a single member that is too large is left out without being unpacked', async () => {
    const archive = Buffer.from(zipOf({ 'a/1.png': await picture(1), 'b/1.png': await picture(2) }));
    const directory = archive.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    archive.writeUInt16LE(8, directory + 10);
    archive.writeUInt32LE(600_000_000, directory + 24);
    const { pictures, broken } = await openCollection(await write('huge.zip', archive));
    expect(pictures).toHaveLength(1);
    expect(broken[0]!.reason).toMatch(/600000000 bytes, and files of more than/);
  });
});

test('collectionOfFiles takes what a browser gives', async () => {
  const files = await catsAndDogs('chosen/train/');
  const chosen = ['.DS_Store', 'notes.txt', ...Object.keys(files)].map((path) => ({
    path,
    read: async () => files[path]!,
  }));
  const collection = collectionOfFiles(chosen);
  expect(collection).toMatchObject({ classNames: ['cat', 'dog'], ignored: 2 });
  expect(collection.pictures[2]).toMatchObject({ name: 'chosen/train/dog/1.png', labels: ['dog'], split: 'train' });
  expect((await examine(collection, decodePicture)).pictures[0]!.facts).toMatchObject({ width: 8, height: 8 });
  await failure(DataError, () => collectionOfFiles([{ path: 'a.jpg', read: async () => new Uint8Array(0) }]));
  await failure(DataError, () => collectionOfFiles([]));
});
