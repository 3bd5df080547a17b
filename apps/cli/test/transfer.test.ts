/** `graft train --backbone`, on the backbone that comes with Graft. */
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { inWords, openClassifier } from '@graftml/vision';
import { drawSampleSet } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTogether } from '../dist/option-sets.js';
import { graft, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const run = (...args: string[]) =>
  graft(args, { cwd: folder, env: { GRAFT_CACHE: join(folder, 'cache'), HF_ENDPOINT: 'http://127.0.0.1:9' } });
const backbone = ['--backbone', 'graft-backbone', '--device', 'cpu'];

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawSampleSet(join(folder, 'shapes'), { perClass: 6, testPerClass: 3, size: 64 });
});
afterAll(removeFolders);

describe('graft train --backbone', () => {
  it('makes a file that graft evaluate judges alike, and says what to do next', async () => {
    const { status, stdout, stderr } = await run('train', 'shapes', ...backbone, '--out', 'shapes.onnx');
    expect(status, stderr).toBe(0);
    const [, share] = /^Test +(\d+\.\d %) of 15 pictures it has never seen/m.exec(stdout)!;
    expect(stdout).toMatch(/right on (about \d+ of \d+|all of these), \d+ to \d+ %/);
    expect(stdout).toContain('graft evaluate shapes.onnx shapes\n');
    expect(stdout).toContain('graft predict shapes.onnx PICTURES');
    const judged = JSON.parse((await run('evaluate', 'shapes.onnx', 'shapes', '--device', 'cpu', '--json')).stdout);
    expect(judged.n).toBe(15);
    expect(`${(judged.accuracy * 100).toFixed(1)} %`).toBe(share);
    expect((await stat(join(folder, 'cache/features'))).isDirectory()).toBe(true);
  });

  it('writes a report, programs that use the model, and the same network in whole numbers', async () => {
    await mkdir(join(folder, 'all'));
    const { status, stdout, stderr } = await run(
      ...[
        'train',
        'shapes',
        ...backbone,
        '--out',
        'all/s.onnx',
        '--quantize',
        'int8',
        '--strangers',
        'shapes/test/circle',
      ],
    );
    expect(status, stderr).toBe(0);
    const files = await readdir(join(folder, 'all'));
    expect(files.sort()).toEqual(['report.html', 'report.json', 's-use', 's.int8.onnx', 's.onnx']);
    expect(stdout).toMatch(/^Unsure +below 0\.\d+: answers \d+ %/m);
    expect(stdout).toMatch(/^Unknown +calls \d+ % of 3 pictures of something else unsure$/m);
    expect(stdout).toMatch(/^Int8 +all\/s\.int8\.onnx, [\d.]+ MB instead of [\d.]+ MB, /m);
    const report = JSON.parse(await readFile(join(folder, 'all/report.json'), 'utf8'));
    expect(report).toMatchObject({ version: 1, model: { file: 's.onnx' }, strangers: { n: 3 }, evaluation: { n: 15 } });
    expect(report.repeat.command).toContain('--quantize int8');
    const whole = openClassifier(await readFile(join(folder, 'all/s.int8.onnx')));
    expect(whole.training).toMatchObject({ quantized: { to: 'int8', calibrated: 30, evaluation: { n: 15 } } });
    expect(whole.unsure).toEqual(report.unsure);

    const page = await run(
      'evaluate',
      'all/s.int8.onnx',
      'shapes',
      '--report',
      'other.html',
      '--unsure',
      '0.99',
      '--json',
    );
    expect(JSON.parse(page.stdout)).toMatchObject({ n: 15, unsure: { threshold: 0.99 } });
    expect(await readFile(join(folder, 'other.html'), 'utf8')).toContain('class="verdict"');
    const said = (...more: string[]) => run('predict', 'all/s.onnx', 'shapes/test', '--json', ...more);
    const unsure = ({ stdout: text }: { stdout: string }) =>
      text.split('\n').filter((line) => line.includes('"unsure":true')).length;
    expect(unsure(await said('--unsure', '1'))).toBeGreaterThan(10);
    expect(unsure(await said('--unsure', 'off'))).toBe(0);
    expect((await said('--unsure', '2')).status).toBe(2);
    expect((await run('predict', 'all/s.onnx', 'shapes/test', '--unsure', '1')).stdout).toMatch(/unsure \(\w+\?\)/);
  });

  it('finds its features again, and gives figures as JSON', async () => {
    const first = await run('train', 'shapes/train', ...backbone, '--out', 'a.onnx', '--validation', '0.5', '--json');
    expect(first.status, first.stderr).toBe(0);
    const { evaluation, pictures, ...rest } = JSON.parse(first.stdout);
    expect(pictures).toEqual({ train: 15, validation: 15, test: 0 });
    expect(evaluation).toMatchObject({ of: 'validation', n: 15 });
    expect(evaluation.perClass).toHaveLength(5);
    expect(rest).toMatchObject({ backbone: 'graft-backbone', strategy: 'head', out: 'a.onnx', device: 'cpu' });
    const again = await run(
      'train',
      'shapes/train',
      ...backbone,
      '--out',
      'b.onnx',
      '--validation',
      '0.5',
      '--seed',
      '2',
    );
    expect(again.stdout).toMatch(/^Features +30 of 30 pictures known from before$/m);
    expect(again.stdout).not.toContain('graft evaluate');
    const { labels, training } = openClassifier(await readFile(join(folder, 'b.onnx')));
    expect([labels.length, training!.seed]).toEqual([5, 2]);
  });

  it('brings pictures to another size than the backbone is used to', async () => {
    const asked = [...backbone, '--size', '96x64', '--no-report', '--out', 'small.onnx', '--json'];
    const { status, stdout, stderr } = await run('train', 'shapes', ...asked);
    expect(status, stderr).toBe(0);
    expect(openClassifier(await readFile(join(folder, 'small.onnx'))).preprocessing).toMatchObject({
      width: 96,
      height: 64,
    });
    const judged = JSON.parse((await run('evaluate', 'small.onnx', 'shapes', '--device', 'cpu', '--json')).stdout);
    expect(judged.accuracy).toBe(JSON.parse(stdout).evaluation.accuracy);
  });

  it('trains a dense head by steps on pictures of two places, and keeps groups together', async () => {
    const { status, stdout, stderr } = await run(
      ...['train', 'shapes/train', '--test', 'shapes/test', ...backbone, '--head', 'dense', '--epochs', '3'],
      ...['--optimizer', 'adam', '--lr', '0.003', '--validation', '0.34', '--group-by', '-000(\\d)', '--out', 'c.onnx'],
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^ +3\/3 /m);
    expect(stdout).toContain('of 15 pictures it has never seen');
    expect(stdout).toContain('graft evaluate c.onnx shapes/test\n');
    const { training } = openClassifier(await readFile(join(folder, 'c.onnx')));
    expect(training).toMatchObject({ pictures: { train: 20, validation: 10, test: 15 }, head: { epochs: 3 } });
  });

  it('trains a network on, saves itself as it goes, and says what was measured', async () => {
    const args = ['train', 'shapes', ...backbone, '--validation', '0.34', '--out', 'd.onnx'];
    const tuned = await run(
      ...args,
      '--strategy',
      'fine-tune',
      '--epochs',
      '1',
      '--augment',
      'none',
      '--checkpoint',
      'kept',
    );
    expect(tuned.status, tuned.stderr).toBe(0);
    expect(tuned.stdout).toMatch(/^Strategy +fine-tune$/m);
    expect(tuned.stdout).toMatch(/^ +1\/1 /m);
    const again = await run(
      ...args,
      '--strategy',
      'fine-tune',
      '--epochs',
      '1',
      '--augment',
      'none',
      '--checkpoint',
      'kept',
    );
    expect(again.stderr).toMatch(/holds a training already/);
    const resumed = await run(
      ...args,
      '--strategy',
      'fine-tune',
      '--epochs',
      '1',
      '--augment',
      'none',
      '--checkpoint',
      'kept',
      '--resume',
      '--out',
      'e.onnx',
    );
    expect(resumed.status, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain('no epoch is left to train');
    expect(Buffer.compare(await readFile(join(folder, 'd.onnx')), await readFile(join(folder, 'e.onnx')))).toBe(0);
    const diverging = ['--strategy', 'fine-tune', '--epochs', '1', '--augment', 'none', '--lr', '1e30', '--no-report'];
    const diverged = await run(...args, ...diverging, '--out', 'f.onnx');
    expect(diverged.status, diverged.stderr).toBe(0);
    expect(diverged.stdout).toMatch(/^Why +training on diverged, .* so the head alone is kept/m);
    expect(diverged.stdout).toMatch(/^Stopped .* became (NaN|-?Infinity|infinite)/m);
    const auto = await run(...args, '--strategy', 'auto', '--json');
    expect(auto.status, auto.stderr).toBe(0);
    const { strategy, asked, probes, reasons } = JSON.parse(auto.stdout);
    expect([asked, ['head', 'earlier'].includes(strategy)]).toEqual(['auto', true]);
    expect(probes.length).toBeGreaterThan(2);
    expect(reasons.join()).toMatch(/too few/);
  });

  it('refuses by name what does not go together', async () => {
    const refused = async (words: RegExp, ...args: string[]) => {
      const { status, stderr } = await run('train', 'shapes', '--out', 'no.onnx', ...args);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(words);
    };
    await refused(/--model: is for the training of a network of your own/, ...backbone, '--model', 'cifar10-cnn');
    await refused(/--from: .* from scratch nothing does/, ...backbone, '--strategy', 'scratch', '--from', 'x');
    await refused(/--augment mixup: mixes/, ...backbone, '--strategy', 'fine-tune', '--augment', 'mixup');
    await refused(/--test: the data has test pictures of its own/, ...backbone, '--test', 'shapes/test');
    await expect(stat(join(folder, 'no.onnx'))).rejects.toThrow();
    const linear = { head: 'linear', strategy: 'head' } as const;
    const conv = { head: 'conv', strategy: 'earlier' } as const;
    const tuned = { head: 'linear', strategy: 'fine-tune' } as const;
    expect(() => checkTogether(['--json', '--epochs'], linear)).toThrow(/--epochs: says how steps are made/);
    expect(() => checkTogether(['--checkpoint'], conv)).toThrow(/--checkpoint: .* only a last layer learns/);
    expect(() => checkTogether(['--strategy'], 'own network')).toThrow(/--strategy: is for a pretrained network/);
    checkTogether(['--epochs', '--batch-size', '--optimizer', '--lr', '--head', '--group-by'], conv);
    checkTogether(['--epochs', '--lr', '--augment', '--patience', '--resume', '--from', '--batch-norm'], tuned);
    checkTogether(['--epochs', '--model', '--checkpoint', '--resume'], 'own network');
  });
});

describe('inWords', () => {
  it.each([
    [0.9, 'right on about 9 of 10, 82 to 95 %'],
    [0.86, 'right on about 17 of 20, 82 to 95 %'],
    [0.991, 'right on about 99 of 100, 82 to 95 %'],
    [1, 'right on all of these, 82 to 95 % of others'],
  ] as const)('%f', (accuracy, words) => {
    expect(inWords(accuracy, [0.824, 0.951])).toBe(words);
  });
});
