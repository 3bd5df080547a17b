/** `npm run train-backbone -- --data FOLDER --teacher FILE`: see `help`. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import { GraftError, UsageError } from '@graftml/core';
import { recipe } from './recipe.mjs';
import { train } from './train.mjs';

const help = `npm run train-backbone -- --data FOLDER --teacher mobilenet_v2_1.0_224.onnx

Trains the embedded backbone from photographs, without their labels, and from a MobileNetV2, its teacher. Ctrl-C stops it after
the current step; the same command goes on from there.
  --data FOLDER     the photographs: archives (.tar) in a folder
  --teacher FILE    the MobileNetV2, an .onnx file with a tensor 'features' and logits as its output
  --out FOLDER      checkpoints, history.csv, and 2.5 GB of decoded pictures and the teacher's answers (backbone-run)
  --threads N       of the CPU (2)`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    teacher: { type: 'string' },
    out: { type: 'string', default: 'backbone-run' },
    threads: { type: 'string', default: '2' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** The archives in the folder that an option names. */
function archivesIn(folder, option) {
  if (!folder || !existsSync(folder))
    throw new UsageError('needs the photographs', {
      where: option,
      expected: 'a folder of .tar archives',
      received: folder ?? 'nothing',
    });
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tar'));
  if (archives.length === 0)
    throw new UsageError('has no archives', { where: `${option} ${folder}`, expected: '.tar files' });
  return archives.sort().map((name) => join(folder, name));
}

function fileOf(path, option, what) {
  if (path && existsSync(path)) return path;
  throw new UsageError(`needs ${what}`, { where: option, expected: 'an .onnx file', received: path ?? 'nothing' });
}

/** One line that is written over in a terminal; in a log, one every half minute. */
function reporter() {
  let last = 0;
  return (line, always = false) => {
    const now = performance.now();
    if (process.stderr.isTTY) return process.stderr.write(`\r\x1b[K${line}${always ? '\n' : ''}`);
    if (!always && now - last < 30_000) return;
    last = now;
    process.stderr.write(`${new Date().toISOString().slice(0, 19)} ${line}\n`);
  };
}

const clock = (seconds) =>
  Number.isFinite(seconds) ? `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min` : '?';

function lineOf({ phase, epoch, epochs, batch, batches, logs, examplesPerSecond, elapsed, remaining }) {
  const figures = Object.entries(logs).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
  const place = `epoch ${epoch}/${epochs}, ${phase === 'validate' ? 'judging' : 'step'} ${batch}/${batches}`;
  const speed = `${examplesPerSecond.toFixed(0)} pictures/s, ${clock(elapsed)} gone, ${clock(remaining)} to go`;
  return `${place}: ${figures.join(', ')}; ${speed}`;
}

async function main() {
  if (values.help) return console.log(help);
  const sources = archivesIn(values.data, '--data');
  const teacherPath = fileOf(values.teacher, '--teacher', 'the teacher');
  mkdirSync(values.out, { recursive: true });
  const controller = new AbortController();
  const say = reporter();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(name, () => {
      say('Stopping after this step; once more leaves at once.', true);
      controller.abort(new Error('stopped: the same command goes on from here'));
    });
  const backend = await onnxBackend({ device: 'cpu', threads: Number(values.threads) });
  try {
    const run = await train({
      recipe,
      sources,
      teacherPath,
      folder: values.out,
      backend,
      signal: controller.signal,
      say,
      onProgress: (progress) => say(lineOf(progress), progress.phase === 'epoch'),
    });
    say(`${run.stopped} after ${run.history.length} epochs and ${clock(run.seconds)}`, true);
  } finally {
    await backend.dispose();
  }
}

main().catch((error) => {
  console.error(error instanceof GraftError || error.message.startsWith('stopped') ? error.message : error);
  process.exitCode = 1;
});
