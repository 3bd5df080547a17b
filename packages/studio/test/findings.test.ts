/** What is known of a model follows the labels as they are now. */
import {
  askedUnsure,
  changed,
  coverageOf,
  findingsOf,
  isUpToDate,
  newProject,
  type Project,
  unsureOf,
} from '@graftml/studio';
import { describe, expect, it } from 'vitest';
import { type JudgedPhoto, trainedProject } from './support/trained.ts';

const judged: readonly JudgedPhoto[] = [
  { label: 'rust', said: 'rust', probability: 0.9 },
  { label: 'rust', said: 'blight', probability: 0.8 },
  { label: 'rust', said: 'blight', probability: 0.95 },
  { label: 'blight', said: 'rust', probability: 0.6 },
  { label: 'blight', said: 'blight', probability: 0.7 },
  { label: 'healthy', said: 'healthy', probability: 0.99 },
];
const project = trainedProject(['rust', 'blight', 'healthy'], judged);
const found = (of: Project) => findingsOf(of)!;

describe('findings', () => {
  it('are those of the evaluation as long as nothing has changed', () => {
    const { evaluation } = project.trained!;
    const findings = found(project);
    expect(findings.accuracy).toBeCloseTo(evaluation.accuracy, 12);
    expect(findings.interval).toEqual(evaluation.interval);
    expect(findings.confusion).toEqual(evaluation.confusion);
    expect(findings.perClass.map(({ recall, precision }) => [recall, precision])).toEqual(
      evaluation.perClass.map(({ recall, precision }) => [recall, precision]),
    );
    expect(findings.judgements.some(({ relabelled }) => relabelled)).toBe(false);
    expect(findings.mistakes.map(({ id }) => id)).toEqual(evaluation.mistakes.map(({ index }) => `${index}`));
  });

  it('tell which classes are mixed up, the most frequent pair and way first', () => {
    expect(found(project).mixUps).toEqual([{ classes: ['rust', 'blight'], counts: [2, 1], total: 3 }]);
    const turned = trainedProject(['blight', 'rust'], judged.slice(0, 5));
    expect(found(turned).mixUps).toEqual([{ classes: ['rust', 'blight'], counts: [2, 1], total: 3 }]);
  });

  it('count a photo that is given its right class at once', () => {
    const next = changed(project, { type: 'label', ids: ['2'], label: 'blight' });
    const { right, n, mixUps, mistakes, perClass, judgements } = found(next);
    expect([right, n]).toEqual([4, 6]);
    expect(mixUps[0]!.counts).toEqual([1, 1]);
    expect(mistakes.map(({ id }) => id)).toEqual(['1', '3']);
    expect(perClass.map(({ n }) => n)).toEqual([2, 3, 1]);
    expect(judgements.filter(({ relabelled }) => relabelled).map(({ id }) => id)).toEqual(['2']);
    expect(isUpToDate(project)).toBe(true);
    expect(isUpToDate(next)).toBe(false);
  });

  it('leave out what is gone, and keep names as they are now', () => {
    const removed = changed(project, { type: 'remove-photos', ids: ['1', '5'] });
    expect(found(removed).n).toBe(4);
    const { recall, recallInterval, precision } = found(removed).perClass[2]!;
    expect([recall, recallInterval, precision]).toEqual([undefined, undefined, undefined]);
    const unsorted = changed(project, { type: 'label', ids: ['1'] });
    expect(found(unsorted).n).toBe(5);
    const renamed = changed(project, { type: 'rename-class', id: 'rust', name: 'brown rust' });
    expect(found(renamed).classes[0]).toEqual({ id: 'rust', name: 'brown rust' });
    const merged = changed(project, { type: 'merge-classes', from: 'rust', into: 'blight' });
    expect(found(merged).classes.map(({ id }) => id)).toEqual(['blight', 'healthy']);
    expect(found(merged).confusion).toEqual([
      [3, 0],
      [0, 1],
    ]);
    const grown = changed(project, { type: 'add-class', name: 'new' });
    const label = grown.classes.at(-1)!.id;
    expect(found(changed(grown, { type: 'label', ids: ['0'], label })).n).toBe(5);
  });

  it('are none without a model, and without figures where nothing is left to judge by', () => {
    expect(findingsOf(newProject('p', 'Leaves', ''))).toBeUndefined();
    const empty = changed(project, { type: 'remove-photos', ids: Object.keys(project.photos) });
    const { accuracy, interval, n, mixUps } = found(empty);
    expect([accuracy, interval, n, mixUps]).toEqual([undefined, undefined, 0, []]);
    expect(coverageOf(found(empty), 0.5)).toBeUndefined();
  });
});

describe('unsure', () => {
  it('is what training found, unless somebody chose', () => {
    const unsure = { threshold: 0.65, from: 'validation' as const };
    const trained = { ...project.trained!, trust: { from: 'validation' as const, n: 30, temperature: 1, unsure } };
    const calibrated: Project = { ...project, trained };
    expect(unsureOf(calibrated)).toEqual(unsure);
    const chosen = changed(calibrated, { type: 'settings', settings: { unsure: 0.75 } });
    expect(unsureOf(chosen)).toEqual({ threshold: 0.75, from: 'judged', n: 6, answered: 4, right: 2 });
    expect(unsureOf(changed(calibrated, { type: 'settings', settings: { unsure: 0 } }))).toBeUndefined();
    expect(unsureOf(changed(chosen, { type: 'settings', settings: { unsure: undefined } }))).toEqual(unsure);
    expect(askedUnsure(calibrated)).toBe(0.65);
    expect(askedUnsure(changed(calibrated, { type: 'settings', settings: { unsure: 0 } }))).toBe('off');
    // A model that came as a file says itself when it is unsure.
    const { trained: _, ...came } = calibrated;
    expect(askedUnsure(came)).toBeUndefined();
    expect(askedUnsure(changed(came, { type: 'settings', settings: { unsure: 0.9 } }))).toBe(0.9);
    // It is nothing that one would have to train for.
    expect(isUpToDate(chosen)).toBe(true);
    expect(isUpToDate(changed(project, { type: 'settings', settings: { seed: 2 } }))).toBe(false);
  });
});
