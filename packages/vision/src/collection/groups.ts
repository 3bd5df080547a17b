/**
 * What belongs together in a collection: clusters of pictures, as indices, found by name, by time, or as bursts. `withGroups`
 * makes groups of them, which `splitCollection` keeps on one side.
 */
import { UsageError } from '@graftml/core';
import { clusters, sameKey } from './clusters.ts';
import type { Collection, Picture } from './collection.ts';
import { hashDistance } from './perceptual-hash.ts';

/** Indices of pictures that belong together, ascending. */
export type Cluster = readonly number[];

/**
 * Pictures whose file names (without folders) have the same captures: `/^(\d+)-/` of `017-front.jpg` and `017-side.jpg`.
 * @throws UsageError for an expression that captures nothing, or fits no name
 */
export function clustersByName(pictures: readonly Picture[], pattern: RegExp): Cluster[] {
  // Flags that make an expression remember where it was would leave every second name out.
  const plain = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  const captures = new RegExp(`${plain.source}|`, plain.flags).exec('')!.length - 1;
  if (captures === 0)
    throw new UsageError('captures nothing that could name a group', {
      where: `${pattern}`,
      hint: 'put parentheses around what the pictures of a group have in common',
    });
  const keys = pictures.map(({ name }) => {
    const found = plain.exec(fileName(name));
    return found ? JSON.stringify(found.slice(1)) : undefined;
  });
  if (keys.every((key) => key === undefined))
    throw new UsageError('fits no name of a picture', { where: `${pattern}`, received: fileName(pictures[0]!.name) });
  return sameKey(keys);
}

/**
 * Pictures taken shortly after one another, by EXIF: a pause of more than `seconds` begins a new cluster.
 * @throws UsageError if no picture was examined, or none has a time
 */
export function clustersByTime(pictures: readonly Picture[], seconds: number): Cluster[] {
  checkExamined(pictures);
  if (!(seconds >= 0))
    throw new UsageError('is no pause', { where: 'seconds', expected: 'a number from 0', received: `${seconds}` });
  if (pictures.every(({ facts }) => facts?.time === undefined))
    throw new UsageError('no picture says when it was taken', {
      expected: 'DateTimeOriginal in the EXIF data',
      hint: 'group by folder or by name; sending and editing pictures often removes the time',
    });
  const found = clusters(pictures.length);
  for (const [a, b] of consecutiveInTime(pictures, seconds)) found.join(a, b);
  return found.list();
}

/** Options of `proposeBursts`. */
export interface BurstOptions {
  /** Pictures further apart in time are no burst; 5 unless given. */
  readonly seconds?: number;
  /**
   * Bits of the perceptual hash in which they may differ; 16 unless given. A photograph shifted by 3 % of its side differs in
   * about 10 and by 5 % in 16, unrelated ones in 32, of which one pair in a thousand comes down to 16.
   */
  readonly distance?: number;
}

/**
 * Proposes as one cluster what seems to be one scene: pictures that follow one another in time, or by the number in their file
 * name in the same folder, and look alike. Whether they must be kept together, the user knows.
 * @throws UsageError if the collection was not examined
 */
export function proposeBursts(
  pictures: readonly Picture[],
  { seconds = 5, distance = 16 }: BurstOptions = {},
): Cluster[] {
  checkExamined(pictures);
  const found = clusters(pictures.length);
  for (const [a, b] of [...consecutiveInTime(pictures, seconds), ...consecutiveByNumber(pictures)])
    if (hashDistance(pictures[a]!.facts!.hash, pictures[b]!.facts!.hash) <= distance) found.join(a, b);
  return found.list();
}

/**
 * The collection with a group for every cluster. Clusters that share a picture, also by a group that it has already, become
 * one. A group keeps the name it has; a new one is called as its first picture.
 */
export function withGroups(collection: Collection, ...clusterings: readonly (readonly Cluster[])[]): Collection {
  const { pictures } = collection;
  const found = clusters(pictures.length);
  const before = sameKey(pictures.map(({ group }) => group));
  for (const cluster of [before, ...clusterings].flat()) for (const i of cluster) found.join(cluster[0]!, i);
  const names = new Map<number, string>();
  for (const cluster of found.list()) {
    const named = cluster.find((i) => pictures[i]!.group !== undefined);
    names.set(found.of(cluster[0]!), named === undefined ? pictures[cluster[0]!]!.name : pictures[named]!.group!);
  }
  return {
    ...collection,
    pictures: pictures.map((picture, i) => {
      const group = names.get(found.of(i)) ?? picture.group;
      return group === undefined ? picture : { ...picture, group };
    }),
  };
}

/** @throws UsageError for a picture whose facts are not known */
export function checkExamined(pictures: readonly Picture[]): void {
  const unknown = pictures.find(({ facts }) => !facts);
  if (unknown)
    throw new UsageError('was not examined, so neither its time nor its looks are known', {
      where: unknown.name,
      hint: 'examine the collection first',
    });
}

type Pair = readonly [a: number, b: number];

function consecutiveInTime(pictures: readonly Picture[], seconds: number): Pair[] {
  const timed = pictures.flatMap(({ facts }, i) => (facts?.time === undefined ? [] : [{ i, time: facts.time }]));
  timed.sort((a, b) => a.time - b.time || a.i - b.i);
  return timed.slice(1).flatMap(({ i, time }, at): Pair[] => {
    const before = timed[at]!;
    return time - before.time <= seconds * 1000 ? [[before.i, i]] : [];
  });
}

/** `IMG_0041.jpg` and `IMG_0042.jpg` of one folder: the last number of the name is one more, all else is the same. */
function consecutiveByNumber(pictures: readonly Picture[]): Pair[] {
  const places = new Map<string, number>();
  const parts = pictures.map(({ name }) => {
    const [, before = '', number, after = ''] = /^(.*?)(\d{1,15})(\D*(?:\.\w+)?)$/s.exec(name) ?? [];
    return number === undefined ? undefined : { number: Number(number), rest: `${before}\0${after}` };
  });
  parts.forEach((part, i) => {
    if (part) places.set(`${part.number} ${part.rest}`, i);
  });
  return parts.flatMap((part, i): Pair[] => {
    const next = part && places.get(`${part.number + 1} ${part.rest}`);
    return next === undefined ? [] : [[i, next]];
  });
}

const fileName = (name: string): string => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
