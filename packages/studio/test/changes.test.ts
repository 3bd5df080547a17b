/** What a person does to a project, and takes back. */
import {
  type Change,
  changed,
  type History,
  newProject,
  noHistory,
  type Photo,
  type Project,
  patchBetween,
  patched,
  photosOf,
  recorded,
  redone,
  undone,
} from '@graftml/studio';
import { expect, it } from 'vitest';

const photo = (id: string, className?: string): Omit<Photo, 'label'> & { readonly className?: string } => ({
  ...{ id, name: `${className ?? 'new'}/${id}.jpg`, size: 1, type: 'image/jpeg' },
  facts: { width: 1, height: 1, hash: '0' },
  ...(className !== undefined && { className }),
});

const begun = changed(newProject('p', 'Leaves', '2026-01-01T00:00:00.000Z'), {
  type: 'add-photos',
  photos: [photo('a', 'rust'), photo('b', 'rust'), photo('c', 'blight'), photo('d')],
});
const [rust, blight] = begun.classes.map(({ id }) => id) as [string, string];
const idsOf = (project: Project, label: string | undefined) => photosOf(project, label).map(({ id }) => id);

it('photos bring their classes, and are there once', () => {
  expect(begun.classes.map(({ name }) => name)).toEqual(['rust', 'blight']);
  expect([idsOf(begun, rust), idsOf(begun, blight), idsOf(begun, undefined)]).toEqual([['a', 'b'], ['c'], ['d']]);
  const again = changed(begun, { type: 'add-photos', photos: [photo('a', 'blight'), photo('d', 'blight')] });
  expect([idsOf(again, rust), idsOf(again, blight), idsOf(again, undefined)]).toEqual([['a', 'b'], ['c', 'd'], []]);
});

it('a class goes with its photos, or leaves them unsorted; two become one', () => {
  const gone = changed(begun, { type: 'remove-class', id: rust, photos: 'remove' });
  expect([Object.keys(gone.photos), gone.classes.length]).toEqual([['c', 'd'], 1]);
  const left = changed(begun, { type: 'remove-class', id: rust, photos: 'unsort' });
  expect(idsOf(left, undefined)).toEqual(['a', 'b', 'd']);
  const one = changed(begun, { type: 'merge-classes', from: rust, into: blight });
  expect([idsOf(one, blight), one.classes.map(({ name }) => name)]).toEqual([['a', 'b', 'c'], ['blight']]);
});

it.each<[string, Change, RegExp]>([
  ['an empty name', { type: 'add-class', name: '  ' }, /needs a name/],
  ['a name that is taken', { type: 'rename-class', id: rust, name: 'blight' }, /already.*merge/s],
  ['a name that leads elsewhere', { type: 'add-class', name: '../x' }, /cannot be a folder/],
  ['a hidden name', { type: 'add-class', name: '.x' }, /cannot be a folder/],
  ['a class that is not there', { type: 'label', ids: ['a'], label: 'x' }, /no such class/],
  ['a photo that is not there', { type: 'label', ids: ['x'], label: rust }, /no such photo/],
])('refuses %s', (_, change, words) => {
  expect(() => changed(begun, change)).toThrow(words);
});

it('what changes nothing is the same project', () => {
  expect(changed(begun, { type: 'rename-class', id: rust, name: ' rust ' })).toBe(begun);
  expect(changed(begun, { type: 'merge-classes', from: rust, into: rust })).toBe(begun);
  expect(changed(begun, { type: 'forget-broken' })).toBe(begun);
});

/** Numbers that look drawn by chance, from 0 to below 1. */
function chance(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function someChange(project: Project, random: () => number, n: number): Change {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const ids = Object.keys(project.photos).filter(() => random() < 0.3);
  const one = pick(project.classes);
  const other = pick(project.classes);
  const kinds: (() => Change | undefined)[] = [
    () => ({
      type: 'add-photos',
      photos: [photo(`p${n}`, random() < 0.7 ? `class ${Math.floor(random() * 4)}` : undefined)],
    }),
    () => ({ type: 'remove-photos', ids }),
    () => ({ type: 'label', ids, ...(one && random() < 0.7 && { label: one.id }) }),
    () => ({ type: 'add-class', name: `made ${n}` }),
    () => one && { type: 'rename-class', id: one.id, name: `renamed ${n}` },
    () => one && other && { type: 'merge-classes', from: one.id, into: other.id },
    () => one && { type: 'remove-class', id: one.id, photos: random() < 0.5 ? 'remove' : 'unsort' },
    () => ({ type: 'split', ids, ...(random() < 0.6 && { split: 'test' }) }),
    () => ({ type: 'settings', settings: random() < 0.5 ? { at: 'block' } : { at: undefined } }),
    () => ({ type: 'rename-project', name: `Leaves ${n}` }),
  ];
  return pick(kinds)!() ?? { type: 'add-class', name: `made ${n}` };
}

/** Photos in any order: those that come back come last. */
const plain = (project: Project) => ({
  ...project,
  photos: Object.entries(project.photos).sort(([a], [b]) => (a < b ? -1 : 1)),
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])('every step can be taken back and done again (%i)', (seed) => {
  const random = chance(seed);
  let state: { project: Project; history: History } = { project: begun, history: noHistory };
  const states = [begun];
  for (let n = 0; n < 60; n++) {
    const next = changed(state.project, someChange(state.project, random, n));
    const patch = patchBetween(state.project, next);
    expect(plain(patched(state.project, patch))).toEqual(plain(next));
    // What is kept of it is JSON.
    expect(plain(patched(state.project, JSON.parse(JSON.stringify(patch))))).toEqual(plain(next));
    if (next === state.project) continue;
    state = { project: next, history: recorded(state.history, state.project, next, 'test') };
    states.push(next);
  }
  for (let i = states.length - 2; i >= 0; i--) {
    state = undone(state.project, state.history)!;
    expect(plain(state.project)).toEqual(plain(states[i]!));
  }
  expect(undone(state.project, state.history)).toBeUndefined();
  for (let i = 1; i < states.length; i++) {
    state = redone(state.project, state.history)!;
    expect(plain(state.project)).toEqual(plain(states[i]!));
  }
  expect(redone(state.project, state.history)).toBeUndefined();
});

it('a new step ends what could be done again', () => {
  const next = changed(begun, { type: 'remove-photos', ids: ['a'] });
  const back = undone(next, recorded(noHistory, begun, next, 'remove-photos'))!;
  const other = changed(back.project, { type: 'rename-project', name: 'Other' });
  expect(redone(other, recorded(back.history, back.project, other, 'rename-project'))).toBeUndefined();
});
