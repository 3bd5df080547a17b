/** Photos that must not lie on both sides of a division: taken in one go, or looking the same. */
import { clusters, findDuplicates, sameKey } from '@graftml/vision';
import type { Photo } from './project.ts';

/** Those that look the same, as indices, for as long as the same photos are there: they are told by what never changes of a photo. */
const known = new WeakMap<Photo['facts'], { readonly of: readonly Photo['facts'][]; readonly alike: number[][] }>();

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

function alikeAmong(photos: readonly Photo[]): number[][] {
  const first = photos[0]?.facts;
  if (!first) return [];
  const before = known.get(first);
  if (before?.of.length === photos.length && photos.every(({ facts }, i) => facts === before.of[i]))
    return before.alike;
  const pictures = photos.map(({ id, name, facts }) => ({
    ...{ name, labels: [], facts: { ...facts, digest: id } },
    read: () => Promise.reject(new Error('only looked up')),
  }));
  const alike = findDuplicates(pictures).near.map((cluster) => [...cluster]);
  known.set(first, { of: photos.map(({ facts }) => facts), alike });
  return alike;
}
