/** Trainings on a server: sent, followed, stopped, come back to. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  changed,
  httpServer,
  leftName,
  newProject,
  type Project,
  type Settings,
  type TrainEvent,
} from '@graftml/studio';
import { type Jobs, type JobsOptions, nodeLab, openJobs } from '@graftml/studio/node';
import { openClassifier } from '@graftml/vision';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryStore } from '../support/memory-store.ts';
import { photos } from '../support/photos.ts';
import { type Served, served } from '../support/served.ts';

const store = memoryStore();
let folder: string;
let jobs: Jobs;
let server: Served;
let project: Project;

const sendByFetch = (address: string, body: Blob) => fetch(address, { method: 'POST', body });
const remote = () => httpServer({ address: server.address, send: sendByFetch, pause: 20 });
const labHere = () => nodeLab({ store, server: remote() });

const reopened = async (options: Partial<JobsOptions> = {}) => {
  await jobs?.close();
  jobs = await openJobs({ folder, ...options });
};

const withSettings = (settings: Partial<Settings>): Project =>
  changed(project, { type: 'settings', settings: { ...project.settings, ...settings } });

/** So many epochs that only a stop ends it. */
const endless: Partial<Settings> = {
  device: 'server',
  strategy: 'fine-tune',
  network: { epochs: 10_000, batchSize: 8, patience: 10_000 },
};

const epochsIn = (events: readonly TrainEvent[]): number[] =>
  events.flatMap((event) =>
    event.phase === 'network' && event.training.phase === 'epoch' ? event.training.epoch : [],
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-jobs-'));
  await reopened();
  server = await served(() => jobs);
  project = newProject('stripes', 'Stripes', '2026-01-01T00:00:00.000Z');
  await nodeLab({ store }).add(
    { projectId: project.id, files: await photos(12), known: [] },
    {
      onEvent({ photos: come, broken }) {
        project = changed(project, { type: 'add-photos', photos: come, broken });
      },
    },
  );
});

afterAll(async () => {
  server.close();
  await jobs.close();
  await rm(folder, { recursive: true, force: true });
});

it('trains what a page would have trained, and keeps nothing', async () => {
  const events: TrainEvent[] = [];
  const there = withSettings({ device: 'server' });
  const trained = await labHere().train({ project: there }, { onEvent: (event) => events.push(event) });
  const model = (await store.shelves(project.id).documents.read('model.onnx'))!;
  const here = await nodeLab({ store }).train({ project });
  expect(trained.judged).toEqual(here.judged);
  expect(trained.labels).toEqual(here.labels);
  expect(trained.answers.map(([said]) => said)).toEqual(here.answers.map(([said]) => said));
  for (const [i, [, probability]] of here.answers.entries()) expect(trained.answers[i]![1]).toBeCloseTo(probability, 4);
  expect(trained.settings.device).toBe('server');
  expect(openClassifier(model, 'model.onnx').labels).toEqual(['across', 'down']);
  expect(events[0]).toMatchObject({ phase: 'upload' });
  expect(events.map(({ phase }) => phase)).toContain('device');
  expect(await readdir(folder)).toEqual([]);
});

describe('one that lasts', () => {
  it('goes on while nobody listens and while the server is away, and gives its best when it is stopped', async () => {
    const there = withSettings(endless);
    const away = new AbortController();
    const first: TrainEvent[] = [];
    // A page that is reloaded: its lab is gone, what it noted is not.
    const gone = labHere()
      .train({ project: there }, { onEvent: (event) => first.push(event), ...{ signal: away.signal } })
      .catch(() => 'gone');
    await until(() => epochsIn(first).length >= 1);
    server.breakOff();
    const seen = epochsIn(first).length;
    await until(() => epochsIn(first).length > seen);
    expect(first.flatMap((event) => (event.phase === 'server' ? event.answers : []))).toEqual([false, true]);
    await reopened();
    const unfinished = (await labHere().unfinished({ project: there }))!;
    expect(unfinished.server).toBe('there');
    expect(unfinished.epochs).toBeGreaterThanOrEqual(2);
    expect(unfinished.history.length).toBe(unfinished.epochs);
    expect(unfinished.of).toBe(10_000);

    const controller = new AbortController();
    const second: TrainEvent[] = [];
    const going = labHere().train(
      { project: there, goOn: true },
      { signal: controller.signal, onEvent: (event) => second.push(event) },
    );
    going.catch(() => {});
    await until(() => epochsIn(second).some((epoch) => epoch > unfinished.epochs));
    controller.abort(new DOMException('stopped', 'AbortError'));
    const trained = await going;
    expect(trained.history!.length).toBeGreaterThan(2);
    expect(trained.bestEpoch).toBeGreaterThan(0);
    // The other one followed the same job, to its end.
    await gone;
    expect(await labHere().unfinished({ project: there })).toBeUndefined();
  }, 300_000);

  it('goes on where it is only left, is not lost where the server is away, and can then be gone on with', async () => {
    const there = withSettings(endless);
    const controller = new AbortController();
    const events: TrainEvent[] = [];
    const going = labHere().train(
      { project: there },
      { signal: controller.signal, onEvent: (event) => events.push(event) },
    );
    going.catch(() => {});
    await until(() => events.some(({ phase }) => phase === 'device'));
    controller.abort(new DOMException('left', leftName));
    await expect(going).rejects.toThrow('left');

    const nowhere = httpServer({ address: 'http://127.0.0.1:9/jobs', send: sendByFetch, pause: 1, tries: 2 });
    const lost = nodeLab({ store, server: nowhere });
    expect(await lost.unfinished({ project: there })).toMatchObject({ server: 'away' });
    await expect(lost.train({ project: there, goOn: true })).rejects.toThrow(/does not answer.*nothing is lost/s);

    expect(await labHere().unfinished({ project: there })).toMatchObject({ server: 'there' });
    const last = new AbortController();
    const again: TrainEvent[] = [];
    const back = labHere().train(
      { project: there, goOn: true },
      { signal: last.signal, onEvent: (event) => again.push(event) },
    );
    back.catch(() => {});
    await until(() => again.some(({ phase }) => phase === 'device'));
    last.abort(new DOMException('stopped', 'AbortError'));
    await back.catch(() => {});
    expect(await readdir(folder)).toEqual([]);
  }, 300_000);

  it('is over at once where it is stopped while it waits, or has nothing yet', async () => {
    const controller = new AbortController();
    const going = labHere().train({ project: withSettings(endless) }, { signal: controller.signal });
    going.catch(() => {});
    await until(async () => (await readdir(folder)).length === 1);
    controller.abort(new DOMException('stopped', 'AbortError'));
    await expect(going).rejects.toThrow('stopped');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('what a server does not take', () => {
  const archive = async () => (await labHere().exportProject({ project })).blob;
  const refusal = async (limits: JobsOptions['limits'], body: Blob): Promise<unknown> => {
    await reopened(limits && { limits });
    const error = await remote()
      .create(body, {})
      .then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
    expect(await readdir(folder)).toEqual([]);
    await reopened();
    return error?.message;
  };

  it('too large', async () => {
    expect(await refusal({ bytes: 1000 }, await archive())).toMatch(/too large for this server.*at most 1000 bytes/s);
  });

  it('too many files', async () => {
    expect(await refusal({ entries: 5 }, await archive())).toMatch(/too many files.*at most 5.*26|25/s);
  });

  it('no archive, and one of something else', async () => {
    expect(await refusal({}, new Blob(['not a zip']))).toMatch(/no zip archive/);
    const { blob } = await labHere().pack({ name: 'x.zip', files: [{ path: 'a.txt', blob: new Blob(['a']) }] });
    expect(await refusal({}, blob)).toMatch(/is no project/);
  });

  it('more than it keeps at a time', async () => {
    expect(await refusal({ jobs: 0 }, await archive())).toMatch(/too many trainings/);
  });
});

it('says what went wrong', async () => {
  const [one] = project.classes;
  const alone = Object.fromEntries(Object.entries(project.photos).filter(([, { label }]) => label === one!.id));
  const job = await remote().create(
    (await labHere().exportProject({ project: { ...project, photos: alone } })).blob,
    {},
  );
  const { state, error } = await remote().follow(job.id, {});
  expect(state).toBe('failed');
  expect(error!.message).toMatch(/two classes or more/);
  await remote().remove(job.id);
});

it('forgets what is too old', async () => {
  const job = await remote().create((await labHere().exportProject({ project })).blob, {});
  await remote().follow(job.id, {});
  expect(existsSync(join(folder, job.id))).toBe(true);
  await reopened({ limits: { hours: 0 } });
  await until(() => !existsSync(join(folder, job.id)));
  expect(await remote().get(job.id)).toBeUndefined();
  await expect(remote().follow(job.id, {})).rejects.toThrow(/not here any more/);
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
