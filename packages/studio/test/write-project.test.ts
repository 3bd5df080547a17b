import {
  changed,
  historyText,
  newProject,
  noHistory,
  type Photo,
  projectText,
  readHistory,
  readProject,
  recorded,
} from '@graftml/studio';
import { expect, it } from 'vitest';

const photo = (id: string, className?: string): Photo & { readonly className?: string } => ({
  ...{ id, name: `a "${id}".jpg`, size: 1, type: 'image/jpeg', ...(className !== undefined && { className }) },
  facts: { width: 1, height: 1, hash: '0' },
});

it('writes what is read, again after a change, and a history with it', () => {
  const empty = newProject('p', 'leaves', '2026-01-01T00:00:00.000Z');
  const one = changed(empty, { type: 'add-photos', photos: [photo('a', 'rust'), photo('b')] });
  const two = changed(one, { type: 'label', ids: ['b'], label: one.classes[0]!.id });
  const three = changed(two, { type: 'remove-photos', ids: ['a'] });
  let history = recorded(noHistory, empty, one, 'add-photos', 'add 1');
  for (const project of [empty, one, two, three]) {
    expect(projectText(project)).toBeTypeOf('string');
    expect(readProject(projectText(project), 'project')).toEqual(project);
  }
  history = recorded(history, one, two, 'label');
  history = recorded(history, two, three, 'remove-photos');
  for (const text of [historyText(history), historyText(history)])
    expect(readHistory(text, 'history')).toEqual(JSON.parse(JSON.stringify(history)));
});
