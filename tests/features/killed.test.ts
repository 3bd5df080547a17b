/** A process that is killed while it computes features loses what it had not written, and nothing else. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import { conv2D, initialWeights, sequential, type Tensor, uniforms, withWeights } from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import { preprocessing } from '@graftml/vision';
import { encodePicture, extractFeatures, folderStorage, openCollection } from '@graftml/vision/node';
import { afterAll, beforeAll, expect, it } from 'vitest';

const side = 64;
const own = preprocessing({ width: side, height: side });
const pictures = 100;
/** Features of 128 kB a picture. */
const filters = 8;
/** So many fill a shard. */
const shard = 32;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-features-'));
  await mkdir(join(folder, 'photos', 'cat'), { recursive: true });
  for (let i = 0; i < pictures; i++) {
    const data = Uint8Array.from(uniforms({ seed: 2, purpose: 'noise', step: i }, 12 * 12 * 3), (u) => u * 256);
    const bytes = await encodePicture({ width: 12, height: 12, channels: 3, data }, 'png');
    await writeFile(join(folder, 'photos', 'cat', `${i}.png`), bytes);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const network = sequential({ input: [3, side, side] }, [conv2D(filters, 3, { padding: 'same' })]);
const model = withWeights(network, initialWeights(network, 4));

const program = `
  import { readFileSync, writeSync } from 'node:fs';
  import { onnxBackend } from '@graftml/backend-onnx';
  import { fromOnnx } from '@graftml/onnx';
  import { extractFeatures, folderStorage, openCollection } from '@graftml/vision/node';
  const [folder, preprocessing] = process.argv.slice(1);
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  await extractFeatures({
    backend,
    model: fromOnnx(readFileSync(folder + '/model.onnx')),
    preprocessing: JSON.parse(preprocessing),
    collection: await openCollection(folder + '/photos', { examine: false }),
    cache: folderStorage(folder + '/cache'),
    batchSize: 8,
    onProgress: ({ done, found }) => writeSync(1, done + ' ' + found + '\\n'),
  });
  await backend.dispose();
`;

interface Ending {
  readonly signal: string | null;
  readonly done: number;
  readonly found: number;
}

/** Runs it until it has computed so many pictures. */
function run(computed: number): Promise<Ending> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder, JSON.stringify(own)], {
    cwd: new URL('.', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  let [done, found] = [0, 0];
  child.stdout.on('data', (chunk: Buffer) => {
    told += chunk;
    const line = told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1)!;
    if (line) [done, found] = line.split(' ').map(Number) as [number, number];
    if (done - found >= computed) child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.once('close', (_, signal) => resolve({ signal, done, found })));
}

it('goes on where the last whole shard ends, and ends with the same features', async () => {
  await writeFile(join(folder, 'model.onnx'), toOnnx(model));
  let kept = 0;
  for (const computed of [shard - 1, shard + 9]) {
    const { signal, done, found } = await run(computed);
    expect(signal).toBe('SIGKILL');
    expect(found, `after a run that was killed at ${computed}`).toBeGreaterThanOrEqual(kept);
    // What it told of was kept, but for the shard that was not full.
    kept = found + Math.floor((done - found) / shard) * shard;
  }
  expect(kept).toBeGreaterThanOrEqual(shard);
  const last = await run(Number.POSITIVE_INFINITY);
  expect(last).toMatchObject({ signal: null, done: pictures });
  expect(last.found).toBeGreaterThanOrEqual(kept);

  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  try {
    const collection = await openCollection(join(folder, 'photos'));
    const asked = { backend, model, preprocessing: own, collection };
    let found = 0;
    const fromCache = await extractFeatures({
      ...asked,
      cache: folderStorage(join(folder, 'cache')),
      onProgress: (progress) => {
        found = progress.found;
      },
    });
    expect(found).toBe(pictures);
    const { features } = await extractFeatures(asked);
    // (Millions of numbers, which `toEqual` would look at one by one.)
    expect(Buffer.compare(bytesOf(fromCache.features), bytesOf(features))).toBe(0);
  } finally {
    await backend.dispose();
  }
});

const bytesOf = ({ data }: Tensor) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
