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

function opened(fails: () => boolean = () => false, isNew = false) {
  const written: { project: Project; history: History }[] = [];
  const store = {
    async save(project: Project, history: History) {
      if (fails()) throw new FileError('the browser has no room left for this site', { where: 'p' });
      written.push({ project, history });
    },
  };
  const project = newProject('p', 'Leaves', '2026-01-01T00:00:00.000Z');
  return { written, session: createSession({ store, project, history: noHistory, isNew }) };
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

it('changes that go on coming do not put it off', async () => {
  const { session, written } = opened();
  for (let i = 0; i < 20; i++) {
    session.apply({ type: 'add-class', name: `class ${i}` });
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(written.length).toBeGreaterThan(5);
  await vi.runAllTimersAsync();
  expect([written.at(-1)!.project.classes.length, session.get().saved]).toEqual([20, true]);
});

it('a new one is written before anything is done to it', async () => {
  const { session, written } = opened(() => false, true);
  expect(session.get().saved).toBe('saving');
  await vi.runAllTimersAsync();
  expect([written.length, session.get().saved]).toEqual([1, true]);
});

it('one that was closed takes no more changes', async () => {
  const { session, written } = opened();
  session.apply({ type: 'add-class', name: 'rust' });
  await session.close();
  session.apply({ type: 'add-class', name: 'blight' });
  expect(session.undo()).toBe(false);
  await vi.runAllTimersAsync();
  expect(written.map(({ project }) => project.classes.length)).toEqual([1]);
});

it('how far files are read is kept, and is no step', async () => {
  const { session, written } = opened();
  const reading = { done: 1, total: 3 };
  const photo = { id: 'a', name: 'rust/a.jpg', size: 1, type: 'image/jpeg', className: 'rust' };
  session.apply({ type: 'reading', reading: { done: 0 } }, { silent: true });
  session.apply({ type: 'add-photos', photos: [{ ...photo, facts: { width: 1, height: 1, hash: '0' } }], reading });
  await vi.runAllTimersAsync();
  expect(written.at(-1)!.project.reading).toEqual(reading);
  session.undo();
  expect([session.get().project.reading, Object.keys(session.get().project.photos)]).toEqual([reading, []]);
  session.apply({ type: 'reading' }, { silent: true });
  expect(session.get().project).not.toHaveProperty('reading');
});
