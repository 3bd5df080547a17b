/** What a collection is made of, as data and in words: what a person should know before training on it. */
import { groupedBy } from '../grouped.ts';
import type { Split } from '../layout.ts';
import type { BrokenPicture, Collection, Picture } from './collection.ts';
import { findDuplicates } from './duplicates.ts';
import { type Cluster, proposeBursts } from './groups.ts';
import { countBySplit } from './split-collection.ts';
import { counted, percent, quoted } from './words.ts';

/** How many pictures of a class each split has. */
export interface ClassCount extends Readonly<Record<Split, number>> {
  readonly name: string;
  /** In all splits. */
  readonly total: number;
}

/** Pictures that belong together, by name. */
export type Names = readonly string[];

/** Pictures that are there more than once. */
export interface Copies {
  readonly exact: readonly Names[];
  readonly near: readonly Names[];
  /** Those of both kinds that lie in more than one split: what is judged by was learnt. */
  readonly acrossSplits: readonly Names[];
  /** The same bytes with different labels. */
  readonly contradicting: readonly Names[];
}

/** What a collection is made of, in numbers and names. */
export interface CollectionFacts {
  readonly pictures: number;
  /** Of these; those that name none are training pictures. */
  readonly splits: Readonly<Record<Split, number>>;
  /** In the order of the collection's classes. */
  readonly classes: readonly ClassCount[];
  /** How evenly the training pictures (all, where there are none) are divided among the classes, in words. */
  readonly balance: string;
  /** The largest class of these over the smallest; Infinity if one has none. */
  readonly imbalance: number;
  /** Whether a picture has several labels, and how many have none. */
  readonly severalLabels: boolean;
  readonly unlabelled: number;
  /** Of the numbers that pictures have; absent where none has one. */
  readonly values?: { readonly count: number; readonly least: number; readonly most: number; readonly mean: number };
  /** How many groups of two and more pictures there are, how many pictures are in them, and which groups lie in more than one split. */
  readonly groups: { readonly count: number; readonly pictures: number; readonly acrossSplits: readonly string[] };
  /** Absent unless the collection was examined. */
  readonly copies?: Copies;
  /** Pictures that seem to be one scene but are not all of one group: see `proposeBursts`. Absent as above. */
  readonly bursts?: readonly Names[];
  /** Pixels, of the smallest and the largest by area; absent as above. */
  readonly sizes?: { readonly smallest: string; readonly largest: string };
  readonly broken: readonly BrokenPicture[];
  readonly ignored: number;
  readonly notes: readonly string[];
}

/** What `describeCollection` says. */
export interface CollectionDescription {
  readonly facts: CollectionFacts;
  /** The same for people: short sentences, the most important first. */
  readonly lines: readonly string[];
}

/** Options of `describeCollection`. */
export interface DescribeOptions {
  /** Bits in which the hashes of near duplicates differ at most: see `findDuplicates`. */
  readonly distance?: number;
}

/** @throws UsageError for a distance that is none */
export function describeCollection(
  collection: Collection,
  { distance = 6 }: DescribeOptions = {},
): CollectionDescription {
  const { pictures, classNames, broken, ignored, notes } = collection;
  const counts = countBySplit(pictures);
  const classes = classNames.map((name): ClassCount => {
    const { train, validation, test } = counts.get(name) ?? { train: 0, validation: 0, test: 0 };
    return { name, train, validation, test, total: train + validation + test };
  });
  const examined = pictures.every(({ facts }) => facts);
  const severalLabels = pictures.some(({ labels }) => labels.length > 1);
  const values = valuesOf(pictures);
  const facts: CollectionFacts = {
    pictures: pictures.length,
    splits: splitSizes(pictures),
    classes,
    ...balanceOf(classes, severalLabels),
    severalLabels,
    unlabelled: pictures.filter(({ labels }) => labels.length === 0).length,
    ...(values && { values }),
    groups: groupsOf(pictures),
    ...(examined && { copies: copiesOf(pictures, distance), bursts: burstsOf(pictures), sizes: sizesOf(pictures) }),
    broken,
    ignored,
    notes,
  };
  return { facts, lines: linesOf(facts) };
}

function splitSizes(pictures: readonly Picture[]): Record<Split, number> {
  const sizes = { train: 0, validation: 0, test: 0 };
  for (const { split = 'train' } of pictures) sizes[split]++;
  return sizes;
}

function valuesOf(pictures: readonly Picture[]): CollectionFacts['values'] {
  const values = pictures.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length === 0) return undefined;
  let [least, most, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return { count: values.length, least, most, mean: sum / values.length };
}

/** Of the training pictures; of all, where there are none to train on. */
function balanceOf(
  classes: readonly ClassCount[],
  severalLabels: boolean,
): Pick<CollectionFacts, 'balance' | 'imbalance'> {
  const split = classes.some(({ train }) => train > 0) ? 'train' : 'total';
  const sorted = classes.map((it) => ({ name: it.name, count: it[split] })).sort((a, b) => b.count - a.count);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least) return { balance: 'absent', imbalance: 1 };
  const imbalance = most.count / least.count;
  if (imbalance === 1) return { balance: `even: ${counted(most.count, 'picture')} in every class`, imbalance };
  if (imbalance < 1.5)
    return { balance: `nearly even: ${least.count} to ${most.count} pictures in a class`, imbalance };
  const share = most.count / sorted.reduce((sum, { count }) => sum + count, 0);
  const how = imbalance < 10 ? 'uneven' : 'very uneven';
  const extremes = `${quoted(most.name)} has ${counted(most.count, 'picture')}, ${quoted(least.name)} ${least.count}`;
  if (severalLabels) return { balance: `${how}: ${extremes}`, imbalance };
  return {
    balance: `${how}: ${extremes}; always saying ${quoted(most.name)} would be right in ${percent(share)}`,
    imbalance,
  };
}

function groupsOf(pictures: readonly Picture[]): CollectionFacts['groups'] {
  const several = [...groupedBy(pictures, ({ group }) => group)].filter(([, list]) => list.length > 1);
  const acrossSplits = several.filter(([, list]) => splitsOf(list) > 1).map(([group]) => group);
  return { count: several.length, pictures: several.reduce((sum, [, list]) => sum + list.length, 0), acrossSplits };
}

function copiesOf(pictures: readonly Picture[], distance: number): Copies {
  const { exact, near } = findDuplicates(pictures, distance);
  const members = (cluster: Cluster) => cluster.map((i) => pictures[i]!);
  const names = (clusters: readonly Cluster[]) => clusters.map((cluster) => members(cluster).map(({ name }) => name));
  // A cluster of near ones holds the equal ones of the same looks.
  const covered = new Set(near.flat());
  const all = [...near, ...exact.filter(([first]) => !covered.has(first!))];
  const labelsOf = (picture: Picture) => [...picture.labels].sort().join('\0');
  return {
    exact: names(exact),
    near: names(near),
    acrossSplits: names(all.filter((cluster) => splitsOf(members(cluster)) > 1)),
    contradicting: names(exact.filter((cluster) => new Set(members(cluster).map(labelsOf)).size > 1)),
  };
}

function burstsOf(pictures: readonly Picture[]): Names[] {
  const grouped = (cluster: Cluster): boolean => {
    const [first, ...others] = cluster.map((i) => pictures[i]!.group);
    return first !== undefined && others.every((group) => group === first);
  };
  const open = proposeBursts(pictures).filter((cluster) => !grouped(cluster));
  return open.map((cluster) => cluster.map((i) => pictures[i]!.name));
}

function sizesOf(pictures: readonly Picture[]): NonNullable<CollectionFacts['sizes']> {
  const sizes = pictures.map(({ facts }) => facts!).sort((a, b) => a.width * a.height - b.width * b.height);
  const shown = ({ width, height }: { readonly width: number; readonly height: number }) => `${width}x${height}`;
  return { smallest: shown(sizes[0]!), largest: shown(sizes.at(-1)!) };
}

const splitsOf = (pictures: readonly Picture[]): number => new Set(pictures.map(({ split = 'train' }) => split)).size;

function linesOf(facts: CollectionFacts): string[] {
  const { pictures, classes, balance, copies, bursts, broken, ignored, groups, notes, sizes } = facts;
  const parts = Object.entries(facts.splits).filter(([, size]) => size > 0);
  const divided = parts.length > 1 ? `: ${parts.map(([split, size]) => counted(size, split, split)).join(', ')}` : '';
  const range = sizes && (sizes.smallest === sizes.largest ? sizes.smallest : `${sizes.smallest} to ${sizes.largest}`);
  const [one, many] = facts.severalLabels ? (['label', 'labels'] as const) : (['class', 'classes'] as const);
  const kinds = classes.length > 0 || !facts.values ? ` of ${counted(classes.length, one, many)}` : '';
  return [
    `${counted(pictures, 'picture')}${kinds}${range ? `, ${range}` : ''}${divided}`,
    ...(classes.length > 0 ? [`The ${many} are ${balance}`] : facts.values ? [] : ['No picture has a label']),
    ...(facts.values ? [valuesLine(facts.values, pictures)] : []),
    ...said(
      classes.length > 0 || !facts.values ? facts.unlabelled : 0,
      (n) => `${counted(n, 'picture has', 'pictures have')} no label`,
    ),
    ...example(
      copies?.acrossSplits,
      'picture lies',
      'pictures lie',
      'in more than one split, so accuracy will look better than it is',
    ),
    ...example(copies?.contradicting, 'file has', 'files have', 'different labels in different places'),
    ...example(copies?.exact, 'picture is', 'pictures are', 'there more than once'),
    ...example(copies?.near, 'picture has', 'pictures have', 'near copies'),
    ...said(groups.count, (n) => `${counted(n, 'group')} of ${counted(groups.pictures, 'picture')} in all`),
    ...said(
      groups.acrossSplits.length,
      (n) => `${counted(n, 'group lies', 'groups lie')} in more than one split: ${quoted(groups.acrossSplits[0]!)}`,
    ),
    ...example(
      bursts,
      'scene seems',
      'scenes seem',
      'to be there several times, as in a burst: consider keeping each on one side of a split',
    ),
    ...said(
      broken.length,
      (n) =>
        `${counted(n, 'picture')} cannot be read and ${n === 1 ? 'is' : 'are'} left out: ${broken[0]!.name} ${broken[0]!.reason}`,
    ),
    ...said(ignored, (n) => `${counted(n, 'file')} ignored: hidden, or no pictures`),
    ...notes,
  ];
}

const valuesLine = ({ count, least, most, mean }: NonNullable<CollectionFacts['values']>, pictures: number): string =>
  `${count === pictures ? 'Each has' : `${counted(count, 'has', 'have')}`} a value, from ${short(least)} to ${short(most)}, ${short(mean)} on average`;

/** Four digits are enough to get an idea. */
const short = (value: number): string => String(Number(value.toPrecision(4)));

const said = (n: number, sentence: (n: number) => string): string[] => (n > 0 ? [sentence(n)] : []);

/** How many there are, and the first. */
function example(clusters: readonly Names[] | undefined, one: string, many: string, what: string): string[] {
  const [first] = clusters ?? [];
  return first ? [`${counted(clusters!.length, one, many)} ${what}: ${first.slice(0, 2).join(' and ')}`] : [];
}
