#!/usr/bin/env node
// Runs ONNX's node tests: npm run -s onnx-tests -- FILE-OR-DIR [--backend cpu|onnx] [--json] [--filter TEXT] [--verbose]
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { nodeTest, nodeTests, readTar, runNodeTests } from '@graftml/testing/onnx-node';

const usage = `Runs ONNX's node tests and says what passed, what failed, and what is not supported and why.

  npm run -s onnx-tests -- FILE-OR-DIR… [--backend cpu|onnx] [--filter TEXT] [--verbose] [--json]

FILE-OR-DIR   folders with tests at any depth, or tar archives of them, gzipped or not
--backend     cpu is the reference (default), onnx is ONNX Runtime on the processor
--filter      only tests whose names contain TEXT
--verbose     every test with its verdict
--json        {"passed", "failed", "unsupported": {reason: count}} on stdout, failing tests on stderr

Ends with 0 where nothing failed, 1 where something did, 2 where it could not start.`;

const backends = { cpu: () => cpuBackend(), onnx: () => onnxBackend({ device: 'cpu' }) };

/** The folders under `folder` that hold a test. */
function* folders(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (entries.some((entry) => entry.isFile() && entry.name === 'model.onnx')) yield folder;
  else for (const entry of entries) if (entry.isDirectory()) yield* folders(join(folder, entry.name));
}

function readFolder(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((path) => /\.(onnx|pb)$/.test(path));
  return nodeTest(
    basename(folder),
    new Map(files.map((path) => [path.replaceAll('\\', '/'), new Uint8Array(readFileSync(join(folder, path)))])),
  );
}

/** Folders are read test by test, archives at once. */
function* testsAt(path, wanted) {
  if (statSync(path).isDirectory()) {
    for (const folder of folders(path)) if (wanted(basename(folder))) yield readFolder(folder);
    return;
  }
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  for (const test of nodeTests(readTar(new Uint8Array(isGzip ? gunzipSync(bytes) : bytes))))
    if (wanted(test.name)) yield test;
}

const describe = (verdict) =>
  'passed' in verdict
    ? 'passed'
    : 'failed' in verdict
      ? `FAILED: ${verdict.failed}`
      : `left out: ${verdict.unsupported}`;

function leave(message) {
  console.error(`${message}\n\n${usage}`);
  process.exit(2);
}

function options() {
  const flags = {
    backend: { type: 'string', default: 'cpu' },
    filter: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  };
  try {
    return parseArgs({ options: flags, allowPositionals: true });
  } catch (error) {
    return leave(error.message);
  }
}

const { values, positionals } = options();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (positionals.length === 0) leave('Which tests?');
if (!Object.hasOwn(backends, values.backend)) leave(`There is no backend '${values.backend}': cpu or onnx.`);

/** Where the command was given, not where the launcher runs it. */
const here = process.env.INIT_CWD ?? process.cwd();
const tests = function* () {
  for (const path of positionals) yield* testsAt(resolve(here, path), (name) => name.includes(values.filter));
};
for (const path of positionals)
  if (!statSync(resolve(here, path), { throwIfNoEntry: false })) leave(`${path} does not exist.`);

const say = values.json ? console.error : console.log;
const backend = await backends[values.backend]();
let summary;
try {
  summary = await runNodeTests(tests(), backend, (name, verdict) => {
    if (values.verbose || 'failed' in verdict) say(`${name}  ${describe(verdict)}`);
  });
} catch (error) {
  console.error(error.message);
  process.exit(2);
} finally {
  await backend.dispose();
}
if (values.json) console.log(JSON.stringify(summary, null, 2));
else {
  const reasons = Object.entries(summary.unsupported);
  const left = reasons.reduce((sum, [, count]) => sum + count, 0);
  console.log(`${backend.name}: ${summary.passed} passed, ${summary.failed} failed, ${left} not supported`);
  for (const [reason, count] of reasons) console.log(`${String(count).padStart(6)}  ${reason}`);
}
if (summary.passed + summary.failed === 0 && Object.keys(summary.unsupported).length === 0) {
  console.error(`There is no test${values.filter ? ` whose name contains '${values.filter}'` : ''} here.`);
  process.exit(2);
}
process.exit(summary.failed > 0 ? 1 : 0);
