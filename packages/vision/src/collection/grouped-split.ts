/**
 * Parts of a labelled set that share no group and still hold every class in proportion. A group is what must stay together:
 * a burst of one scene, one patient, one plant. On single pictures it is a stratified split, of several labels each too.
 */
import { permutation, UsageError } from '@graftml/core';
import { groupedBy } from '../grouped.ts';
import { checkFractions } from '../split.ts';

/** What `groupedIndices` divides, and how. */
export interface GroupedSplit {
  /** For each picture its classes, as indices: one, several, or none. */
  readonly labels: readonly (readonly number[])[];
  /** For each picture the name of its group; one without a name is a group by itself. */
  readonly groups?: readonly (string | undefined)[];
  /** Shares of the parts, which add up to 1; the first is the one to train on. */
  readonly fractions: readonly number[];
  /** 0 to 2^32 - 1. The same pictures, groups, fractions and seed give the same parts. */
  readonly seed: number;
}

/** What moves as a whole. */
interface Unit {
  readonly members: readonly number[];
  /** How many pictures of each class; the class -1 counts all, so that the sizes of the parts are in proportion too. */
  readonly counts: ReadonlyMap<number, number>;
}

const all = -1;
/** Rounds of moving single groups; each lowers the distance, and few find anything to do. */
const mostRounds = 20;

/**
 * The indices of each part, ascending. Groups go, the largest first, to where they bring the counts nearest to the shares
 * that were asked for, by the chi-squared distance over classes; then single groups move while that still helps. A class
 * is never missing from the first part.
 * @throws UsageError for fractions that make no sense, or where a part would hold no picture
 */
export function groupedIndices({ labels, groups, fractions, seed }: GroupedSplit): Int32Array[] {
  checkFractions(fractions, 'fractions');
  if (groups && groups.length !== labels.length)
    throw new UsageError('there must be one group for each picture', {
      where: 'groups',
      expected: `${labels.length}`,
      received: `${groups.length}`,
    });
  const units = inRandomOrder(unitsOf(labels, groups), seed);
  const parts = fractions.map((): Map<number, number> => new Map());
  const distance = distanceTo(units, parts, fractions);
  const home = units.map((unit) => {
    const part = indexOfLeast(fractions.map((_, q) => distance(unit, q, 1)));
    add(parts[part]!, unit, 1);
    return part;
  });
  const move = (i: number, to: number) => {
    add(parts[home[i]!]!, units[i]!, -1);
    add(parts[to]!, units[i]!, 1);
    home[i] = to;
  };
  for (let round = 0; round < mostRounds && improve(units, home, fractions.length, distance, move); round++);
  teachEveryClass(units, home, parts, move);
  return collected(units, home, fractions, labels.length);
}

function unitsOf(labels: GroupedSplit['labels'], groups: GroupedSplit['groups']): Unit[] {
  // One without a name is its own: its index is no name.
  const memberships = groupedBy<number, string | number>(labels.keys(), (i) => groups?.[i] ?? i);
  return [...memberships.values()].map((members) => {
    const counts = new Map([[all, members.length]]);
    for (const i of members) for (const label of new Set(labels[i])) counts.set(label, (counts.get(label) ?? 0) + 1);
    return { members, counts };
  });
}

/** Large ones first, for what comes late can only be fitted in if it is small; equal ones as the seed says. */
function inRandomOrder(units: readonly Unit[], seed: number): Unit[] {
  const order = permutation({ seed, purpose: 'split' }, units.length);
  return Array.from(order, (i) => units[i]!).sort((a, b) => b.members.length - a.members.length);
}

type Distance = (unit: Unit, part: number, sign: 1 | -1) => number;

/**
 * By how much the sum over parts and classes of `(count - wanted)^2 / wanted` changes if a unit comes to a part (sign 1) or
 * leaves it (-1). The sizes of the parts weigh as much as all classes together: a share of a tenth should be one, though
 * every class be too small to be divided evenly.
 */
function distanceTo(
  units: readonly Unit[],
  parts: readonly ReadonlyMap<number, number>[],
  fractions: readonly number[],
): Distance {
  const totals = new Map<number, number>();
  for (const unit of units) add(totals, unit, 1);
  const classes = Math.max(1, totals.size - 1);
  return ({ counts }, part, sign) => {
    let change = 0;
    for (const [label, count] of counts) {
      const wanted = totals.get(label)! * fractions[part]!;
      const off = (parts[part]!.get(label) ?? 0) - wanted;
      change += ((label === all ? classes : 1) * (2 * sign * off * count + count * count)) / wanted;
    }
    return change;
  };
}

function add(counts: Map<number, number>, unit: Unit, sign: 1 | -1): void {
  for (const [label, count] of unit.counts) counts.set(label, (counts.get(label) ?? 0) + sign * count);
}

/** One round of moves. Whether there was any. */
function improve(
  units: readonly Unit[],
  home: readonly number[],
  parts: number,
  distance: Distance,
  move: (unit: number, to: number) => void,
): boolean {
  let moved = false;
  units.forEach((unit, i) => {
    const from = home[i]!;
    const leaving = distance(unit, from, -1);
    const changes = Array.from({ length: parts }, (_, q) => (q === from ? 0 : leaving + distance(unit, q, 1)));
    const best = indexOfLeast(changes);
    if (changes[best]! >= -1e-9) return;
    move(i, best);
    moved = true;
  });
  return moved;
}

/** What is only to be judged by cannot be learnt: the smallest group of such a class comes over to the first part. */
function teachEveryClass(
  units: readonly Unit[],
  home: readonly number[],
  parts: readonly ReadonlyMap<number, number>[],
  move: (unit: number, to: number) => void,
): void {
  for (let i = units.length - 1; i >= 0; i--)
    for (const label of units[i]!.counts.keys()) if (!parts[0]!.get(label) && home[i] !== 0) move(i, 0);
}

function collected(units: readonly Unit[], home: readonly number[], fractions: readonly number[], size: number) {
  const indices = fractions.map((): number[] => []);
  units.forEach(({ members }, i) => {
    for (const member of members) indices[home[i]!]!.push(member);
  });
  const empty = indices.findIndex((part) => part.length === 0);
  if (empty >= 0)
    throw new UsageError(`a part of ${fractions[empty]} would hold no picture`, {
      where: 'groupedIndices',
      received: `${size} pictures in ${units.length} groups`,
      hint: 'take a larger fraction, more pictures, or smaller groups',
    });
  return indices.map((part) => Int32Array.from(part).sort());
}

function indexOfLeast(numbers: readonly number[]): number {
  let least = 0;
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! < numbers[least]!) least = i;
  return least;
}
