/** A project whose model was judged by some photos, as a test says. */

import { learntFrom, newProject, type Photo, type Project, type ProjectClass, type Trained } from '@graftml/studio';
import { evaluationOf } from '@graftml/vision';

export interface JudgedPhoto {
  readonly label: string;
  readonly said: string;
  readonly probability: number;
}

/** Classes have their names as ids; photos are called `0`, `1`, … */
export function trainedProject(classNames: readonly string[], judged: readonly JudgedPhoto[]): Project {
  const classes: ProjectClass[] = classNames.map((name) => ({ id: name, name }));
  const photos = Object.fromEntries(
    judged.map(({ label }, i): [string, Photo] => [
      `${i}`,
      {
        id: `${i}`,
        name: `${label}/${i}.jpg`,
        size: 1,
        type: 'image/jpeg',
        facts: { width: 8, height: 8, hash: '0' },
        label,
      },
    ]),
  );
  const project: Project = { ...newProject('p', 'Leaves', '2026-01-01T00:00:00Z'), classes, photos };
  return { ...project, trained: trainedFor(project, classNames, judged) };
}

function trainedFor(project: Project, classNames: readonly string[], judged: readonly JudgedPhoto[]): Trained {
  const labels = judged.map(({ label }) => classNames.indexOf(label));
  const logits = judged.flatMap(({ said, probability }) =>
    classNames.map((name) => Math.log(name === said ? probability : (1 - probability) / (classNames.length - 1))),
  );
  return {
    at: '2026-01-01T00:00:00Z',
    from: learntFrom(project),
    seconds: 1,
    device: 'cpu',
    classes: project.classes,
    settings: project.settings,
    strategy: 'head',
    reasons: [],
    evaluation: evaluationOf(logits, Int32Array.from(labels), { of: 'validation', classNames }),
    judged: Object.keys(project.photos),
    answers: judged.map(({ said, probability }) => [classNames.indexOf(said), probability]),
    labels,
    pictures: { train: 10, validation: judged.length, test: 0 },
    size: 1000,
  };
}
