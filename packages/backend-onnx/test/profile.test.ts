import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import { expect, it } from 'vitest';
import { counting, pair } from './support/programs.ts';

it('writes one trace for each program, when it is disposed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graft-profile-'));
  const backend = await onnxBackend({ device: 'cpu', threads: 1, profile: join(folder, 'trace') });
  const [count, state] = [await backend.compile(counting()), await backend.createState({ w: pair(0, 0) })];
  await count.run({ x: pair(1, 1) }, state);
  await count.dispose();
  const files = await readdir(folder);
  expect(files).toHaveLength(1);
  const events = JSON.parse(await readFile(join(folder, files[0]!), 'utf8')) as { args?: { op_name?: string } }[];
  expect(events.map(({ args }) => args?.op_name)).toContain('Add');
  await backend.dispose();
  await rm(folder, { recursive: true });
});
