import { UsageError } from '@graftml/core';
import {
  clustersByName,
  clustersByTime,
  collectionOf,
  describeCollection,
  findDuplicates,
  type Picture,
  type PictureFacts,
  proposeBursts,
  splitCollection,
  withGroups,
} from '@graftml/vision';
import { openCollection } from '@graftml/vision/node';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';
import { scratch } from '../support/files.ts';
import { dataFile, dataTest } from '../support/skip.ts';

const { folder } = scratch();

/** Hashes that differ in exactly `distance` bits from none. */
const hash = (distance: number) => ((1n << BigInt(distance)) - 1n).toString(16).padStart(16, '0');
const facts = (more: Partial<PictureFacts> = {}): PictureFacts => ({
  width: 64,
  height: 64,
  digest: `${Math.random()}`,
  hash: hash(0),
  ...more,
});
const read = async () => new Uint8Array(0);
const named = (names: readonly string[], more: (i: number) => Partial<Picture> = () => ({})): Picture[] =>
  names.map((name, i) => ({ name, labels: ['x'], read, ...more(i) }));

describe('clusters', () => {
  test('by file name, whatever the folder and the flags', () => {
    const pictures = named(['a/017-front.jpg', 'b/017-side.jpg', 'a/018-front.jpg', 'c/none.jpg', 'a/018-back.jpg']);
    for (const pattern of [/^(\d+)-/, /^(\d+)-/g, /^(\d+)-/y])
      expect(clustersByName(pictures, pattern)).toEqual([
        [0, 1],
        [2, 4],
      ]);
    expect(clustersByName(named(['1a2', '1b2', '12']), /^(\d)\D?(\d)/)).toEqual([[0, 1, 2]]);
  });

  test('refuse a pattern without capture, or that fits nothing', async () => {
    await failure(UsageError, () => clustersByName(named(['a1']), /\d/));
    expect((await failure(UsageError, () => clustersByName(named(['x/a1']), /(\d)b/))).received).toBe('a1');
  });

  test('by time: a pause ends one; pictures without a time are alone', () => {
    const times = [10, 3, undefined, 0, 5.5, 20, 11];
    const pictures = named(times.map(String), (i) => ({
      facts: facts(times[i] === undefined ? {} : { time: times[i]! * 1000 }),
    }));
    expect(clustersByTime(pictures, 2.5)).toEqual([
      [0, 6],
      [1, 4],
    ]);
    expect(clustersByTime(pictures, 3)).toEqual([
      [0, 6],
      [1, 3, 4],
    ]);
  });

  test('by time need a look and a time', async () => {
    await failure(UsageError, () => clustersByTime(named(['a']), 1));
    await failure(UsageError, () =>
      clustersByTime(
        named(['a'], () => ({ facts: facts() })),
        1,
      ),
    );
    await failure(UsageError, () =>
      clustersByTime(
        named(['a'], () => ({ facts: facts({ time: 0 }) })),
        -1,
      ),
    );
  });

  test('bursts follow one another by number or time, and look alike', () => {
    const names = [
      'a/IMG_0099.jpg',
      'a/IMG_0100.jpg',
      'a/IMG_0101.jpg',
      'b/IMG_0102.jpg',
      'a/IMG_0105.jpg',
      'q',
      'r',
      's',
    ];
    const hashes = [0, 5, 40, 40, 0, 20, 25, 64];
    const times = [undefined, undefined, undefined, undefined, undefined, 0, 4, 6];
    const pictures = named(names, (i) => ({
      facts: facts({ hash: hash(hashes[i]!), ...(times[i] !== undefined && { time: times[i]! * 1000 }) }),
    }));
    expect(proposeBursts(pictures)).toEqual([
      [0, 1],
      [5, 6],
    ]);
    expect(proposeBursts(pictures, { seconds: 3, distance: 50 })).toEqual([
      [0, 1, 2],
      [6, 7],
    ]);
  });
});

describe('withGroups', () => {
  test('joins clusters that share a picture, and keeps names that are there', () => {
    const pictures = named(['a', 'b', 'c', 'd', 'e', 'f'], (i) => (i === 3 || i === 4 ? { group: 'old' } : {}));
    const whole = collectionOf({ pictures });
    const groups = (...clusterings: Parameters<typeof withGroups>[1][]) =>
      withGroups(whole, ...clusterings).pictures.map(({ group }) => group);
    expect(groups([[0, 1]], [[1, 5]])).toEqual(['a', 'a', undefined, 'old', 'old', 'a']);
    expect(groups([[2, 4]])).toEqual([undefined, undefined, 'old', 'old', 'old', undefined]);
  });
});

describe('splitCollection', () => {
  const collection = (labels: readonly string[], more?: (i: number) => Partial<Picture>) =>
    collectionOf({
      pictures: named(
        labels.map((label, i) => `${label}/${i}`),
        (i) => ({ labels: [labels[i]!], ...more?.(i) }),
      ),
    });
  const many = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).flatMap(([label, n]) => Array.from({ length: n }, () => label));

  test('divides by shares, says what is too small, and says it of the test pictures too', () => {
    const { pictures, notes } = splitCollection(collection(many({ cat: 50, dog: 50, yak: 2 })), {
      validation: 0.2,
      test: 0.1,
    });
    const count = (label: string, split: string) =>
      pictures.filter((picture) => picture.labels[0] === label && picture.split === split).length;
    expect(['train', 'validation', 'test'].map((split) => count('cat', split))).toEqual([35, 10, 5]);
    expect(count('yak', 'train')).toBe(2);
    expect(notes).toEqual([
      '"yak" has 2 pictures to train on, and none to validate with',
      '"yak" has 2 pictures to train on, and none to test with',
    ]);
  });

  test('divides training pictures only, and not what there is already', async () => {
    const given = collection(many({ cat: 20, dog: 20 }), (i) => (i % 4 === 0 ? { split: 'test' } : {}));
    const { pictures } = splitCollection(given, { validation: 0.2, seed: 3 });
    expect(pictures.filter(({ split }) => split === 'validation')).toHaveLength(6);
    expect(pictures.map(({ split }, i) => (i % 4 === 0) === (split === 'test')).every(Boolean)).toBe(true);
    await failure(UsageError, () => splitCollection(given, { test: 0.1 }));
    for (const validation of [-0.1, 1, Number.NaN])
      await failure(UsageError, () => splitCollection(given, { validation }));
  });

  test('keeps groups on one side, and says which the given splits tear apart', () => {
    const bursts = collection(many({ cat: 40, dog: 40 }), (i) => ({ group: `${Math.floor(i / 4)}` }));
    const { pictures, notes } = splitCollection(bursts, { validation: 0.2, test: 0.2 });
    for (let i = 0; i < 80; i++) expect(pictures[i]!.split).toBe(pictures[i - (i % 4)]!.split);
    expect(notes).toEqual([]);
    const torn = collection(many({ cat: 8 }), (i) => ({ group: `${i % 4}`, split: i < 4 ? 'train' : 'validation' }));
    expect(splitCollection(torn, {}).notes).toEqual([
      'the group "0" lies in train and validation, as the collection says, and so do 3 more groups',
    ]);
  });
});

describe('duplicates', () => {
  test('are exact by digest and near by looks; small pictures by digest alone', async () => {
    const known = [
      { digest: 'a', hash: hash(0) },
      { digest: 'b', hash: hash(5) },
      { digest: 'a', hash: hash(0) },
      { digest: 'c', hash: hash(30) },
      { digest: 'c', hash: hash(30) },
      { digest: 'd', hash: hash(10), width: 28 },
      { digest: 'e', hash: hash(11) },
    ];
    const pictures = named(
      known.map((_, i) => `${i}`),
      (i) => ({ facts: facts(known[i]!) }),
    );
    expect(findDuplicates(pictures)).toEqual({
      exact: [
        [0, 2],
        [3, 4],
      ],
      near: [[0, 1, 2, 6]],
    });
    expect(findDuplicates(pictures, 4).near).toEqual([]);
    await failure(UsageError, () => findDuplicates(pictures, 16));
    await failure(UsageError, () => findDuplicates(named(['a'])));
  });

  test('are found in real files: copies, smaller ones, other formats; and none where there are none', async () => {
    const scene = (seed: number) => {
      const data = Uint8Array.from({ length: 96 * 96 * 3 }, (_, i) => {
        const [x, y] = [Math.floor(i / 3) % 96, Math.floor(i / 288)];
        return 128 + 100 * Math.sin((x * seed) / 37 + seed) * Math.cos((y * (seed % 5)) / 23 + (x * y * seed) / 9000);
      });
      return sharp(data, { raw: { width: 96, height: 96, channels: 3 } });
    };
    const files: Record<string, Uint8Array> = {};
    for (let i = 1; i <= 12; i++) files[`train/${i % 2 ? 'odd' : 'even'}/${i}.png`] = await scene(i).png().toBuffer();
    files['val/odd/copy.png'] = files['train/odd/3.png']!;
    files['val/even/small.webp'] = await scene(4).resize(50).webp({ quality: 70 }).toBuffer();
    files['train/even/wrong.png'] = files['train/odd/7.png']!;
    const path = await folder('copies', files);
    const { facts: found, lines } = describeCollection(await openCollection(path));
    const named = (clusters: readonly (readonly string[])[]) =>
      clusters.map((names) => names.map((name) => name.slice(path.length + 1)).sort());
    expect(named(found.copies!.exact).sort()).toEqual([
      ['train/even/wrong.png', 'train/odd/7.png'],
      ['train/odd/3.png', 'val/odd/copy.png'],
    ]);
    expect(named(found.copies!.near)).toEqual([['train/even/4.png', 'val/even/small.webp']]);
    expect(named(found.copies!.acrossSplits).sort()).toEqual([
      ['train/even/4.png', 'val/even/small.webp'],
      ['train/odd/3.png', 'val/odd/copy.png'],
    ]);
    expect(named(found.copies!.contradicting)).toEqual([['train/even/wrong.png', 'train/odd/7.png']]);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^15 pictures of 2 classes, 50x50 to 96x96: 13 train, 2 validation$/),
        expect.stringMatching(/^2 pictures lie in more than one split, so accuracy will look better than it is: /),
        expect.stringMatching(/^1 file has different labels in different places: /),
      ]),
    );
  });

  dataTest('are absent from photographs that were chosen so', ['flowers/flowers.tar'], async () => {
    const { facts: found } = describeCollection(await openCollection(dataFile('flowers/flowers.tar')));
    expect(found.copies).toMatchObject({ exact: [], near: [], acrossSplits: [] });
    expect(found).toMatchObject({ pictures: 350, imbalance: 1, balance: 'even: 50 pictures in every class' });
  });
});

describe('describeCollection', () => {
  const of = (counts: Readonly<Record<string, number>>, more: Partial<Picture> = {}) =>
    describeCollection(
      collectionOf({
        pictures: Object.entries(counts).flatMap(([label, n]) =>
          named(
            Array.from({ length: n }, (_, i) => `${label}/${i}`),
            () => ({ labels: [label], ...more }),
          ),
        ),
      }),
    );

  test.each([
    [{ a: 1, b: 1 }, 'even: 1 picture in every class'],
    [{ a: 10, b: 12 }, 'nearly even: 10 to 12 pictures in a class'],
    [{ a: 10, b: 30 }, 'uneven: "b" has 30 pictures, "a" 10; always saying "b" would be right in 75 %'],
    [{ a: 2, b: 1998 }, 'very uneven: "b" has 1,998 pictures, "a" 2; always saying "b" would be right in 99.9 %'],
  ])('%j is %s', (counts, words) => {
    expect(of(counts).facts.balance).toBe(words);
    expect(of(counts, { split: 'test' }).facts.balance).toBe(words);
  });

  test('tells of groups, labels, what was left out, and of notes; without a look nothing of looks', () => {
    const pictures = named(['a', 'b', 'c', 'd'], (i) => ({
      labels: [['x', 'y'], [], ['x'], ['y']][i]!,
      ...(i > 1 && { group: 'g', split: i === 2 ? ('train' as const) : ('test' as const) }),
    }));
    const broken = [{ name: 'e', reason: 'is empty' }];
    const { facts: found, lines } = describeCollection(
      collectionOf({ pictures, broken, ignored: 2, notes: ['something else'] }),
    );
    expect(found).toMatchObject({
      severalLabels: true,
      unlabelled: 1,
      splits: { train: 3, validation: 0, test: 1 },
      groups: { count: 1, pictures: 2, acrossSplits: ['g'] },
      classes: [
        { name: 'x', train: 2, validation: 0, test: 0, total: 2 },
        { name: 'y', train: 1, validation: 0, test: 1, total: 2 },
      ],
    });
    expect('copies' in found || 'bursts' in found || 'sizes' in found).toBe(false);
    expect(lines.slice(2)).toEqual([
      '1 picture has no label',
      '1 group of 2 pictures in all',
      '1 group lies in more than one split: "g"',
      '1 picture cannot be read and is left out: e is empty',
      '2 files ignored: hidden, or no pictures',
      'something else',
    ]);
  });
});
