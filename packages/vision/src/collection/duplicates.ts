/** Pictures that are there twice: the same file, or one that looks the same. */
import { clusters, sameKey } from './clusters.ts';
import type { Picture } from './collection.ts';
import { type Cluster, checkExamined } from './groups.ts';
import { nearPairs } from './near-hashes.ts';

/** What `findDuplicates` finds. */
export interface Duplicates {
  /** The same bytes. */
  readonly exact: readonly Cluster[];
  /** Those that look alike but are not all the same file: another size, format, light or crop by a little. */
  readonly near: readonly Cluster[];
}

/** Below this many pixels on a side the hash is about blots, in which unlike pictures are alike. */
const leastSide = 32;

/**
 * Finds them by digest and by perceptual hash; 100,000 pictures take a second. Pictures of less than 32 pixels on a side
 * are compared by their bytes alone.
 * @param distance bits of the hash in which near ones differ at most; 0 to 15
 * @throws UsageError if the collection was not examined, or for another distance
 */
export function findDuplicates(pictures: readonly Picture[], distance = 6): Duplicates {
  checkExamined(pictures);
  const digests = pictures.map(({ facts }) => facts!.digest);
  const hashes = pictures.map(({ facts }) => {
    const { width, height, hash } = facts!;
    return Math.min(width, height) < leastSide ? undefined : hash;
  });
  const alike = clusters(pictures.length);
  for (const cluster of sameKey(hashes)) for (const i of cluster) alike.join(cluster[0]!, i);
  // One picture for each hash: the first of those that share it.
  const places = [...hashes.keys()].filter((i) => hashes[i] !== undefined && alike.of(i) === i);
  const different = places.map((i) => hashes[i]!);
  nearPairs(different, distance, (a, b) => alike.join(places[a]!, places[b]!));
  const near = alike.list().filter((cluster) => cluster.some((i) => digests[i] !== digests[cluster[0]!]));
  return { exact: sameKey(digests), near };
}
