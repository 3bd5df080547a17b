#!/usr/bin/env node
// The one door to every task: installs and builds what is missing, then runs it. Needs only Node and npm.
//   node scripts/run.mjs start | test | build | lint | example | bench | onnx-tests | api | train-backbone | web [arguments]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { web } from './web.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task = 'help', ...args] = process.argv.slice(2);
const { packageManager, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Graft needs Node ${engines.node}; this is ${process.versions.node}. Install a newer one and run this again.`,
  );
  process.exit(1);
}

/** Runs a command here; leaves with its status if it fails. */
function run(command, commandArgs, options = {}) {
  const { status, signal, error } = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit', ...options });
  if (error) {
    console.error(`${command} could not be started: ${error.message}`);
    process.exit(1);
  }
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
const shell = process.platform === 'win32';
const quietly = {
  env: { ...process.env, npm_config_loglevel: 'error', TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
  shell,
};
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Is the installation there, and no older than the lock file? */
function isInstalled() {
  const marker = join(root, 'node_modules', '.modules.yaml');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'pnpm-lock.yaml')).mtimeMs;
}

function install() {
  if (isInstalled()) return;
  console.error('Installing (the first time takes about half a minute)…');
  run(npx, ['--prefer-offline', '--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=silent'], {
    ...quietly,
    stdio: ['ignore', 2, 2],
  });
}

/**
 * Builds what changed; turbo finds pnpm on the path that pnpm gives it. Says nothing unless something is wrong, and leaves
 * a stamp for ./graft, as old as the moment before: what is edited during the build is built the next time.
 */
function build() {
  install();
  const began = new Date();
  const command = [
    '--prefer-offline',
    '--yes',
    packageManager,
    'exec',
    'turbo',
    'run',
    'build',
    '--output-logs=errors-only',
  ];
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...quietly };
  const { status, stdout, error } = spawnSync(npx, command, options);
  if (status !== 0) {
    console.error(stdout || error?.message);
    process.exit(1);
  }
  const stamp = join(root, 'node_modules', '.graft-built');
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
}

const tasks = {
  start() {
    build();
    run(process.execPath, [join(root, 'apps/cli/dist/main.js'), 'demo', ...args]);
  },
  test() {
    build();
    run(bin('tsc'), ['-p', 'tsconfig.test.json'], { shell });
    run(bin('tsc'), ['-p', 'apps/web', '--noEmit'], { shell });
    tasks.lint();
    run(bin('vitest'), ['run', ...args], { shell });
  },
  build,
  lint() {
    install();
    run(bin('biome'), ['check', '--error-on-warnings', '.'], { shell });
  },
  example() {
    build();
    run(process.execPath, [join(root, 'examples/dist/harness/main.js'), ...args]);
  },
  bench() {
    build();
    run(process.execPath, [join(root, 'bench/run.mjs'), ...args]);
  },
  'onnx-tests'() {
    build();
    run(process.execPath, [join(root, 'tests/onnx-node/run.mjs'), ...args]);
  },
  api() {
    build();
    run(bin('vitest'), ['run', 'tests/api', ...args], { env: { ...process.env, GRAFT_WRITE: 'api' }, shell });
  },
  'train-backbone'() {
    build();
    run(process.execPath, [join(root, 'scripts/train-backbone/main.mjs'), ...args]);
  },
  web: () => web(args, { root, build }),
};

if (!(task in tasks)) {
  console.error(`There is no task '${task}'. Tasks: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
await tasks[task]();
