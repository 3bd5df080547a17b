/** `./graft`, in a checkout made for the test: its command line and its build are little scripts that tell what they got. */
import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { removeFolders, temporaryFolder } from './support/graft.ts';

const script = fileURLToPath(new URL('../../../graft', import.meta.url));
const main = `
if (process.argv[2] === 'wait') {
  process.on('SIGINT', () => process.exit(130));
  setInterval(() => {}, 1000);
  console.log('waiting');
} else {
  console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), command: process.env.GRAFT_COMMAND }));
  process.exitCode = Number(process.argv[2]) || 0;
}`;
const build = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync(new URL('../builds', import.meta.url), process.argv[2] + '\\n');
mkdirSync(new URL('../apps/cli/dist', import.meta.url), { recursive: true });
writeFileSync(new URL('../apps/cli/dist/main.js', import.meta.url), ${JSON.stringify(main)});
writeFileSync(new URL('../node_modules/.graft-built', import.meta.url), '');
console.log('building');`;

afterAll(removeFolders);

describe.skipIf(process.platform === 'win32')('the launcher', () => {
  let root: string;
  const run = (cwd: string, command: string, ...args: string[]) => spawnSync(command, args, { cwd, encoding: 'utf8' });
  const builds = async () => (await readFile(join(root, 'builds'), 'utf8')).split('\n').length - 1;

  beforeEach(async () => {
    root = join(await temporaryFolder(), 'a checkout');
    for (const folder of ['scripts', 'node_modules', 'packages/core/src', 'apps/cli/src', 'elsewhere'])
      await mkdir(join(root, folder), { recursive: true });
    await cp(script, join(root, 'graft'));
    await writeFile(join(root, 'scripts/run.mjs'), build);
    await writeFile(join(root, 'packages/core/src/index.ts'), '');
  });

  it('builds first, once, and says so on standard error alone', async () => {
    const first = run(root, './graft', 'predict', 'a b.png');
    expect(first.stderr).toBe('building\n');
    expect(JSON.parse(first.stdout)).toEqual({ args: ['predict', 'a b.png'], cwd: root, command: './graft' });
    run(root, './graft');
    expect(await builds()).toBe(1);
  });

  it('builds again where a source is newer or the result is gone', async () => {
    run(root, './graft');
    const later = new Date(Date.now() + 60_000);
    await utimes(join(root, 'packages/core/src/index.ts'), later, later);
    run(root, './graft');
    expect(await builds()).toBe(2);
    await rm(join(root, 'apps/cli/dist'), { recursive: true });
    await utimes(join(root, 'packages/core/src/index.ts'), new Date(0), new Date(0));
    run(root, './graft');
    expect(await builds()).toBe(3);
  });

  it('passes the exit status, from any folder and through a link', async () => {
    const elsewhere = join(root, 'elsewhere');
    await symlink('../graft', join(elsewhere, 'g'));
    const { status, stdout } = run(elsewhere, './g', '7');
    expect(status).toBe(7);
    expect(JSON.parse(stdout)).toEqual({ args: ['7'], cwd: elsewhere, command: './g' });
  });

  it('fails where the build fails, and runs nothing', async () => {
    await writeFile(join(root, 'scripts/run.mjs'), 'process.exit(3);');
    const { status, stdout } = run(root, './graft', '0');
    expect(status).toBe(3);
    expect(stdout).toBe('');
  });

  it('passes signals', async () => {
    run(root, './graft');
    const child = spawn(join(root, 'graft'), ['wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', () => child.kill('SIGINT'));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(130);
  });
});
