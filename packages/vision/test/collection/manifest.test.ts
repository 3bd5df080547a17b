import { DataError, FileError } from '@graftml/core';
import { manifestFormat, parseManifest } from '@graftml/vision';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';

const csv = (text: string) => parseManifest(text, 'csv', 'list.csv');
const json = (...rows: readonly unknown[]) =>
  parseManifest(rows.map((row) => JSON.stringify(row)).join('\n'), 'ndjson', 'list.ndjson');

describe('CSV manifests', () => {
  test('columns in any order and case, quotes, line breaks in fields, and lines counted through them', () => {
    const { rows, unused } = csv(
      'Label,id,File\n"a, ""b""\nc",1,"x,1.jpg"\n\ncat,2,y.jpg\r\n dog ,3, z.jpg \n,4,unknown.jpg\n',
    );
    expect(rows).toEqual([
      { line: 2, path: 'x,1.jpg', labels: ['a, "b"\nc'] },
      { line: 5, path: 'y.jpg', labels: ['cat'] },
      { line: 6, path: 'z.jpg', labels: ['dog'] },
      { line: 7, path: 'unknown.jpg', labels: [] },
    ]);
    expect(unused).toEqual(['id']);
  });

  test('commas, semicolons and tabulators separate; several labels are in one field', () => {
    const wanted = [{ line: 2, path: 'a.jpg', labels: ['x', 'y'], split: 'validation', group: '7', weight: 0.25 }];
    expect(csv('path,labels,split,group,weight\na.jpg,x|y|x,VAL,7,.25').rows).toEqual(wanted);
    expect(csv('path,labels,split,group,weight\na.jpg,x;y,valid,7,.25').rows).toEqual(wanted);
    expect(csv('path;labels;split;group;weight\na.jpg;x|y;val;7;.25').rows).toEqual(wanted);
    expect(csv('path\tlabels\tsplit\tgroup\tweight\na.jpg\tx|y\tval\t7\t.25').rows).toEqual(wanted);
    expect(csv('path,label\na.jpg,x|y').rows[0]!.labels).toEqual(['x|y']);
    expect(csv('path,label\na.jpg,').rows[0]!.labels).toEqual([]);
  });

  test.each([
    ['', DataError, /no column of paths.*an empty file/],
    ['name,label\na.jpg,x', DataError, /no column of paths.*received name, label/i],
    ['path,label\na.jpg', DataError, /line 2: has another number of columns.*Expected 2; received 1/],
    ['path,label\n"a.jpg,x\nb.jpg,y', FileError, /line 2: a field in quotes does not end/],
    ['path,label\na.jpg,x\n"b"c.jpg,y', FileError, /line 3: goes on after the quote/],
    ['path,label\na.jpg,x\nb.jpg,x\na.jpg,y', DataError, /line 4: lists a picture a second time.*as in line 2/],
    ['path,label\n,x', DataError, /line 2: has no path/],
    ['path,label', DataError, /lists no pictures/],
    ['path,label,split\na.jpg,x,dev', DataError, /line 2: names a split that is none.*received dev/],
    ['path,label,weight\na.jpg,x,-1', DataError, /line 2: has a weight that is none/],
    ['path,label,weight\na.jpg,x,much', DataError, /has a weight that is none/],
    ['path,label,class\na.jpg,x,y', DataError, /says the label twice/],
    ['path,label,labels\na.jpg,x,y', DataError, /says the labels twice/],
  ])('refuses %j', async (text, type, message) => {
    expect((await failure(type, () => csv(text))).message).toMatch(message);
  });

  test('any text ends in rows or in a typed error', async () => {
    const alphabet = ['"', ',', '\n', '\r', ';', 'path', 'label', 'a', '""', '\t', ' '];
    let state = 1;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 8;
    };
    let read = 0;
    for (let run = 0; run < 3000; run++) {
      const text = Array.from({ length: next() % 30 }, () => alphabet[next() % alphabet.length]).join('');
      try {
        read += csv(`path,label\n${text}`).rows.length;
      } catch (error) {
        expect(error instanceof DataError || error instanceof FileError, `${error}`).toBe(true);
      }
    }
    expect(read).toBeGreaterThan(50);
  });
});

describe('NDJSON manifests', () => {
  test('keys, arrays of labels, numbers as they are written', () => {
    const { rows, unused } = json(
      { path: 'a.jpg', labels: ['x', 'y'], split: 'test', weight: 2, width: 10 },
      { image: 'b.jpg', label: 3, group: 12 },
      { path: 'c.jpg', label: null },
    );
    expect(rows).toEqual([
      { line: 1, path: 'a.jpg', labels: ['x', 'y'], split: 'test', weight: 2 },
      { line: 2, path: 'b.jpg', labels: ['3'], group: '12' },
      { line: 3, path: 'c.jpg', labels: [] },
    ]);
    expect(unused).toEqual(['width']);
  });

  test('refuses what is no object, no JSON, or no text', async () => {
    for (const text of ['{"path": "a.jpg"', '[1]', '7', 'null'])
      await failure(FileError, () => parseManifest(text, 'ndjson'));
    for (const row of [{ path: {} }, { path: 'a', label: { x: 1 } }, { path: 'a', weight: [1] }, { label: 'x' }])
      await failure(DataError, () => json(row));
  });
});

test('formats by name', () => {
  expect(['a.csv', 'b.TSV', 'c.ndjson', 'd.jsonl', 'e.json', 'csv'].map(manifestFormat)).toEqual([
    'csv',
    'csv',
    'ndjson',
    'ndjson',
    undefined,
    undefined,
  ]);
});
