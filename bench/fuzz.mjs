// Spoilt ONNX files: each must end in a typed error or in a graph that can be written and read again.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { corpus } from './fuzz/corpus.mjs';
import { choices, mutate } from './fuzz/mutate.mjs';
import { machine } from './machine.mjs';

/** A run that takes longer is taken for one that never ends, in milliseconds. */
const longestRun = 10_000;
/** A reader that needs more for files of this size allocates by what they declare. In MB, of JavaScript objects. */
const largestHeap = 1024;
const mostFailures = 20;

const usage = `npm run -s bench -- fuzz [--runs N] [--seed S] [--only RUN] [--json]
  --runs N    how many spoilt files (default: 10000)
  --seed S    another seed makes other files (default: 1)
  --only RUN  just this one; its file is written, and how it ended shown`;

export async function fuzzBench(args) {
  const { runs, seed, only, json } = optionsOf(args);
  const began = performance.now();
  const tally = { endings: {}, failures: [], slowest: { milliseconds: 0 } };
  const stopped = { now: false };
  process.once('SIGINT', () => {
    stopped.now = true;
  });
  const first = only ?? 0;
  const end = only === undefined ? runs : only + 1;
  let at = first;
  while (at < end && !stopped.now && tally.failures.length < mostFailures)
    at = await runFrom(at, end, seed, tally, stopped, (done) => showProgress(done, end, began, json));
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');

  for (const failure of tally.failures) failure.file = save(seed, failure.run);
  if (only !== undefined) tally.file = save(seed, only);
  const report = {
    machine: machine(),
    seed,
    runs: at - first,
    seconds: (performance.now() - began) / 1000,
    peakMemory: process.resourceUsage().maxRSS * 1024,
    ...tally,
  };
  if (json) console.log(JSON.stringify(report));
  else print(report);
  process.exitCode = tally.failures.length > 0 ? 1 : 0;
}

function optionsOf(args) {
  const whole = (name, text, fallback) => {
    const value = text === undefined ? fallback : Number(text);
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
      fail(`${name} must be a whole number, got '${text}'`);
    return value;
  };
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({
      args,
      options: { runs: text, seed: text, only: text, json: { type: 'boolean', default: false } },
    });
    return {
      runs: whole('--runs', values.runs, 10_000),
      seed: whole('--seed', values.seed, 1),
      only: whole('--only', values.only),
      json: values.json,
    };
  } catch (error) {
    return fail(error.message);
  }
}

function fail(message) {
  console.error(`${message}\n${usage}`);
  process.exit(2);
}

/** Runs cases in a thread until all are done or the thread is lost; returns the next one to run. */
function runFrom(from, to, seed, tally, stopped, progress) {
  const now = new Int32Array(new SharedArrayBuffer(4)).fill(from);
  const worker = new Worker(new URL('./fuzz/worker.mjs', import.meta.url), {
    workerData: { seed, from, to, now },
    resourceLimits: { maxOldGenerationSizeMb: largestHeap },
  });
  return new Promise((resolve) => {
    let next = from;
    let seen = { run: -1, since: performance.now() };
    const leave = (failure) => {
      clearInterval(watch);
      const run = Atomics.load(now, 0);
      if (failure) tally.failures.push({ run, failure });
      worker.removeAllListeners();
      worker.terminate().then(() => resolve(failure ? run + 1 : next));
    };
    const watch = setInterval(() => {
      const run = Atomics.load(now, 0);
      if (run !== seen.run) seen = { run, since: performance.now() };
      else if (performance.now() - seen.since > longestRun) leave(`did not end within ${longestRun / 1000} s`);
      progress(run);
      if (stopped.now) leave();
    }, 100);
    worker.on('message', (endings) => {
      for (const { run, name, done, ending, failure, milliseconds } of endings) {
        next = run + 1;
        if (failure) tally.failures.push({ run, name, done, failure });
        else tally.endings[ending] = (tally.endings[ending] ?? 0) + 1;
        if (milliseconds > tally.slowest.milliseconds) tally.slowest = { run, name, milliseconds };
      }
      if (next >= to || tally.failures.length >= mostFailures) leave();
    });
    worker.on('error', (error) => leave(`the thread was lost: ${error.message}`));
  });
}

function showProgress(done, end, began, json) {
  if (json || !process.stderr.isTTY || done === 0) return;
  const seconds = (performance.now() - began) / 1000;
  const left = Math.round((seconds / done) * (end - done));
  process.stderr.write(`\r\u001b[K${done} of ${end} files, ${Math.round(done / seconds)}/s, ${left} s left`);
}

/** Writes the spoilt file of a run, made anew. */
function save(seed, run) {
  const files = corpus();
  const stream = choices(seed, run);
  const [{ bytes }, donor] = [stream.of(files), stream.of(files)];
  const path = `fuzz-${seed}-${run}.onnx`;
  writeFileSync(path, mutate(bytes, donor.bytes, stream).bytes);
  return path;
}

function print({ machine: on, seed, runs, seconds, peakMemory, endings, failures, slowest, file }) {
  console.log(`${runs} spoilt files with seed ${seed} in ${seconds.toFixed(1)} s, on ${on}`);
  for (const [ending, count] of Object.entries(endings).sort(([, a], [, b]) => b - a))
    console.log(
      `  ${String(count).padStart(7)}  ${ending === 'graph' ? 'a graph that reads back the same' : ending.startsWith('graph') ? ending : `${ending} error`}`,
    );
  console.log(
    `  slowest ${slowest.milliseconds.toFixed(0)} ms (run ${slowest.run}, from ${slowest.name}), peak memory ${Math.round(peakMemory / 2 ** 20)} MB`,
  );
  if (file) console.log(`  the file: ${file}`);
  for (const { run, name, done, failure, file: saved } of failures)
    console.log(`\nrun ${run}${name ? `, from ${name}: ${done.join(', then ')}` : ''}\n  ${saved}\n${failure}`);
  console.log(
    failures.length > 0 ? `\n${failures.length} failed. To see one again: --seed ${seed} --only RUN` : '  0 failed',
  );
}
