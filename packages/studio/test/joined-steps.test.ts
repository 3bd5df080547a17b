import {
  changed,
  lastSteps,
  newProject,
  noHistory,
  type Photo,
  type Project,
  recorded,
  redone,
  undone,
} from '@graftml/studio';
import { expect, it } from 'vitest';

const photo = (id: string, className: string): Photo & { readonly className: string } => ({
  ...{ id, name: `${className}/${id}.jpg`, size: 1, type: 'image/jpeg', className },
  facts: { width: 1, height: 1, hash: '0' },
});

it('takes photos that came bit by bit back at once, with the classes that they brought', () => {
  const empty = newProject('p', 'leaves', '2026-01-01T00:00:00.000Z');
  let state = { project: empty as Project, history: noHistory };
  const apply = (next: Project, joins?: string) => {
    state = { project: next, history: recorded(state.history, state.project, next, 'add-photos', joins) };
  };
  apply(changed(state.project, { type: 'add-class', name: 'first' }));
  const before = state.project;
  apply(changed(state.project, { type: 'add-photos', photos: [photo('a', 'rust')] }), 'add 1');
  apply(changed(state.project, { type: 'add-photos', photos: [photo('b', 'rust'), photo('c', 'blight')] }), 'add 1');
  const after = state.project;
  apply(changed(state.project, { type: 'add-photos', photos: [photo('d', 'rust')] }), 'add 2');
  expect(state.history.done.map((step) => step.photos)).toEqual([0, 3, 1]);
  const once = undone(state.project, state.history)!;
  expect(once.project).toEqual(after);
  const twice = undone(once.project, once.history)!;
  expect(twice.project).toEqual(before);
  expect(redone(twice.project, twice.history)!.project).toEqual(after);
});

it('what was done to photos while others came is taken back by itself', () => {
  const empty = newProject('p', 'leaves', '2026-01-01T00:00:00.000Z');
  let state = { project: empty as Project, history: noHistory };
  const apply = (next: Project, what: string, joins?: string) => {
    state = { project: next, history: recorded(state.history, state.project, next, what, joins) };
  };
  const add = (...photos: readonly ReturnType<typeof photo>[]) =>
    apply(changed(state.project, { type: 'add-photos', photos }), 'add-photos', 'add 1');
  add(photo('a', 'rust'), photo('b', 'blight'));
  apply(changed(state.project, { type: 'label', ids: ['a'], label: state.project.classes[1]!.id }), 'label');
  add(photo('c', 'scab'));
  const whole = state.project;
  expect(state.history.done.map((step) => step.what)).toEqual(['add-photos', 'label']);
  const once = undone(state.project, state.history)!;
  expect(once.project.photos.a!.label).toBe(whole.classes[0]!.id);
  expect(Object.keys(once.project.photos)).toEqual(['a', 'b', 'c']);
  const twice = undone(once.project, once.history)!;
  expect(twice.project).toEqual(empty);
  const again = redone(twice.project, twice.history)!;
  expect(redone(again.project, again.history)!.project).toEqual(whole);
});

it('thousands are one step too, though they are kept in several', () => {
  const empty = newProject('p', 'leaves', '2026-01-01T00:00:00.000Z');
  let state = { project: empty as Project, history: noHistory };
  for (let i = 0; i < 2000; i += 100) {
    const photos = Array.from({ length: 100 }, (_, k) => photo(`${i + k}`, `class ${k % 3}`));
    const next = changed(state.project, { type: 'add-photos', photos });
    const ids = photos.map(({ id }) => id);
    state = { project: next, history: recorded(state.history, state.project, next, 'add-photos', 'add', ids) };
  }
  expect(state.history.done.length).toBeGreaterThan(1);
  expect(lastSteps(state.history.done).reduce((sum, { photos }) => sum + photos, 0)).toBe(2000);
  const before = undone(state.project, state.history)!;
  expect([before.project, before.history.done]).toEqual([empty, []]);
  const after = redone(before.project, before.history)!;
  expect(after.project).toEqual(state.project);
  expect(after.history.done).toEqual(state.history.done);
});
