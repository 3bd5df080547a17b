/** What `train` says of memory before it begins. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTwoClasses, graft, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const settings = ['train', 'pictures', '--device', 'cpu', '--optimizer', 'sgd', '--batch-size', '16'];
const writeNetwork = (name: string, layers: string) =>
  writeFile(
    join(folder, name),
    `import { conv2D, dense, flatten, globalAveragePooling2D, sequential } from '@graftml/core';
export const model = ({ input, classes }: { input: readonly number[]; classes: number }) => sequential({ input }, [${layers}]);\n`,
  );

/** Runs until it has warned, and no further: such a training must not begin. */
async function warned(...args: string[]): Promise<string> {
  const { stdout } = await graft([...settings, ...args], {
    cwd: folder,
    watch: (said, child) => /more than is free.*\n.*\n/.test(said) && child.kill('SIGKILL'),
  });
  return stdout;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawTwoClasses(join(folder, 'pictures'));
  await writeNetwork('small.ts', 'flatten(), dense(classes)');
  await writeNetwork('wide.ts', 'conv2D(4_000_000, 1), globalAveragePooling2D(), dense(classes)');
  await writeNetwork('heavy.ts', 'flatten(), dense(200_000_000), dense(classes)');
});
afterAll(removeFolders);

describe('the memory of a training', () => {
  it('is told, and accumulated gradients are trained with', async () => {
    const args = ['--model', 'small.ts', '--epochs', '2', '--accumulate', '2'];
    const { status, stdout, stderr } = await graft([...settings, ...args], { cwd: folder });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(
      /^Memory {3}about \d+\.\d MB: weights \d.*, gradients .*, optimizer .*, activations .*, already here \d/m,
    );
    expect(stdout).not.toContain('more than is free');
  });

  it('where it is more than there is, smaller batches are advised if they help', async () => {
    expect(await warned('--model', 'wide.ts', '--accumulate', '3')).toMatch(
      /more than is free: .*\n +the same in less: --batch-size 8 --accumulate 6/,
    );
  });

  it('and a smaller network if they do not', async () => {
    expect(await warned('--model', 'heavy.ts')).toMatch(
      /more than is free: .*\n +most of it is for the network itself/,
    );
  });
});
