/** What only a process of its own can show. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const home = fileURLToPath(new URL('..', import.meta.url));
const node = (cwd: string, script: string) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd, timeout: 30_000 });

it('an idle backend does not keep the process alive, even undisposed', async () => {
  const { stdout } = await node(
    home,
    `import { onnxBackend } from '@graftml/backend-onnx';
     import { tensor } from '@graftml/core';
     const backend = await onnxBackend({ device: 'cpu', threads: 1 });
     const state = await backend.createState({ w: tensor('float32', [1], [7]) });
     console.log((await state.read()).w.data[0]);`,
  );
  expect(stdout.trim()).toBe('7');
});

it('without onnxruntime-node it says what to install', async () => {
  const bare = await mkdtemp(join(tmpdir(), 'graft-bare-'));
  try {
    const scope = join(bare, 'node_modules', '@graftml');
    await mkdir(scope, { recursive: true });
    await cp(join(home, 'dist'), join(scope, 'backend-onnx', 'dist'), { recursive: true });
    await cp(join(home, 'package.json'), join(scope, 'backend-onnx', 'package.json'));
    for (const name of ['core', 'onnx']) await symlink(await realpath(join(home, '..', name)), join(scope, name));
    const { stdout } = await node(
      bare,
      `import { onnxBackend, probeDevices } from '@graftml/backend-onnx';
       for (const device of ['cpu', 'auto']) await onnxBackend({ device }).catch((error) => console.log(error.code, error.message));
       console.log((await probeDevices()).map(({ works }) => works).join());`,
    );
    const lines = stdout.trim().split('\n');
    for (const line of lines.slice(0, 2)) {
      expect(line).toMatch(/^backend cpu: onnxruntime-node could not be loaded\. Received Cannot find package/);
      expect(line).toContain('npm install onnxruntime-node@1.30');
    }
    expect(lines[2]).toBe('false,false,false');
  } finally {
    await rm(bare, { recursive: true });
  }
});

it('is flat in memory over 10,000 steps, one by one and several a run', async () => {
  const { stdout } = await node(
    home,
    `import { onnxBackend } from '@graftml/backend-onnx';
     import * as core from '@graftml/core';
     const backend = await onnxBackend({ device: 'cpu', threads: 1 });
     const model = core.sequential({ input: [3, 8, 8] }, [core.conv2D(4, 3), core.maxPooling2D(2), core.flatten(), core.dense(10)]);
     const train = core.arrayDataset(core.zeros('float32', [800, 3, 8, 8]), core.zeros('int32', [800]));
     const steps = (epochs, stepsPerExecution) => core.fit(model, {
       backend, train, epochs, stepsPerExecution, batchSize: 8, seed: 1,
       loss: core.sparseCategoricalCrossentropy({ fromLogits: true }), optimizer: core.adam(),
     });
     const used = () => process.memoryUsage().rss;
     const both = async (epochs) => { await steps(epochs, 1); await steps(epochs, 10); };
     await both(50);
     const before = used();
     await both(50);
     console.log(JSON.stringify([before, used()]));
     await backend.dispose();`,
  );
  const [before, after] = JSON.parse(stdout) as [number, number];
  console.info(
    `${(before / 1e6).toFixed(0)} MB after 10,000 steps, ${(after / 1e6).toFixed(0)} MB after 20,000, half of them in runs of ten`,
  );
  expect(after / before).toBeLessThan(1.1);
}, 60_000);
