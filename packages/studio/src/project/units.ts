/** Photos that must not lie on both sides of a division: taken in one go, or looking the same. */
import { clusters, findDuplicates, sameKey } from '@graftml/vision';
import type { Photo } from './project.ts';

type Facts = Photo['facts'];

/** Which photos look the same, told by what never changes of them: where none comes to those that were compared, none has to be compared again. */
const compared = new WeakMap<Facts, ReadonlyMap<Facts, number>>();

/** All photos, each in one unit, in their order. */
export function unitsOf<Kind extends Photo>(photos: readonly Kind[]): Kind[][] {
  const found = clusters(photos.length);
  for (const cluster of [...sameKey(photos.map(({ group }) => group)), ...alikeAmong(photos)])
    for (const i of cluster) found.join(cluster[0]!, i);
  const units = new Map<number, Kind[]>();
  photos.forEach((photo, i) => {
    const of = found.of(i);
    const unit = units.get(of);
    if (unit) unit.push(photo);
    else units.set(of, [photo]);
  });
  return [...units.values()];
}

/** As indices. */
function alikeAmong(photos: readonly Photo[]): number[][] {
  const of = looksOf(photos);
  const groups = new Map<number, number[]>();
  photos.forEach(({ facts }, i) => {
    const look = of.get(facts)!;
    const group = groups.get(look);
    if (group) group.push(i);
    else groups.set(look, [i]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}

function looksOf(photos: readonly Photo[]): ReadonlyMap<Facts, number> {
  const first = photos[0]?.facts;
  const before = first && compared.get(first);
  if (before && photos.every(({ facts }) => before.has(facts))) return before;
  const pictures = photos.map(({ id, name, facts }) => ({
    ...{ name, labels: [], facts: { ...facts, digest: id } },
    read: () => Promise.reject(new Error('only looked up')),
  }));
  const looks = new Map(photos.map(({ facts }, i) => [facts, i]));
  for (const cluster of findDuplicates(pictures).near)
    for (const i of cluster) looks.set(photos[i]!.facts, cluster[0]!);
  for (const { facts } of photos) compared.set(facts, looks);
  return looks;
}
