/** A project of a stranger: in a folder of its own, with the packages as they would be published. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string };

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Packs every package of the workspace into a folder. */
export function packAll(): string {
  const folder = mkdtempSync(join(tmpdir(), 'graft-packed-'));
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const args = [
    '--prefer-offline',
    '--yes',
    packageManager,
    '--filter',
    './packages/*',
    'pack',
    '--pack-destination',
    folder,
  ];
  execFileSync(npx, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  return folder;
}

/**
 * A copy of `tests/consumers/<name>` whose `node_modules` holds the packed packages, unpacked, and beside them what they and
 * the project depend on: nothing of the workspace is in reach.
 */
export function install(name: string, packed: string, dependencies: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), `graft-${name}-`));
  cpSync(join(here, name), folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'stranger', private: true, type: 'module' })}\n`,
  );
  const modules = join(folder, 'node_modules');
  for (const file of readdirSync(packed)) {
    const [, short] = /^graftml-(.+)-\d/.exec(file)!;
    const to = join(modules, '@graftml', short!);
    mkdirSync(to, { recursive: true });
    execFileSync('tar', ['xzf', join(packed, file), '-C', to, '--strip-components=1']);
    const manifest = JSON.parse(readFileSync(join(to, 'package.json'), 'utf8')) as Manifest;
    const needed = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const [dependency, version] of needed) {
      if (version.startsWith('workspace:')) throw new Error(`${file} asks for ${dependency} of the workspace`);
      if (!dependency.startsWith('@graftml/')) link(modules, dependency, join(root, 'packages', short!));
    }
  }
  for (const dependency of dependencies) link(modules, dependency, join(root, 'tests'));
  return folder;
}

function link(modules: string, dependency: string, from: string): void {
  const to = join(modules, dependency);
  if (existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(join(from, 'node_modules', dependency)), to, 'junction');
}

export const removeAll = (folders: readonly string[]): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

/** A tool of the workspace, for a project that would have it installed. */
export const toolPath = (specifier: string): string =>
  createRequire(join(root, 'tests/package.json')).resolve(specifier);
