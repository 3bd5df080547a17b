/** A lab behind a port: the same as a lab that is here. */
import { DataError } from '@graftml/core';
import { connectLab, type Lab, LabError, type LabPort, newProject, sentError, serveLab } from '@graftml/studio';
import { afterEach, expect, it } from 'vitest';

const ports: { close(): void }[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function remote(lab: Partial<Lab>): Lab {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serveLab(lab as Lab, port1 as unknown as LabPort);
  const connected = connectLab(port2 as unknown as LabPort);
  port1.start();
  port2.start();
  return connected;
}

const project = newProject('p', 'leaves', '2026-01-01T00:00:00.000Z');
const request = { projectId: 'p', files: [], known: [] };

it('answers, and tells how far it is before it does', async () => {
  const lab = remote({
    async add({ projectId }, { onEvent } = {}) {
      onEvent?.({ done: 1, total: 2, photos: [], broken: [] });
      onEvent?.({ done: 2, total: 2, photos: [], broken: [] });
      return { photos: projectId.length, again: 0, broken: [], ignored: 0 };
    },
  });
  const seen: number[] = [];
  const sum = await lab.add(request, { onEvent: ({ done }) => seen.push(done) });
  expect([seen, sum.photos]).toEqual([[1, 2], 1]);
});

it('gives errors with all they say', async () => {
  const lab = remote({
    async photo() {
      throw new DataError('is damaged', { where: 'a.jpg', expected: 'a picture', hint: 'get it again' });
    },
    async thumbnail() {
      throw new TypeError('a bug');
    },
  });
  const error = await lab.photo({ projectId: 'p', id: 'x' }).catch((reason: unknown) => reason as LabError);
  expect(error).toBeInstanceOf(LabError);
  expect(error).toMatchObject({
    name: 'DataError',
    code: 'data',
    message: 'a.jpg: is damaged. Expected a picture. Hint: get it again.',
    parts: { statement: 'is damaged', where: 'a.jpg', expected: 'a picture', hint: 'get it again' },
  });
  expect(sentError(error)).toMatchObject({ name: 'DataError', code: 'data' });
  await expect(lab.thumbnail({ projectId: 'p', id: 'x' })).rejects.toMatchObject({
    name: 'TypeError',
    message: 'a bug',
  });
});

it('is stopped from afar, with the reason of the signal, each call by itself', async () => {
  let stopped = 0;
  const lab = remote({
    look: ({ ids }, { signal, onEvent } = {}) =>
      new Promise((resolve, reject) => {
        onEvent?.({ done: 0 });
        signal?.addEventListener('abort', () => {
          stopped++;
          reject(signal.reason);
        });
        if (ids.length === 0) resolve([]);
      }),
  });
  const controller = new AbortController();
  const reason = new Error('enough');
  const long = lab.look(
    { project, ids: ['a'] },
    { signal: controller.signal, onEvent: () => controller.abort(reason) },
  );
  const other = lab.look({ project, ids: [] });
  await expect(long).rejects.toBe(reason);
  await expect(other).resolves.toEqual([]);
  expect(stopped).toBe(1);
  await expect(lab.look({ project, ids: ['a'] }, { signal: controller.signal })).rejects.toBe(reason);
  expect(stopped).toBe(1);
});

it('may have a result though it was stopped', async () => {
  const lab = remote({
    guess: (_, { signal, onEvent } = {}) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => resolve({ guesses: [], took: 1 }));
        onEvent?.({ done: 0 });
      }),
  });
  const controller = new AbortController();
  const guessing = lab.guess({ project }, { signal: controller.signal, onEvent: () => controller.abort() });
  await expect(guessing).resolves.toEqual({ guesses: [], took: 1 });
});

it('is no promise', async () => {
  const lab = remote({});
  expect(await Promise.resolve(lab)).toBe(lab);
});

it('hands a project over as it is', async () => {
  let received: unknown;
  const lab = remote({
    async guess({ project }) {
      received = project;
      return { guesses: [], took: 0 };
    },
  });
  await lab.guess({ project });
  expect(received).toEqual(project);
});

it('many files travel in pieces, and arrive whole and in order', async () => {
  const lab = remote({
    async add({ files, projectId }) {
      const paths = files.map(({ path }) => path).join(' ');
      return { photos: files.length, again: 0, ignored: 0, broken: [{ name: projectId, reason: paths }] };
    },
  });
  const filesOf = (n: number) => Array.from({ length: n }, (_, i) => ({ path: `${n}/${i}`, blob: new Blob([]) }));
  for (const sum of await Promise.all([350, 3, 123].map((n) => lab.add({ ...request, files: filesOf(n) }))))
    expect(sum.broken[0]!.reason).toBe(
      filesOf(sum.photos)
        .map(({ path }) => path)
        .join(' '),
    );
});
