/** Answers as a table, and as folders. */
import { type SortedRow, sortedCsv, sortedPlaces } from '@graftml/studio';
import { expect, it } from 'vitest';

const row = (path: string, label: string, unsure = false): SortedRow => ({
  path,
  answer: { label, probability: 0.5, unsure },
});

it('a table has the columns of graft predict, and quotes what needs it', () => {
  expect(
    sortedCsv([row('a/1.jpg', 'rust'), row('a,"b".jpg', 'blight', true), { path: 'x.jpg', broken: 'no picture' }]),
  ).toBe('picture,label,probability,unsure\na/1.jpg,rust,0.500000,\n"a,""b"".jpg",blight,0.500000,unsure\nx.jpg,,,\n');
});

it('files of one name are told apart in their folders, and what is unsure has its own', () => {
  const rows = [
    row('a/1.jpg', 'rust'),
    row('b/1.JPG', 'rust'),
    row('c/1.jpg', 'rust'),
    row('d/noending', 'rust', true),
    { path: 'broken.jpg', broken: 'no picture' },
  ];
  expect(sortedPlaces(rows)).toEqual([
    { path: 'a/1.jpg', to: 'rust/1.jpg' },
    { path: 'b/1.JPG', to: 'rust/1 (2).JPG' },
    { path: 'c/1.jpg', to: 'rust/1 (3).jpg' },
    { path: 'd/noending', to: 'unsure/noending' },
  ]);
});

it('no label leads out of the folder, and a class may be called unsure', () => {
  const [up, own, other] = sortedPlaces([row('1.jpg', '../etc'), row('2.jpg', 'Unsure'), row('3.jpg', 'Unsure', true)]);
  expect(up!.to).toBe('_etc/1.jpg');
  expect(own!.to).toBe('Unsure/2.jpg');
  expect(other!.to).toBe('unsure_/3.jpg');
});
