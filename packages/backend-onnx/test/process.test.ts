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
