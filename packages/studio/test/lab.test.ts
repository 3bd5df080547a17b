/** A lab on memory, sharp and onnxruntime-node: from files to a model, and back. */
import { type AddedPhoto, changed, type DroppedFile, newProject, type Project, type TrainEvent } from '@graftml/studio';
import { nodeLab } from '@graftml/studio/node';
import { openClassifier } from '@graftml/vision';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from './support/memory-store.ts';
import { kinds, photo, photos } from './support/photos.ts';

const store = memoryStore();
const lab = nodeLab({ store });
let project: Project;

async function added(to: Project, files: readonly DroppedFile[], className?: string | null) {
  let next = to;
  const come: AddedPhoto[] = [];
  const request = {
    projectId: to.id,
    files,
    known: Object.keys(to.photos),
    ...(className !== undefined && { className }),
  };
  const sum = await lab.add(request, {
    onEvent({ photos, broken }) {
      come.push(...photos);
      next = changed(next, { type: 'add-photos', photos, broken });
    },
  });
  return { project: next, come, sum };
}

beforeAll(async () => {
  project = newProject('stripes', 'Stripes', '2026-01-01T00:00:00.000Z');
  project = (await added(project, await photos(12))).project;
  const unsorted = [
    { path: 'new-1.png', blob: await photo('across', 900) },
    { path: 'new-2.png', blob: await photo('down', 901) },
  ];
  project = (await added(project, unsorted)).project;
});

const nameOf = (id: string) => project.classes.find((one) => one.id === id)!.name;

it('knows classes by folders, and what lies in none is unsorted', async () => {
  expect(project.classes.map(({ name }) => name)).toEqual([...kinds]);
  const all = Object.values(project.photos);
  expect(all.filter(({ label }) => label !== undefined).length).toBe(24);
  expect(all.filter(({ label }) => label === undefined).map(({ name }) => name)).toEqual(['new-1.png', 'new-2.png']);
  const { id, facts, type, size } = all[0]!;
  expect(facts).toMatchObject({ width: 40, height: 40, hash: expect.stringMatching(/^[\da-f]{16}$/) });
  expect(type).toBe('image/png');
  expect((await lab.photo({ projectId: project.id, id }))!.size).toBe(size);
  const thumbnail = new Uint8Array(await (await lab.thumbnail({ projectId: project.id, id }))!.arrayBuffer());
  expect([...thumbnail.subarray(0, 2)]).toEqual([0xff, 0xd8]);
});

it('guesses the unsorted ones', async () => {
  const { guesses, accuracy } = await lab.guess({ project });
  expect(guesses.map(({ probability }) => probability)).toEqual(guesses.map(({ probability }) => probability).sort());
  expect(Object.fromEntries(guesses.map(({ id, label }) => [project.photos[id]!.name, nameOf(label)]))).toEqual({
    'new-1.png': 'across',
    'new-2.png': 'down',
  });
  expect(accuracy).toBeGreaterThan(0.9);
});

it('describes what there is, with the photos that are meant', async () => {
  const { facts, ids } = await lab.describe({ project });
  expect(facts.unlabelled).toBe(2);
  expect(ids['new-1.png']).toBe(Object.values(project.photos).find(({ name }) => name === 'new-1.png')!.id);
});

describe('a model', () => {
  const events: TrainEvent[] = [];
  beforeAll(async () => {
    const trained = await lab.train({ project }, { onEvent: (event) => events.push(event) });
    project = changed(project, { type: 'trained', trained });
  });

  it('comes of training, with an answer for each photo that it is judged by', () => {
    const { judged, answers, labels, evaluation, classes, size, settings } = project.trained!;
    expect(events[0]).toMatchObject({ phase: 'device', device: 'cpu' });
    expect(events.map(({ phase }) => phase)).toContain('evaluation');
    expect(settings).toEqual(project.settings);
    expect(judged.length).toBe(evaluation.n);
    expect(judged.map((id) => project.photos[id]!.label)).toEqual(labels!.map((label) => classes[label]!.id));
    const right = answers.filter(([said], i) => said === labels![i]).length;
    expect(right / judged.length).toBeCloseTo(evaluation.accuracy, 12);
    expect(size).toBeGreaterThan(1e6);
  });

  it('says what a picture is, where it looked, and what is like it', async () => {
    const blob = await photo('down', 950);
    const { prediction, overlay, nearest } = await lab.explain({
      ...{ projectId: project.id, picture: blob },
      among: { settings: project.settings, ids: Object.keys(project.photos) },
    });
    expect(prediction.label).toBe('down');
    expect(prediction.top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(overlay!.type).toBe('image/jpeg');
    expect(nearest!.length).toBe(6);
    expect(nearest!.map(({ similarity }) => similarity)).toEqual(
      nearest!
        .map(({ similarity }) => similarity)
        .sort()
        .reverse(),
    );
    // Another day the training's features are still there.
    const later = nodeLab({ store });
    expect(
      (
        await later.explain({
          projectId: project.id,
          picture: blob,
          among: { settings: project.settings, ids: Object.keys(project.photos) },
        })
      ).nearest,
    ).toEqual(nearest);
    const quick = await lab.explain({ projectId: project.id, picture: blob, answerOnly: true, unsure: 1 });
    expect(quick.prediction.label).toBe('down');
    expect(quick.prediction.probability).toBeCloseTo(prediction.probability, 5);
    expect(quick.unsure).toBe(quick.prediction.probability < 1);
    expect(quick.overlay).toBeUndefined();
  });

  it('answers for a folder, and says which files are no pictures', async () => {
    const files = [
      ...(await photos(10, 500)),
      { path: 'across/broken.jpg', blob: new Blob(['no picture']) },
      { path: 'notes.txt', blob: new Blob(['']) },
    ];
    const rows: { path: string; label: string | undefined; broken: string | undefined }[] = [];
    const done = await lab.sort(
      { projectId: project.id, files },
      {
        onEvent: (event) =>
          rows.push(...event.rows.map(({ path, answer, broken }) => ({ path, label: answer?.label, broken }))),
      },
    );
    expect(done).toEqual({ done: 21, total: 21 });
    expect(rows.map(({ path }) => path)).toEqual(files.slice(0, 21).map(({ path }) => path));
    expect(rows.filter(({ path, label }) => label && path.startsWith(label)).length).toBeGreaterThanOrEqual(19);
    expect(rows.at(-1)).toMatchObject({ label: undefined, broken: expect.any(String) });
  });

  it('is exported with the names that its classes have now, and programs for it', async () => {
    const renamed = changed(project, { type: 'rename-class', id: project.classes[1]!.id, name: 'upright' });
    const { name, blob } = await lab.exportModel({ projectId: project.id, project: renamed });
    expect(name).toBe('Stripes.onnx');
    const classifier = openClassifier(new Uint8Array(await blob.arrayBuffer()));
    expect(classifier.labels).toEqual(['across', 'upright']);
    const files = await lab.usage({ project: renamed, model: name });
    expect(files.map((file) => file.name)).toEqual(['predict.py', 'predict.mjs', 'predict.html']);
    expect(files[0]!.text).toContain('"Stripes.onnx"');
  });

  it('is reported', async () => {
    const { blob } = await lab.exportReport({ project });
    expect(await blob.text()).toMatch(/Right on/);
  });

  it('draws a map of its photos', async () => {
    const ids = Object.keys(project.photos);
    const points = await lab.map({ project, ids });
    expect(points.length).toBe(2 * ids.length);
    expect(points.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('goes with its project into an archive and out of it', async () => {
    const { name, blob } = await lab.exportProject({ project });
    expect(name).toBe('Stripes.zip');
    expect(await lab.isProject({ file: { path: name, blob } })).toBe(true);
    const again = await lab.importProject({ file: { path: name, blob }, id: 'again' });
    expect(again).toEqual({ ...project, id: 'again' });
    expect((await store.open('again')).project).toEqual(again);
    const picture = await photo('across', 960);
    const [here, there] = await Promise.all(
      [project.id, 'again'].map((projectId) => lab.explain({ projectId, picture, answerOnly: true })),
    );
    expect(there!.prediction).toEqual(here!.prediction);
    const id = Object.keys(again.photos)[3]!;
    expect((await lab.thumbnail({ projectId: 'again', id }))!.size).toBeGreaterThan(0);
  });

  it('is the beginning of a project too', async () => {
    const { blob } = await lab.exportModel({ projectId: project.id, project });
    const made = await lab.importProject({ file: { path: 'down/stripes.onnx', blob }, id: 'model' });
    expect(made.imported).toMatchObject({ name: 'stripes.onnx', backbone: 'graft-backbone', strategy: 'head' });
    expect(made.classes.map((one) => one.name)).toEqual([...kinds]);
    const { prediction } = await lab.explain({
      projectId: 'model',
      picture: await photo('across', 970),
      answerOnly: true,
    });
    expect(prediction.label).toBe('across');
  });
});
