/** An open project writes itself down. */
import { FileError } from '@graftml/core';
import { createSession, type History, newProject, noHistory, type Project } from '@graftml/studio';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function opened(fails: () => boolean = () => false) {
  const written: { project: Project; history: History }[] = [];
  const store = {
    async save(project: Project, history: History) {
      if (fails()) throw new FileError('the browser has no room left for this site', { where: 'p' });
      written.push({ project, history });
    },
  };
  const project = newProject('p', 'Leaves', '2026-01-01T00:00:00.000Z');
  return { written, session: createSession({ store, project, history: noHistory }) };
}

it('a moment after a change, once for several', async () => {
  const { session, written } = opened();
  const seen: unknown[] = [];
  session.subscribe(() => seen.push(session.get().saved));
  session.apply({ type: 'add-class', name: 'rust' });
  session.apply({ type: 'add-class', name: 'blight' });
  expect([written.length, session.get().saved]).toEqual([0, 'saving']);
  await vi.runAllTimersAsync();
  expect(written.map(({ project }) => project.classes.length)).toEqual([2]);
  expect(session.get().saved).toBe(true);
  expect(seen).toEqual(['saving', 'saving', true]);
});

it('what is taken back, and what may not be taken back', async () => {
  const { session, written } = opened();
  session.apply({ type: 'add-class', name: 'rust' });
  session.apply({ type: 'settings', settings: { seed: 2 } }, { silent: true });
  expect(session.undo()).toBe(true);
  expect([session.get().project.classes.length, session.get().project.settings.seed]).toEqual([0, 2]);
  expect(session.undo()).toBe(false);
  expect(session.redo()).toBe(true);
  await session.save();
  expect(written.at(-1)!.project.classes.length).toBe(1);
  expect(written.at(-1)!.history.done.length).toBe(1);
});

it('says what the storage says, and tries again with the next change', async () => {
  let isFull = true;
  const { session, written } = opened(() => isFull);
  session.apply({ type: 'add-class', name: 'rust' });
  await vi.runAllTimersAsync();
  expect(session.get().saved).toMatchObject({ message: expect.stringContaining('no room left') });
  await expect(session.save()).rejects.toThrow('no room left');
  isFull = false;
  session.apply({ type: 'add-class', name: 'blight' });
  await vi.runAllTimersAsync();
  expect([session.get().saved, written.at(-1)!.project.classes.length]).toEqual([true, 2]);
});

it('what comes while it writes is written too', async () => {
  const { session, written } = opened();
  session.apply({ type: 'add-class', name: 'rust' });
  const saving = session.save();
  session.apply({ type: 'add-class', name: 'blight' });
  await saving;
  await vi.runAllTimersAsync();
  expect(written.at(-1)!.project.classes.length).toBe(2);
});
