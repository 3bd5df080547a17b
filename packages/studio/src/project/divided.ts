/** Labelled photos divided into parts, what belongs together in one of them. */
import type { Split } from '@graftml/vision';
import type { ClassId, Photo, PhotoId } from './project.ts';
import { unitsOf } from './units.ts';

export type Labelled = Photo & { readonly label: ClassId };
type Counts = Map<ClassId, number>;

/** What goes to one part together. */
interface Unit {
  readonly photos: readonly Labelled[];
  /** How many of each class. */
  readonly counts: readonly (readonly [ClassId, number])[];
}

/** See `partsOf` and `tornClasses`. */
export interface Division {
  readonly parts: ReadonlyMap<PhotoId, Split>;
  readonly torn: readonly ClassId[];
}

/** What may still be moved, the next to be taken first; and how many of each class, so that one of it is left to learn from. */
interface Pool {
  readonly units: Set<Unit>;
  readonly left: Counts;
}

export function divided(
  photos: readonly Labelled[],
  shares: Readonly<Record<'validation' | 'test', number>>,
  seed: number,
): Division {
  const kept: Record<Split, Labelled[]> = { train: [], validation: [], test: [] };
  const free: Unit[] = [];
  /** Kept to learn from, where nothing is kept to judge by: they are taken after all others. */
  const yielding: Unit[] = [];
  const givesWay = !photos.some(({ split }) => split === 'validation' || split === 'test');
  for (const unit of unitsOf(photos)) {
    // What is kept in a part takes its like along.
    const pinned = unit.find(({ split }) => split)?.split;
    if (!pinned) free.push(unitOf(unit));
    else if (givesWay) yielding.push(unitOf(unit));
    else for (const photo of unit) kept[photo.split ?? pinned].push(photo);
  }
  const taught = countsOf(kept.train);
  const left = countsOf([...free, ...yielding].flatMap((unit) => unit.photos));
  for (const [label, n] of left) if (!taught.has(label)) left.set(label, n - 1);
  const pool: Pool = { units: new Set([...inOrder(free, seed), ...inOrder(yielding, seed)]), left };
  const all = countsOf(photos);
  const torn = new Set<ClassId>();
  for (const part of ['test', 'validation'] as const) fill(kept[part], all, shares[part], pool, torn);
  for (const unit of pool.units) for (const photo of unit.photos) kept.train.push(photo);
  const parts = new Map<PhotoId, Split>();
  for (const part of ['train', 'validation', 'test'] as const) for (const { id } of kept[part]) parts.set(id, part);
  return { parts, torn: [...torn] };
}

/** Takes what brings a part nearer to its share of each class; and of a class that would not be in it, whatever there is. */
function fill(part: Labelled[], all: Counts, share: number, { units, left }: Pool, torn: Set<ClassId>): void {
  if (share === 0) return;
  const judging = countsOf(part);
  const wanted: Counts = new Map();
  for (const [label, n] of all) {
    const missing = Math.max(1, Math.round(n * share)) - (judging.get(label) ?? 0);
    wanted.set(label, Math.max(0, Math.min(left.get(label) ?? 0, missing)));
  }
  const take = ({ photos, counts }: Unit) => {
    for (const photo of photos) part.push(photo);
    for (const [label, n] of counts) {
      wanted.set(label, wanted.get(label)! - n);
      left.set(label, left.get(label)! - n);
      judging.set(label, n);
    }
  };
  const canGo = ({ counts }: Unit) => counts.every(([label, n]) => n <= left.get(label)!);
  for (const unit of [...units])
    if (canGo(unit) && bringsNearer(unit, wanted)) {
      units.delete(unit);
      take(unit);
    }
  for (const [label, n] of wanted) {
    if (n <= 0 || judging.has(label)) continue;
    const own = [...units].filter(({ counts }) => counts.some(([of]) => of === label));
    const [whole] = own.filter(canGo).sort((a, b) => a.photos.length - b.photos.length);
    const unit = whole ?? own[0]!;
    units.delete(unit);
    if (whole) take(whole);
    else {
      torn.add(label);
      const last = unit.photos.filter((photo) => photo.label === label).slice(-n);
      take(unitOf(last));
      units.add(unitOf(unit.photos.filter((photo) => !last.includes(photo))));
    }
  }
}

/** By more photos than it takes away from it. */
function bringsNearer({ counts }: Unit, wanted: Counts): boolean {
  let gain = 0;
  for (const [label, n] of counts) {
    const before = wanted.get(label)!;
    gain += Math.abs(before) - Math.abs(before - n);
  }
  return gain > 0;
}

const unitOf = (photos: readonly Labelled[]): Unit => ({
  photos,
  counts: photos.length === 1 ? [[photos[0]!.label, 1]] : [...countsOf(photos)],
});

function countsOf(photos: readonly Labelled[]): Counts {
  const counts: Counts = new Map();
  for (const { label } of photos) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function inOrder(units: readonly Unit[], seed: number): Unit[] {
  const placed = units.map((unit) => ({ unit, place: Math.min(...unit.photos.map(({ id }) => place(id, seed))) }));
  return placed.sort((a, b) => a.place - b.place).map(({ unit }) => unit);
}

/** A number between 0 and 2^32 that looks random: FNV-1a, then mixed as MurmurHash3 ends. */
function place(id: PhotoId, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
