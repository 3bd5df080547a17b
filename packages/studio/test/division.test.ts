import { defaultSettings, type Photo, partsOf, tornClasses } from '@graftml/studio';
import { expect, it } from 'vitest';

const photosOf = (classes: Readonly<Record<string, number>>, split: (i: number) => Photo['split'] = () => undefined) =>
  Object.fromEntries(
    Object.entries(classes).flatMap(([label, n]) =>
      Array.from({ length: n }, (_, i): [string, Photo] => {
        const id = `${label}-${i}`;
        const pinned = split(i);
        const facts = { width: 1, height: 1, hash: '0' };
        return [id, { id, name: id, size: 1, type: '', facts, label, ...(pinned && { split: pinned }) }];
      }),
    ),
  );

const settings = { ...defaultSettings, validation: 0.2, test: 0.1 };
const count = (parts: ReadonlyMap<string, string>, label: string) =>
  Object.fromEntries(
    ['train', 'validation', 'test'].map((split) => [
      split,
      [...parts].filter(([id, part]) => id.startsWith(`${label}-`) && part === split).length,
    ]),
  );

it('gives each class its shares, and a small one at least one to learn from', () => {
  const parts = partsOf({ photos: photosOf({ a: 100, b: 10, c: 2, d: 1 }), settings });
  expect(count(parts, 'a')).toEqual({ train: 70, validation: 20, test: 10 });
  expect(count(parts, 'b')).toEqual({ train: 7, validation: 2, test: 1 });
  expect(count(parts, 'c').train).toBe(1);
  expect(count(parts, 'd')).toEqual({ train: 1, validation: 0, test: 0 });
});

it('keeps what is pinned, and counts it', () => {
  const photos = photosOf({ a: 20 }, (i) => (i < 3 ? 'validation' : i === 19 ? 'train' : undefined));
  const parts = partsOf({ photos, settings });
  for (const i of [0, 1, 2]) expect(parts.get(`a-${i}`)).toBe('validation');
  expect(parts.get('a-19')).toBe('train');
  expect(count(parts, 'a')).toEqual({ train: 14, validation: 4, test: 2 });
});

it('changes few when one goes, many with another seed, and leaves unsorted photos out', () => {
  const photos = photosOf({ a: 200 });
  const parts = partsOf({ photos, settings });
  const { 'a-7': gone, ...others } = photos;
  const { label: _, ...unsorted } = gone!;
  const after = partsOf({ photos: { ...others, 'a-7': unsorted }, settings });
  const differing = (other: ReadonlyMap<string, string>) => [...other].filter(([id, part]) => parts.get(id) !== part);
  expect(after.has('a-7')).toBe(false);
  expect(differing(after).length).toBeLessThanOrEqual(2);
  expect(differing(partsOf({ photos, settings: { ...settings, seed: 2 } })).length).toBeGreaterThan(40);
});

const taken = (label: string, n: number, facts: Partial<Photo['facts']> & { readonly group?: string }) =>
  Array.from({ length: n }, (_, i): [string, Photo] => {
    const { group, ...own } = facts;
    const id = `${label}-${group ?? own.hash}-${i}`;
    const photo = { id, name: id, size: 1, type: '', facts: { width: 64, height: 64, hash: '0', ...own }, label };
    return [id, group === undefined ? photo : { ...photo, group }];
  });
const sides = (parts: ReadonlyMap<string, string>, of: string) =>
  new Set([...parts].filter(([id]) => id.includes(of)).map(([, part]) => part));

it('keeps what the camera took in one go together, and what looks the same', () => {
  const holds = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
  const hashes = ['0f0f0f0f0f0f0f0f', 'ffff0000ffff0000', '1234567812345678', 'a5a5a5a55a5a5a5a', 'cccc3333cccc3333'];
  const photos = Object.fromEntries([
    ...holds.flatMap((group, i) =>
      taken('a', 10, {
        group,
        hash: (0x9e3779b9n * BigInt(i + 1) * 0x1000193n).toString(16).padStart(16, '0').slice(-16),
      }),
    ),
    ...hashes.flatMap((hash) => taken('b', 6, { hash })),
    // The same scene in another class, by mistake.
    ...taken('c', 4, { hash: hashes[0]! }),
    ...taken('c', 4, { hash: '00ff00ff00ff00ff' }),
  ]);
  const project = { photos, settings: { ...settings, test: 0 } };
  const parts = partsOf(project);
  for (const of of [...holds, ...hashes]) expect(sides(parts, of).size).toBe(1);
  expect(tornClasses(project)).toEqual([]);
  const a = count(parts, 'a');
  expect([a.validation, a.train]).toEqual([10, 60]);
  for (const label of ['b', 'c'])
    for (const part of ['train', 'validation']) expect(count(parts, label)[part]).toBeGreaterThan(0);
});

it('divides the only scene of a class between its first photos and its last, and says so', () => {
  const photos = Object.fromEntries([
    ...taken('a', 10, { group: 'hold', hash: 'a5a5a5a55a5a5a5a' }),
    ...['0f0f0f0f0f0f0f0f', 'ffff0000ffff0000'].flatMap((hash) => taken('b', 2, { hash })),
  ]);
  const project = { photos, settings: { ...settings, test: 0 } };
  const parts = partsOf(project);
  expect([...parts].filter(([id, part]) => id.startsWith('a') && part !== 'train').map(([id]) => id)).toEqual([
    'a-hold-8',
    'a-hold-9',
  ]);
  expect(count(parts, 'b')).toEqual({ train: 2, validation: 2, test: 0 });
  expect(tornClasses(project)).toEqual(['a']);
});

it('what is kept by hand for one part takes its like along', () => {
  const photos = Object.fromEntries([
    ...taken('a', 5, { group: 'hold', hash: 'a5a5a5a55a5a5a5a' }),
    ...taken('a', 1, { hash: '0f0f0f0f0f0f0f0f' }),
  ]);
  photos['a-hold-2'] = { ...photos['a-hold-2']!, split: 'test' };
  expect(sides(partsOf({ photos, settings }), 'hold')).toEqual(new Set(['test']));
});

it('takes photos to judge by from those of a folder named train, if there is no other', () => {
  const all = photosOf({ a: 20, b: 2 }, () => 'train');
  const parts = partsOf({ photos: all, settings });
  expect(count(parts, 'a')).toEqual({ train: 14, validation: 4, test: 2 });
  expect(count(parts, 'b').train).toBe(1);
  // Others are taken first, and where some are kept to judge by, none that is kept to learn from.
  const some = partsOf({ photos: photosOf({ a: 20 }, (i) => (i < 12 ? 'train' : undefined)), settings });
  for (let i = 0; i < 12; i++) expect(some.get(`a-${i}`)).toBe('train');
  const both = partsOf({ photos: photosOf({ a: 20 }, (i) => (i < 19 ? 'train' : 'validation')), settings });
  expect(count(both, 'a')).toEqual({ train: 19, validation: 1, test: 0 });
});
