/** What a person should know of the photos before training, in quiet lines: each with the photos that it is about. */
import type { Described, PhotoId, Project } from '@graftml/studio';
import type { Texts } from '../../text/en.ts';

export interface Remark {
  readonly kind: 'alike' | 'burst' | 'uneven' | 'few' | 'broken';
  readonly text: string;
  /** Those that it is about, in groups. */
  readonly groups: readonly (readonly PhotoId[])[];
}

/** From so many times as many photos on, it is said that a class has more than another. */
const uneven = 3;
/** A class with fewer photos can hardly be learnt, or judged. */
const few = 5;

export function remarksOf(
  project: Project,
  described: Described | undefined,
  { photos: text }: Texts,
): readonly Remark[] {
  const { broken, classes } = project;
  const remarks: Remark[] = [];
  if (broken.length > 0) remarks.push({ kind: 'broken', text: text.remarks.broken(broken.length), groups: [] });
  if (!described) return remarks;
  const { facts, ids } = described;
  // It may be of a moment ago.
  const present = (name: string) => {
    const id = ids[name];
    return id !== undefined && project.photos[id] ? [id] : [];
  };
  const grouped = (names: readonly (readonly string[])[] = []) =>
    names.map((group) => group.flatMap(present)).filter((group) => group.length > 1);
  const alike = grouped(facts.copies?.near);
  if (alike.length > 0) remarks.push({ kind: 'alike', text: text.remarks.alike(alike.flat().length), groups: alike });
  const bursts = grouped(facts.bursts);
  if (bursts.length > 0)
    remarks.push({ kind: 'burst', text: text.remarks.bursts(bursts.flat().length, bursts.length), groups: bursts });
  const sorted = facts.classes.filter(({ total }) => total > 0).sort((a, b) => b.total - a.total);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (most && least && classes.length > 1 && most.total >= uneven * least.total)
    remarks.push({
      kind: 'uneven',
      text: text.remarks.uneven(most.name, most.total, least.name, least.total),
      groups: [],
    });
  const poor = sorted.filter(({ total }) => total < few);
  if (poor.length > 0 && classes.length > 1)
    remarks.push({ kind: 'few', text: text.remarks.few(poor.map(({ name }) => name)), groups: [] });
  return remarks;
}
