/** `graft train --head logistics` and `--head regression`, and what the other commands make of their files. */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawSampleSet, openCollection } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonPath, requireOrSkip } from '../../../tests/support/require.ts';
import { graft, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const run = (...args: string[]) =>
  graft(args, { cwd: folder, env: { GRAFT_CACHE: join(folder, 'cache'), HF_ENDPOINT: 'http://127.0.0.1:9' } });
const cpu = ['--device', 'cpu'];
const lines = (text: string) => text.trimEnd().split('\n');
const json = async (path: string) => JSON.parse(await readFile(join(folder, path), 'utf8'));
const noPython = requireOrSkip('python');

beforeAll(async () => {
  folder = await temporaryFolder();
  await symlink(fileURLToPath(new URL('../../../tests/node_modules', import.meta.url)), join(folder, 'node_modules'));
  await drawSampleSet(join(folder, 'shapes'), { perClass: 10, testPerClass: 4, size: 48 });
  const { pictures } = await openCollection(join(folder, 'shapes'), { examine: false });
  const rows = pictures.map(({ name, labels: [shape], split }, i) => ({
    path: name,
    split,
    // A cross is only cornered, so a picture has one label or two.
    labels: shape === 'circle' ? 'circle' : shape === 'cross' ? 'cornered' : `cornered|${shape}`,
    value: shape!.length + (i % 3) / 10,
  }));
  const table = (column: 'labels' | 'value') =>
    [`path,${column},split`, ...rows.map((row) => `${row.path},${row[column]},${row.split}`)].join('\n');
  await writeFile(join(folder, 'tags.csv'), table('labels'));
  await writeFile(join(folder, 'values.csv'), table('value'));
});
afterAll(removeFolders);

/** What the programs beside a model print of a picture, behind its name. */
function programs(use: string, picture: string): string[] {
  const said = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: folder, encoding: 'utf8' }).trim().split('\t').slice(1).join('\t');
  return [
    said(process.execPath, join(folder, use, 'predict.mjs'), picture),
    ...(noPython ? [] : [said(pythonPath(), join(folder, use, 'predict.py'), picture)]),
  ];
}

describe('several labels', () => {
  it('are learnt, judged alike by evaluate, predicted, inspected, and told without Graft', async () => {
    const { status, stdout, stderr } = await run(
      ...['train', 'tags.csv', '--backbone', 'graft-backbone', '--head', 'logistics', ...cpu, '--out', 'tags.onnx'],
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(
      /^Test +\d+\.\d % of 20 pictures it has never seen have exactly their labels, \d+ to \d+ %/m,
    );
    expect(stdout).toMatch(/^label +pictures +F1 +found +told, right +avg\. prec\. +told from$/m);
    expect(stdout).toContain('graft evaluate tags.onnx tags.csv\n');
    expect(await readdir(join(folder, 'tags-use'))).toEqual(['predict.html', 'predict.mjs', 'predict.py']);
    const report = await json('report.json');
    expect(report).toMatchObject({ kind: 'labels', model: { head: 'logistics' }, evaluation: { n: 20, of: 'test' } });
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    expect(page).toMatch(/class="verdict">All labels right on/);

    const judged = JSON.parse(
      (await run('evaluate', 'tags.onnx', 'tags.csv', ...cpu, '--json', '--report', 'again.html')).stdout,
    );
    const { mistakes: _, ...figures } = report.evaluation;
    expect(judged).toMatchObject({ exact: figures.exact, interval: figures.interval, labels: figures.labels });
    expect(judged.perClass).toHaveLength(5);
    expect(judged.averagePrecision).toBeCloseTo(figures.averagePrecision, 3);
    expect((await json('again.json')).evaluation.mistakes).toHaveLength(report.evaluation.mistakes.length);

    const predicted = lines((await run('predict', 'tags.onnx', 'shapes/test', ...cpu, '--json')).stdout).map((line) =>
      JSON.parse(line),
    );
    expect(predicted).toHaveLength(20);
    const told = predicted.reduce((sum, { labels }) => sum + labels.length, 0);
    expect(told).toBe(judged.labels.told);
    await run('predict', 'tags.onnx', 'shapes/test', ...cpu, '--csv', 'told.csv');
    const [head, ...rows] = lines(await readFile(join(folder, 'told.csv'), 'utf8'));
    expect(head).toBe('picture,labels,probabilities');
    expect(rows.map((row) => row.split(',')[1])).toEqual(predicted.map(({ labels }) => labels.join('|')));
    const square = predicted.find(({ labels }) => labels.length === 2);
    for (const text of programs('tags-use', square.file)) {
      expect(text.replace(/ [\d.]+/g, '')).toBe(square.labels.join(', '));
      expect(Number(/[\d.]+/.exec(text)![0])).toBeCloseTo(square.top[0].probability, 1);
    }
    const table = await run('predict', 'tags.onnx', square.file, ...cpu, '--top', '3');
    expect(table.stdout).toMatch(/([\d.]+ %\s+\w+\s+){3}shapes\/test/);
    expect((await run('inspect', 'tags.onnx')).stdout).toMatch(
      /^Tells +any of 5 labels, several at once: circle \(from/m,
    );
  });

  it('options for one label are refused, not ignored', async () => {
    const refused = async (args: readonly string[], message: RegExp) => {
      const { status, stderr } = await run(...args);
      expect(stderr.replace(/\s+/g, ' ')).toMatch(message);
      expect(status).toBe(2);
    };
    const train = ['train', 'tags.csv', '--backbone', 'graft-backbone', '--head', 'logistics', '--out', 'no.onnx'];
    await refused([...train, '--quantize', 'int8'], /--quantize: is not for --head logistics/);
    await refused(
      ['evaluate', 'tags.onnx', 'tags.csv', '--strangers', 'shapes'],
      /--strangers: is for a model of one class.*this one tells several labels/,
    );
    await refused(['predict', 'tags.onnx', 'shapes/test', '--unsure', '0.9'], /--unsure: is for a model of one class/);
  });
});

describe('a value', () => {
  it('is learnt, judged alike by evaluate, predicted, inspected, and told without Graft', async () => {
    const { status, stdout, stderr } = await run(
      ...['train', 'values.csv', '--backbone', 'graft-backbone', '--head', 'regression', ...cpu, '--json'],
      ...['--out', 'values.onnx', '--report', 'values.html'],
    );
    expect(status, stderr).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ head: 'regression', report: 'values.html', evaluation: { n: 20 } });
    const report = await json('values.json');
    expect(report).toMatchObject({ kind: 'values', model: { head: 'regression' }, range: [4, 8.2] });
    expect(report.points).toHaveLength(20);
    expect(report.data.lines[1]).toMatch(/^Each has a value, from 4 to 8\.2, \d\.\d+ on average$/);
    expect(await readFile(join(folder, 'values.html'), 'utf8')).toMatch(/class="verdict">Off by about 0\.\d/);

    const evaluated = await run('evaluate', 'values.onnx', 'values.csv', ...cpu, '--json');
    const judged = JSON.parse(evaluated.stdout);
    expect(judged.mae).toBeCloseTo(result.evaluation.mae, 3);
    expect(judged.baseline).toBeCloseTo(result.evaluation.baseline, 6);
    expect(judged.intervals.r2[0]).toBeLessThan(judged.r2);
    expect(judged.mistakes[0]).toHaveProperty('picture');

    const predicted = lines((await run('predict', 'values.onnx', 'shapes/test', ...cpu, '--json')).stdout).map((line) =>
      JSON.parse(line),
    );
    expect(predicted.map(({ value }) => value.toFixed(2)).sort()).toEqual(
      report.points.map(([, said]: [number, number]) => said.toFixed(2)).sort(),
    );
    for (const text of programs('values-use', predicted[0].file))
      expect(Number(text)).toBeCloseTo(predicted[0].value, 1);
    const inspected = (await run('inspect', 'values.onnx')).stdout;
    expect(inspected).toMatch(/^Tells +a number of each picture, learnt from 4 to 8\.2, 0\.\d+ off on average$/m);
    const embedded = await run('embed', 'values.onnx', 'shapes/test');
    expect(embedded.stderr).toMatch(/tells a number of each picture, and no classes/);
  });
});
