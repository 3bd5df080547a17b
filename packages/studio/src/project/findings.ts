/** What a model is known to tell apart, by the labels as they are now: what a person corrects counts at once. */
import { type Coverage, coverageAt, type Unsure, wilsonInterval } from '@graftml/vision';
import type { ClassId, PhotoId, Project, ProjectClass } from './project.ts';

/** A photo that the model was judged by. */
export interface Judgement {
  readonly id: PhotoId;
  /** Its class now. */
  readonly label: ClassId;
  readonly said: ClassId;
  /** Of what it said. */
  readonly probability: number;
  /** Whether somebody has given it another class since it was judged. */
  readonly relabelled: boolean;
}

/** How well one class is told, counted in photos. A share is absent where there is nothing to share. */
export interface ClassFindings extends ProjectClass {
  /** Photos of it. */
  readonly n: number;
  readonly right: number;
  /** How often it was said, rightly or not. */
  readonly said: number;
  /** `right / n`: of its photos, those that are found; and where that may lie, with 95 % confidence. */
  readonly recall?: number;
  readonly recallInterval?: readonly [number, number];
  /** `right / said`: of what it calls so, what is so. */
  readonly precision?: number;
  readonly precisionInterval?: readonly [number, number];
}

/** Two classes that are taken for each other, whichever way. */
export interface MixUp {
  readonly classes: readonly [ClassId, ClassId];
  /** Photos of the first that were taken for the second, and the other way round. */
  readonly counts: readonly [number, number];
  readonly total: number;
}

/** What is known of a model. */
export interface Findings {
  /** Photos that it was judged by, that are still there and still have a class that it can say. */
  readonly judgements: readonly Judgement[];
  /** The order of `confusion` and `perClass`: the model's classes under their present names, but for those that are gone. */
  readonly classes: readonly ProjectClass[];
  readonly n: number;
  readonly right: number;
  /** Absent where there are no photos; the interval as `wilsonInterval` of 95 %. */
  readonly accuracy?: number;
  readonly interval?: readonly [number, number];
  /** `confusion[right][said]` */
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly ClassFindings[];
  /** The most frequent first; pairs that are never mixed up are left out. */
  readonly mixUps: readonly MixUp[];
  /** Wrong answers, those that it was surest of first. */
  readonly mistakes: readonly Judgement[];
}

/**
 * What is known of the model of a project; undefined where there is none. Left out are photos that were removed, unsorted, or given a class
 * that the model has never seen, and answers that name a class which is gone.
 */
export function findingsOf(project: Project): Findings | undefined {
  const { trained } = project;
  if (!trained) return undefined;
  const present = new Map(project.classes.map((one) => [one.id, one]));
  const classes = trained.classes.flatMap(({ id }) => present.get(id) ?? []);
  const places = new Map(classes.map(({ id }, i) => [id, i]));
  const judgements: Judgement[] = [];
  const confusion = classes.map(() => classes.map(() => 0));
  for (const [i, id] of trained.judged.entries()) {
    const label = project.photos[id]?.label;
    const [index, probability] = trained.answers[i] ?? [-1, 0];
    const said = trained.classes[index]?.id;
    if (label === undefined || said === undefined) continue;
    const [row, column] = [places.get(label), places.get(said)];
    if (row === undefined || column === undefined) continue;
    confusion[row]![column]!++;
    const before = trained.labels?.[i];
    const relabelled = before !== undefined && trained.classes[before]?.id !== label;
    judgements.push({ id, label, said, probability, relabelled });
  }
  const n = judgements.length;
  const right = judgements.filter(({ label, said }) => label === said).length;
  return {
    judgements,
    classes,
    n,
    right,
    ...(n > 0 && { accuracy: right / n, interval: wilsonInterval(right, n) }),
    confusion,
    perClass: classes.map((one, i) => classFindings(one, i, confusion)),
    mixUps: mixUpsOf(classes, confusion),
    mistakes: judgements.filter(({ label, said }) => label !== said).sort((a, b) => b.probability - a.probability),
  };
}

function classFindings(one: ProjectClass, i: number, confusion: readonly (readonly number[])[]): ClassFindings {
  const n = confusion[i]!.reduce((sum, count) => sum + count, 0);
  const said = confusion.reduce((sum, row) => sum + row[i]!, 0);
  const right = confusion[i]![i]!;
  return {
    ...{ id: one.id, name: one.name, n, right, said },
    ...(n > 0 && { recall: right / n, recallInterval: wilsonInterval(right, n) }),
    ...(said > 0 && { precision: right / said, precisionInterval: wilsonInterval(right, said) }),
  };
}

function mixUpsOf(classes: readonly ProjectClass[], confusion: readonly (readonly number[])[]): MixUp[] {
  return classes
    .flatMap((one, i) =>
      classes.slice(i + 1).map((other, k): MixUp => {
        const [there, back] = [confusion[i]![i + 1 + k]!, confusion[i + 1 + k]![i]!];
        // The more frequent way is told first.
        return there >= back
          ? { classes: [one.id, other.id], counts: [there, back], total: there + back }
          : { classes: [other.id, one.id], counts: [back, there], total: there + back };
      }),
    )
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total);
}

/** What becomes of the judged photos if only answers of at least that probability are given. Undefined where there are none. */
export function coverageOf({ judgements }: Pick<Findings, 'judgements'>, threshold: number): Coverage | undefined {
  if (judgements.length === 0) return undefined;
  return coverageAt(
    {
      confidence: judgements.map(({ probability }) => probability),
      right: judgements.map(({ label, said }) => label === said),
    },
    threshold,
  );
}

/**
 * When the model of a project is unsure: as the person chose (`Settings.unsure`), or as training found. Undefined where it always answers.
 * What is exported carries it.
 */
export function unsureOf(project: Project): Unsure | undefined {
  const { trained, settings } = project;
  const { unsure: threshold } = settings;
  if (threshold === undefined) return trained?.trust?.unsure;
  if (threshold === 0) return undefined;
  const findings = findingsOf(project);
  const counted = findings && coverageOf(findings, threshold);
  if (!counted) return { threshold };
  // It was chosen by the photos that it is judged by.
  return { threshold, from: 'judged', n: counted.n, answered: counted.answered, right: counted.right };
}

/**
 * What to ask a lab for (`explain`, `sort`): a threshold, or never. Undefined for a model that came as a file and that nobody chose anything
 * for: then the file decides.
 */
export function askedUnsure(project: Project): number | 'off' | undefined {
  if (!project.trained && project.settings.unsure === undefined) return undefined;
  return unsureOf(project)?.threshold ?? 'off';
}
