/** `graft find-lr`, and what it suggests as the next command. */
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTwoClasses, graft, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const run = (...args: string[]) => graft(args, { cwd: folder });
const network = `import { dense, flatten, sequential } from '@graftml/core';
export const model = ({ input, classes }: { input: readonly number[]; classes: number }) =>
  sequential({ input }, [flatten(), dense(classes)]);
`;
const settings = ['pictures', '--model', 'network.ts', '--optimizer', 'sgd', '--device', 'cpu', '--batch-size', '8'];

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawTwoClasses(join(folder, 'pictures'));
  await writeFile(join(folder, 'network.ts'), network);
});
afterAll(removeFolders);

describe('find-lr', () => {
  it('draws the curve, and suggests a command that trains well', async () => {
    const { status, stdout, stderr } = await run('find-lr', ...settings, '--out', 'curve.svg');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^Tested {3}rates from 0\.000001 to 1 in 100 steps/m);
    expect(await readFile(join(folder, 'curve.svg'), 'utf8')).toMatch(/^<svg .*Learning-rate range test.*<\/svg>/s);
    const rate = /^Found {4}([\d.e-]+), a tenth/m.exec(stdout)?.[1];
    const next = stdout.trimEnd().split('\n').at(-1)!.trim();
    expect(next).toBe(
      `graft train pictures --model network.ts --batch-size 8 --optimizer sgd --lr ${rate} --seed 1 --device cpu`,
    );
    const trained = await run(...next.split(' ').slice(1), '--epochs', '5', '--json');
    expect(trained.status, trained.stderr).toBe(0);
    expect(JSON.parse(trained.stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ test: { accuracy: 1 } });
  });

  it('with --json gives the curve as numbers', async () => {
    const args = ['--from', '1e-5', '--to', '1', '--steps', '40', '--json'];
    const { status, stdout, stderr } = await run('find-lr', ...settings, ...args);
    expect(status, stderr).toBe(0);
    const found = JSON.parse(stdout) as Record<'rates' | 'losses' | 'smoothed', number[]>;
    expect(found).toMatchObject({ suggestion: expect.any(Number), stopped: 'completed' });
    for (const name of ['rates', 'losses', 'smoothed'] as const) expect(found[name]).toHaveLength(40);
    expect([found.rates[0], found.rates.at(-1)!.toFixed(12)]).toEqual([1e-5, '1.000000000000']);
  });

  it('refuses what makes no sense before it reads a picture', async () => {
    const { status, stderr } = await run('find-lr', 'nowhere', '--from', '1', '--to', '0.1', '--out', 'never.svg');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/--to: is not above --from. Expected above 1/)]);
    await expect(access(join(folder, 'never.svg'))).rejects.toThrow();
  });
});
