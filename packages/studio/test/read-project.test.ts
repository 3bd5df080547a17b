/** Documents of a project as they are read back. */
import { changed, newProject, noHistory, readHistory, readProject } from '@graftml/studio';
import { describe, expect, it } from 'vitest';

const project = changed(newProject('p', 'Leaves', '2026-01-01T00:00:00.000Z'), {
  type: 'add-photos',
  photos: [
    {
      ...{ id: 'a', name: 'rust/a.jpg', size: 1, type: 'image/jpeg', className: 'rust' },
      facts: { width: 1, height: 1, hash: '0' },
    },
  ],
});
const text = (changes: object) => JSON.stringify({ ...project, ...changes });

describe('a project', () => {
  it('is what was written', () => {
    expect(readProject(JSON.stringify(project), 'here')).toEqual(project);
  });
  it.each([
    ['no JSON', '{"version": 1', /here.*is damaged/s],
    ['a list', '[]', /is no project/],
    ['something else', '{"a": 1}', /is no project/],
    ['a newer version', text({ version: 99 }), /newer version.*reload/s],
    ['a version that never was', text({ version: 0 }), /not known/],
    ['an id that leads elsewhere', text({ id: '../x' }), /an id/],
    ['no classes', text({ classes: {} }), /a list of classes/],
    ['classes without names', text({ classes: [{ id: 'x' }] }), /an id and a name/],
    ['photos of a class that is gone', text({ classes: [] }), /a class that there is/],
    ['photos by other ids', text({ photos: { b: project.photos.a } }), /of the photo b/],
    ['no settings', text({ settings: null }), /settings/],
    ['a result without its figures', text({ trained: { at: 'now' } }), /result/],
    ['a model that came without classes', text({ imported: {} }), /model/],
  ])('cannot be %s', (_, document, words) => {
    expect(() => readProject(document, 'here')).toThrow(words);
  });
});

it('a history may be missing, and is not made up', () => {
  expect(readHistory(undefined, 'here')).toBe(noHistory);
  expect(readHistory('{"done":[],"undone":[]}', 'here')).toEqual(noHistory);
  expect(() => readHistory('{"done":1}', 'here')).toThrow(/is no history/);
});

describe('a project of version 1', () => {
  const at = (seconds: number) =>
    `camera-${new Date(Date.UTC(2026, 0, 1, 12, 0, 0, seconds * 1000)).toISOString().replace(/\D/g, '')}.jpg`;
  const photo = (id: string, name: string, label: string) => [
    id,
    { id, name, size: 1, type: 'image/jpeg', label, facts: { width: 1, height: 1, hash: '0' } },
  ];
  const photos = Object.fromEntries([
    photo('a', at(0), 'x'),
    photo('b', at(0.125), 'x'),
    photo('c', at(0.25), 'y'),
    photo('d', at(9), 'x'),
    photo('e', 'rust/camera-1.jpg', 'x'),
  ]);
  const classes = ['x', 'y'].map((id) => ({ id, name: id }));
  const old = readProject(text({ version: 1, photos, classes }), 'here');
  const groups = Object.values(old.photos).map(({ group }) => group);

  it('has what the camera took in one go as a group', () => {
    expect(old.version).toBe(2);
    expect(groups[0]).toBeDefined();
    expect(groups[1]).toBe(groups[0]);
    expect(new Set(groups).size).toBe(4);
    expect(old.photos.e).toEqual(photos.e);
  });

  it('has them after a step of its history is taken back, too', () => {
    const step = { what: 'label', photos: 1, undo: { photos: { a: photos.a } }, redo: { photos: { b: null } } };
    const [read] = readHistory(JSON.stringify({ done: [step], undone: [] }), 'here', old).done;
    expect(read!.undo.photos!.a!.group).toBe(groups[0]);
    expect(read!.redo.photos!.b).toBe(null);
  });
});
