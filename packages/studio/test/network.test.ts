/** A network of the person: kept, measured, trained on, stopped, and gone on with. */
import { conv2D, dense, flatten, initialWeights, maxPooling2D, sequential, withWeights } from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import { type BackboneChoice, changed, newProject, type Project, type TrainEvent } from '@graftml/studio';
import { nodeLab } from '@graftml/studio/node';
import { beforeAll, expect, it } from 'vitest';
import { memoryStore } from './support/memory-store.ts';
import { photos } from './support/photos.ts';

const store = memoryStore();
const lab = nodeLab({ store });
let project: Project;

/** A small one that has learnt nothing, but for being a network on pictures. */
function network(): Blob {
  const plain = sequential({ input: [3, 32, 32], name: 'small' }, [
    conv2D(6, 3, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    conv2D(8, 3, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    flatten(),
    dense(12, { activation: 'relu' }),
    dense(10),
  ]);
  return new Blob([toOnnx(withWeights(plain, initialWeights(plain, 1)))]);
}

const settings = (changes: Partial<Project['settings']>) => {
  project = changed(project, { type: 'settings', settings: changes });
};

beforeAll(async () => {
  project = newProject('own', 'Stripes', '2026-01-01T00:00:00.000Z');
  await lab.add(
    { projectId: project.id, files: await photos(16), known: [] },
    {
      onEvent({ photos, broken }) {
        project = changed(project, { type: 'add-photos', photos, broken });
      },
    },
  );
});

it('asks how pictures become its input, and is kept then', async () => {
  const source = { kind: 'file', file: { path: 'nets/small.onnx', blob: network() } } as const;
  // Without photos there is nothing to guess by.
  const asked = await lab.keepNetwork({ project: { ...project, photos: {} }, source });
  expect(asked).toMatchObject({ kind: 'question', size: { width: 32, height: 32 } });
  const kept = await lab.keepNetwork({ project, source, preprocessing: 'zero-one' });
  expect(kept).toMatchObject({
    kind: 'kept',
    backbone: { kind: 'file', name: 'small.onnx', preprocessing: 'zero-one' },
  });
  const { backbone } = kept as { backbone: BackboneChoice };
  settings({ backbone });
  const prepared = await lab.prepare({ projectId: project.id, backbone, device: 'auto' });
  expect(prepared).toMatchObject({ name: 'small.onnx', device: 'cpu', size: { width: 32, height: 32 } });
  expect(prepared.cuts.filter(({ isUsual }) => isUsual).length).toBeLessThanOrEqual(1);
  expect(prepared.cuts.map(({ weightsBefore }) => weightsBefore)).toEqual(
    prepared.cuts.map(({ weightsBefore }) => weightsBefore).sort((a, b) => a - b),
  );
  expect(await lab.keptNetworks()).toEqual(['graft-backbone']);
});

it('what is no network is not kept', async () => {
  const keep = (blob: Blob) => lab.keepNetwork({ project, source: { kind: 'file', file: { path: 'a.onnx', blob } } });
  await expect(keep(new Blob(['no network']))).rejects.toThrow(/a\.onnx/);
  const words = sequential({ input: [7], name: 'words' }, [dense(3)]);
  const file = new Blob([toOnnx(withWeights(words, initialWeights(words, 1)))]);
  await expect(keep(file)).rejects.toThrow(/picture|image/);
  const missing = { kind: 'file', name: 'gone.onnx', digest: 'abc' } as const;
  await expect(lab.prepare({ projectId: project.id, backbone: missing, device: 'auto' })).rejects.toThrow(
    /choose the file again/,
  );
});

it('is measured', async () => {
  const { strategy, reasons, probes } = await lab.measure({ project });
  expect(['head', 'earlier', 'fine-tune']).toContain(strategy);
  expect(reasons.length).toBe(2);
  expect(probes.length).toBeGreaterThan(0);
});

it('shows what an augmentation does', async () => {
  const ids = Object.keys(project.photos).slice(0, 2);
  const sheet = (epoch: number) => lab.sheet({ project, ids, augmentation: 'flip,rotate=20', epoch });
  const [one, same, other] = await Promise.all(
    [sheet(1), sheet(1), sheet(2)].map(async (made) => Buffer.from(await (await made).arrayBuffer())),
  );
  expect(one!.equals(same!)).toBe(true);
  expect(one!.equals(other!)).toBe(false);
});

it('is trained on; stopped, it has the best until then, and goes on from there', async () => {
  const network = {
    epochs: 4,
    batchSize: 8,
    learningRate: 0.003,
    optimizer: 'rmsprop',
    schedule: 'constant',
    patience: 9,
    classWeights: true,
  } as const;
  settings({ strategy: 'fine-tune', augmentation: 'flip', network });
  expect(await lab.unfinished({ project })).toBeUndefined();
  const controller = new AbortController();
  const epochs: number[] = [];
  const onEvent = (event: TrainEvent) => {
    if (event.phase !== 'network' || event.training.phase !== 'epoch') return;
    epochs.push(event.training.epoch);
    if (epochs.length === 2) controller.abort(new Error('enough'));
  };
  const stopped = await lab.train({ project }, { signal: controller.signal, onEvent });
  expect(stopped.history!.length).toBe(2);
  expect(await lab.unfinished({ project })).toMatchObject({ epochs: 2, of: 4, history: stopped.history });
  const other = changed(project, { type: 'settings', settings: { seed: 7 } });
  expect(await lab.unfinished({ project: other })).toBeUndefined();

  const whole = await lab.train({ project, goOn: true }, { onEvent });
  expect(epochs).toEqual([1, 2, 3, 4]);
  expect(whole.history!.slice(0, 2)).toEqual(stopped.history);
  expect(whole).toMatchObject({ strategy: 'fine-tune', settings: { network } });
  expect(await lab.unfinished({ project })).toBeUndefined();
  const straight = await lab.train({ project });
  expect(straight.history).toEqual(whole.history);
  project = changed(project, { type: 'trained', trained: straight });
  const points = await lab.map({ project, ids: Object.keys(project.photos) });
  expect(points.length).toBe(64);
});

it('with a dense head, or none that there is', async () => {
  settings({ strategy: 'head', head: 'dense', network: { dropout: 0.1, l2: 0.01, epochs: 3, learningRate: 0.01 } });
  const { strategy, history } = await lab.train({ project });
  expect([strategy, history?.length]).toEqual(['head', 3]);
  settings({ strategy: 'fine-tune', augmentation: 'mixup' });
  await expect(lab.train({ project })).rejects.toThrow(/mixup/);
});

it('needs two classes', async () => {
  const [first] = project.classes;
  const one = changed(project, { type: 'remove-class', id: first!.id, photos: 'remove' });
  await expect(lab.train({ project: one })).rejects.toThrow(/two classes.*another class/s);
});
