import { DataError, FileError } from '@graftml/core';
import { preprocessing } from '@graftml/vision';
import { type BrokenPicture, decodePictures, readPicture, readPictures } from '@graftml/vision/node';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';
import { catsAndDogs, idxOf, picture, scratch, tarGzOf } from './support/files.ts';

const { at, write, folder } = scratch();

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

describe('pictures to predict', () => {
  test('come from anywhere, in order, with or without class folders', async () => {
    const files = await catsAndDogs();
    const flat = await folder('flat', {
      'b.png': await picture(1),
      'a.jpg': await picture(2, 8, 8, 'jpeg'),
      'notes.txt': 'x',
    });
    const archive = await write('archive.tgz', await tarGzOf(files));
    const single = await write('one.png', await picture(3));
    const found = await all(readPictures([flat, archive, single]));
    expect(found.map(({ name }) => name)).toEqual([
      `${flat}/a.jpg`,
      `${flat}/b.png`,
      ...Object.keys(files).map((name) => `${archive}/${name}`),
      single,
    ]);
    expect(found[3]!.content).toEqual(Buffer.from(files['cat/2.jpg']!));
  });

  test('are decoded to the size of the model, as openImages would', async () => {
    const path = await folder('decoded', { 'a.png': await picture(1, 20, 10), 'b.png': await picture(2, 7) });
    const description = preprocessing({ width: 6, height: 6, resize: 'letterbox', channels: 1 });
    const pictures = await all(decodePictures(path, description));
    const files = await all(readPictures(path));
    expect(pictures.map(({ name }) => name)).toEqual([`${path}/a.png`, `${path}/b.png`]);
    for (const [i, { pixels }] of pictures.entries()) {
      expect(pixels).toHaveLength(36);
      expect(pixels).toEqual(await readPicture(files[i]!.content, description));
    }
  });

  test('idx pictures need no labels', async () => {
    const path = await write('images-idx3-ubyte', idxOf([2, 1, 2], [1, 2, 3, 4]));
    const pictures = await all(decodePictures(path, preprocessing({ width: 2, height: 1 })));
    expect(pictures.map(({ pixels }) => [...pixels])).toEqual([
      [1, 1, 1, 2, 2, 2],
      [3, 3, 3, 4, 4, 4],
    ]);
  });

  test('broken ones are told and left out', async () => {
    const path = await folder('some-broken', { 'a.png': await picture(1), 'b.png': 'x' });
    const empty = await write('empty.jpg', '');
    const broken: BrokenPicture[] = [];
    const onBroken = (picture: BrokenPicture) => broken.push(picture);
    expect(await all(decodePictures([path, empty], preprocessing({ width: 8, height: 8 }), { onBroken }))).toHaveLength(
      1,
    );
    expect(broken.map(({ name }) => name)).toEqual([`${path}/b.png`, empty]);
  });

  test('none, or no such path', async () => {
    await failure(FileError, () => all(readPictures(at('nowhere.jpg'))));
    await failure(DataError, async () => all(readPictures(await folder('nothing', { 'a.txt': 'x' }))));
  });
});
