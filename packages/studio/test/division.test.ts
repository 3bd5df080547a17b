import { defaultSettings, type Photo, partsOf } from '@graftml/studio';
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
