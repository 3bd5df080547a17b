/** A collection divided into what is trained on, what is validated with, and what is tested with. */
import { UsageError } from '@graftml/core';
import type { Split } from '../layout.ts';
import { type Collection, labelIndices, type Picture } from './collection.ts';
import { groupedIndices } from './grouped-split.ts';
import { counted, quoted } from './words.ts';

/** Options of `splitCollection`. */
export interface SplitOptions {
  /** A share of the pictures to train on; 0 unless given. */
  readonly validation?: number;
  /** The same. */
  readonly test?: number;
  /** 0 to 2^32 - 1; 1 unless given. */
  readonly seed?: number;
}

/**
 * The same collection, in which every picture names its split. Those that name one keep it, but training pictures, which are
 * divided as asked: at random by the seed, every class in proportion as well as groups allow, and no group on both sides.
 * What is too small to be divided is said in the notes.
 * @throws UsageError for shares that make no sense, leave a part empty, or ask for a split that is there already
 */
export function splitCollection(
  collection: Collection,
  { validation = 0, test = 0, seed = 1 }: SplitOptions,
): Collection {
  const { pictures } = collection;
  const asked = (
    [
      ['validation', validation],
      ['test', test],
    ] as const
  ).filter(([, share]) => share !== 0);
  for (const [split, share] of asked) checkAsked(split, share, pictures);
  const splits = pictures.map(({ split = 'train' }) => split);
  const pool = [...pictures.keys()].filter((i) => splits[i] === 'train');
  if (asked.length > 0) {
    const labels = labelIndices(collection);
    const parts = groupedIndices({
      labels: pool.map((i) => labels[i]!),
      groups: pool.map((i) => pictures[i]!.group),
      fractions: [1 - validation - test, ...asked.map(([, share]) => share)],
      seed,
    });
    parts.slice(1).forEach((part, p) => {
      for (const i of part) splits[pool[i]!] = asked[p]![0];
    });
  }
  const divided = pictures.map((picture, i) => ({ ...picture, split: splits[i]! }));
  const notes = [...collection.notes, ...missing({ ...collection, pictures: divided }), ...torn(divided)];
  return { ...collection, pictures: divided, notes };
}

function checkAsked(split: Split, share: number, pictures: readonly Picture[]): void {
  if (!(share > 0 && share < 1))
    throw new UsageError('is no share', { where: split, expected: 'a number between 0 and 1', received: `${share}` });
  if (pictures.some((picture) => picture.split === split))
    throw new UsageError(`there are ${split} pictures already`, {
      where: split,
      hint: `leave ${split} out, or name the training pictures alone`,
    });
}

const purposes = { validation: 'validate with', test: 'test with' } as const;
const mostNamed = 5;

/** Classes that a split lacks, which is otherwise there: nothing will be known of how well they are learnt. */
function missing({ pictures, classNames }: Collection): string[] {
  const counts = countBySplit(pictures);
  return (['validation', 'test'] as const).flatMap((split) => {
    if (!pictures.some((picture) => picture.split === split)) return [];
    const absent = classNames.filter((name) => !counts.get(name)?.[split] && counts.get(name)?.train);
    const named = absent.slice(0, mostNamed).map((name) => {
      const { train } = counts.get(name)!;
      return `${quoted(name)} has ${counted(train, 'picture')} to train on, and none to ${purposes[split]}`;
    });
    const more = absent.length - named.length;
    return more > 0 ? [...named, `so it is with ${counted(more, 'more class', 'more classes')}`] : named;
  });
}

/** How many pictures of each class each split has. */
export function countBySplit(pictures: readonly Picture[]): ReadonlyMap<string, Readonly<Record<Split, number>>> {
  const counts = new Map<string, Record<Split, number>>();
  for (const { labels, split = 'train' } of pictures)
    for (const label of labels) {
      const known = counts.get(label) ?? { train: 0, validation: 0, test: 0 };
      known[split]++;
      counts.set(label, known);
    }
  return counts;
}

/** Groups that the splits as they were given tear apart already. */
function torn(pictures: readonly Picture[]): string[] {
  const sides = new Map<string, Set<Split>>();
  for (const { group, split = 'train' } of pictures)
    if (group !== undefined) sides.set(group, (sides.get(group) ?? new Set()).add(split));
  const [first, ...others] = [...sides].filter(([, splits]) => splits.size > 1);
  if (!first) return [];
  const more = others.length > 0 ? `, and so do ${counted(others.length, 'more group')}` : '';
  return [`the group ${quoted(first[0])} lies in ${[...first[1]].join(' and ')}, as the collection says${more}`];
}
