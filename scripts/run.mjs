#!/usr/bin/env node
// The one door to every task: installs and builds what is missing, then runs it. Needs only Node and npm.
//   node scripts/run.mjs start | test | build | lint | example | bench | onnx-tests | api | train-backbone | export-site [arguments]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportSite } from './export-site/main.mjs';
import { start } from './start.mjs';
import { step } from './step.mjs';

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

/** Runs the package manager; leaves with all that it said if it fails. */
async function pnpm(name, args, stageOf) {
  const options = { cwd: root, ...quietly, stageOf };
  const { status, output } = await step(name, npx, ['--prefer-offline', '--yes', packageManager, ...args], options);
  if (status === 0) return;
  console.error(output);
  process.exit(1);
}

async function install() {
  if (isInstalled()) return;
  await pnpm('Installing', ['install', '--frozen-lockfile', '--reporter=append-only'], (line) => {
    const progress = /^Progress: resolved (\d+), .* added (\d+)/.exec(line);
    return progress ? `${progress[2]} of ${progress[1]} packages` : undefined;
  });
}

/**
 * Builds what changed; turbo finds pnpm on the path that pnpm gives it. Says nothing unless it takes long or something is wrong, and
 * leaves a stamp for ./graft, as old as the moment before: what is edited during the build is built the next time.
 */
async function build() {
  await install();
  const began = new Date();
  await pnpm('Building', ['exec', 'turbo', 'run', 'build', '--output-logs=errors-only']);
  const stamp = join(root, 'node_modules', '.graft-built');
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began);
}

const tasks = {
  async start() {
    if (!existsSync(join(root, 'node_modules')))
      console.error('The first start sets everything up, which takes some minutes; the next takes seconds.');
    await start(args, { root, build });
  },
  async test() {
    await build();
    run(bin('tsc'), ['-p', 'tsconfig.test.json'], { shell });
    run(bin('tsc'), ['-p', 'apps/web', '--noEmit'], { shell });
    await tasks.lint();
    run(bin('vitest'), ['run', ...args], { shell });
  },
  build,
  async lint() {
    await install();
    run(bin('biome'), ['check', '--error-on-warnings', '.'], { shell });
  },
  async example() {
    await build();
    run(process.execPath, [join(root, 'examples/dist/harness/main.js'), ...args]);
  },
  async bench() {
    await build();
    run(process.execPath, [join(root, 'bench/run.mjs'), ...args]);
  },
  async 'onnx-tests'() {
    await build();
    run(process.execPath, [join(root, 'tests/onnx-node/run.mjs'), ...args]);
  },
  async api() {
    await build();
    run(bin('vitest'), ['run', 'tests/api', ...args], { env: { ...process.env, GRAFT_WRITE: 'api' }, shell });
  },
  async 'train-backbone'() {
    await build();
    run(process.execPath, [join(root, 'scripts/train-backbone/main.mjs'), ...args]);
  },
  'export-site': () => exportSite(args, { root, build }),
};

if (!(task in tasks)) {
  console.error(`There is no task '${task}'. Tasks: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
await tasks[task]();
