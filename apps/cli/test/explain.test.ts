/** `graft explain`, `embed`, `features`, `predict` on lists, and a head on features: by the command line as people use it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normals, tensor } from '@graftml/core';
import { featureSet } from '@graftml/vision';
import { drawSampleSet, readArrays, saveFeatures } from '@graftml/vision/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graft, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const run = (...args: string[]) => runWith(undefined, ...args);
const runWith = (input: string | undefined, ...args: string[]) =>
  graft(args, {
    cwd: folder,
    env: { GRAFT_CACHE: join(folder, 'cache'), HF_ENDPOINT: 'http://127.0.0.1:9' },
    ...(input !== undefined && { input }),
  });
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const cpu = ['--device', 'cpu'];

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawSampleSet(join(folder, 'shapes'), { perClass: 6, testPerClass: 2, size: 64 });
  const trained = await run('train', 'shapes', '--backbone', 'graft-backbone', ...cpu, '--out', 'shapes.onnx');
  expect(trained.status, trained.stderr).toBe(0);
});
afterAll(removeFolders);

const onePicture = async () =>
  join('shapes/test/circle', (await readdir(join(folder, 'shapes/test/circle'))).sort()[0]!);

describe('graft explain', () => {
  it('draws overlays and a page, with the pictures most alike', async () => {
    const { status, stdout, stderr } = await run(
      'explain',
      'shapes.onnx',
      'shapes/test',
      '--neighbours',
      'shapes/train',
      ...cpu,
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^Method +class activation maps of \S+, 4×4 places$/m);
    expect(stdout).toContain('graft embed shapes.onnx shapes/train');
    const files = await readdir(join(folder, 'explained'));
    expect(files).toHaveLength(11);
    const page = await readFile(join(folder, 'explained/index.html'), 'utf8');
    expect(page.match(/<article>/g)).toHaveLength(10);
    // Each with itself, what it looks at, and three others.
    expect(page.match(/<img src="data:image\/jpeg/g)).toHaveLength(50);
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
  });

  it('draws one picture as one picture, and says of it as JSON', async () => {
    const picture = await onePicture();
    const { status, stdout, stderr } = await run(
      'explain',
      'shapes.onnx',
      picture,
      '--class',
      'star',
      '--out',
      'one.png',
      '--json',
      ...cpu,
    );
    expect(status, stderr).toBe(0);
    const [said] = lines(stdout);
    expect(said).toMatchObject({ file: picture, method: 'cam', out: 'one.png', explained: { label: 'star' } });
    expect(said!.top).toHaveLength(3);
    const { width, height } = await sharp(join(folder, 'one.png')).metadata();
    expect({ width, height }).toEqual(said!.size);
  });

  it.each([
    ['an unknown class', ['--class', 'sheep'], /no such class.*circle.*sheep/s],
    ['one picture for several', ['--out', 'one.png'], /--out: is one picture/],
    ['a tensor without places', ['--at', 'features'], /has no height and width/],
    ['what the file says itself', ['--labels', 'shapes.onnx'], /--labels|no list of labels/],
  ])('refuses %s', async (_, options, message) => {
    const { status, stderr } = await run('explain', 'shapes.onnx', 'shapes/test/circle', ...options, ...cpu);
    expect(status).toBeGreaterThan(0);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(message);
    expect(stderr).not.toContain('at file:');
  });
});

it('graft embed draws a map and a table, the same by the same seed', async () => {
  const embed = (out: string) =>
    run('embed', 'shapes.onnx', 'shapes', '--out', `${out}.svg`, '--csv', `${out}.csv`, ...cpu);
  const { status, stdout, stderr } = await embed('a');
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('graft explain shapes.onnx shapes');
  await embed('b');
  const [first, second] = await Promise.all(['a.csv', 'b.csv'].map((name) => readFile(join(folder, name), 'utf8')));
  expect(first).toBe(second);
  const [head, ...rows] = first!.trim().split('\n');
  expect(head).toBe('file,class,x,y,predicted');
  expect(rows).toHaveLength(40);
  expect((await readFile(join(folder, 'a.svg'), 'utf8')).match(/<circle/g)).toHaveLength(45);
  const missing = await run('embed', 'shapes', ...cpu);
  expect([missing.status, missing.stderr.replace(/\s+/g, ' ')]).toEqual([
    2,
    expect.stringContaining('both are needed'),
  ]);
});

describe('features', () => {
  it('are saved, found again, and a head is trained on them', async () => {
    const saved = await run('features', 'shapes', '--dtype', 'float16', '--out', 'shapes.npz', ...cpu);
    expect(saved.status, saved.stderr).toBe(0);
    expect(saved.stdout).toContain('graft train shapes.npz --head dense');
    const arrays = await readArrays(join(folder, 'shapes.npz'));
    expect([arrays.train!.shape, arrays.test!.shape]).toEqual(
      [
        [30, 1280, 1, 1],
        [10, 1280, 1, 1],
      ].map((shape) => shape.slice(0, arrays.train!.shape.length)),
    );
    const again = await run('features', 'shapes', '--dtype', 'float16', '--out', 'again.safetensors', '--json', ...cpu);
    expect(lines(again.stdout)[0]).toMatchObject({ found: 40, pictures: { train: 30, validation: 0, test: 10 } });
    const head = await run('train', 'shapes.npz', '--epochs', '3', '--out', 'head.onnx', '--json', ...cpu);
    expect(head.status, head.stderr).toBe(0);
    const rows = lines(head.stdout);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({ features: arrays.train!.shape.slice(1), out: 'head.onnx' });
  });

  it('of the published form: 7 × 7 × 512, channels last, labels beside them', async () => {
    const classes = 6;
    const set = (each: number, step: number) => {
      const size = each * classes;
      const noise = normals({ seed: 2, purpose: 'noise', step }, size * 7 * 7 * 512);
      // Every class has some channels of its own.
      const data = noise.map((x, k) =>
        Math.max(0, x + ((k % 512) % classes === Math.floor(k / (7 * 7 * 512)) % classes ? 1 : 0)),
      );
      return featureSet({
        features: tensor('float32', [size, 7, 7, 512], data),
        targets: Int32Array.from({ length: size }, (_, i) => i % classes),
        classNames: Array.from({ length: classes }, (_, i) => `breed ${i}`),
      });
    };
    const sets = { train: set(4, 0), validation: set(1, 1), test: set(2, 2) };
    await saveFeatures(join(folder, 'dogs.npz'), { ...sets, classNames: sets.train.classNames });
    const { status, stdout, stderr } = await run('train', 'dogs.npz', '--head', 'dense', '--out', 'dogs.onnx', ...cpu);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^Test +100.0 % of 12, loss/m);
    const idle = await run('train', 'dogs.npz', '--augment', 'flip', ...cpu);
    expect([idle.status, idle.stderr]).toEqual([2, expect.stringContaining('--augment: says nothing about features')]);
  });
});

describe('graft predict', () => {
  it('takes a list on standard input, and leaves out what is not there', async () => {
    const picture = await onePicture();
    const { status, stdout, stderr } = await runWith(
      `${picture}\nnowhere.jpg\n`,
      'predict',
      'shapes.onnx',
      '-',
      '--json',
      '--top',
      '2',
      ...cpu,
    );
    expect(status, stderr).toBe(0);
    const all = lines(stdout);
    const [missing, found] = all;
    expect(missing).toEqual({ file: 'nowhere.jpg', error: 'is not there' });
    const top = found!.top as { label: string; probability: number }[];
    expect(top).toHaveLength(2);
    expect(found).toMatchObject({ file: picture, ...top[0] });
    const empty = await runWith('', 'predict', 'shapes.onnx', '-', ...cpu);
    expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining('names no picture')]);
  });

  it('takes patterns', async () => {
    const { stdout } = await run('predict', 'shapes.onnx', 'shapes/test/{circle,star}/*', '--json', ...cpu);
    expect(lines(stdout).map(({ file }) => (file as string).split('/')[2])).toEqual([
      'circle',
      'circle',
      'star',
      'star',
    ]);
  });

  it('says that a backbone has no classes, and how to give it some', async () => {
    const { status, stderr } = await run('predict', 'graft-backbone', await onePicture(), ...cpu);
    expect(status).toBe(2);
    expect(stderr).toContain('graft train PICTURES --backbone graft-backbone');
  });
});
