/** A training that is killed goes on, and ends with the same file, byte for byte, as one that was not. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawSampleSet } from '@graftml/vision/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallClassifier } from './small-backbone.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-killed-'));
  await writeFile(join(folder, 'small.onnx'), smallClassifier());
  await drawSampleSet(join(folder, 'samples'), { perClass: 40, testPerClass: 4, size: 32 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const program = `
  import { readFileSync, writeFileSync, writeSync } from 'node:fs';
  import { onnxBackend } from '@graftml/backend-onnx';
  import { readCheckpoint } from '@graftml/core';
  import { backboneFrom } from '@graftml/vision';
  import { folderStorage, openCollection, transfer } from '@graftml/vision/node';
  const [folder, name] = process.argv.slice(1);
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const storage = folderStorage(folder + '/' + name);
  const state = await readCheckpoint(storage);
  writeSync(1, 'from ' + (state ? state.epoch + '.' + state.batch : 'nothing') + '\\n');
  const { save } = await transfer({
    backend,
    backbone: backboneFrom(readFileSync(folder + '/small.onnx'), { where: 'small' }),
    collection: await openCollection(folder + '/samples'),
    strategy: 'fine-tune',
    fineTuning: { epochs: 6, batchSize: 8, patience: 6, batchNorm: 'live' },
    cache: folderStorage(folder + '/' + name + '-features'),
    checkpoint: { storage, everySeconds: 1e-9, state },
    onProgress(progress) {
      if (progress.phase === 'network') writeSync(1, progress.training.epoch + ' ' + progress.training.batch + '\\n');
    },
  });
  writeFileSync(folder + '/' + name + '.onnx', save());
  await backend.dispose();
`;

/** Runs it until it has told of so many steps; what it went on from, and by what it ended. */
function run(
  name: string,
  steps = Number.POSITIVE_INFINITY,
): Promise<{ from: string; signal: string | null; steps: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder, name], {
    cwd: new URL('.', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  const lines = () => told.split('\n').slice(0, -1);
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk;
    if (lines().length - 1 >= steps) child.kill('SIGKILL');
  });
  return new Promise((resolve) =>
    child.once('close', (_, signal) =>
      resolve({ from: lines()[0]!.replace('from ', ''), signal, steps: lines().length - 1 }),
    ),
  );
}

it('goes on from where it was killed, in the midst of epochs, to the same bytes', async () => {
  const whole = await run('whole');
  expect(whole).toMatchObject({ signal: null, from: 'nothing' });
  for (const steps of [5, 30, 17]) {
    const { signal } = await run('killed', steps);
    expect(signal).toBe('SIGKILL');
  }
  const last = await run('killed');
  expect(last.signal).toBeNull();
  expect(last.from).not.toBe('nothing');
  expect(last.steps).toBeLessThan(whole.steps);
  const [a, b] = [await readFile(join(folder, 'whole.onnx')), await readFile(join(folder, 'killed.onnx'))];
  expect(Buffer.compare(a, b)).toBe(0);
});
