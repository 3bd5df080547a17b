// One training step of the published CIFAR-10 CNN (528,054 parameters, RMSprop, dropout) by Graft and by others.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contest, quantile } from './contest.mjs';
import { machine } from './machine.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const contestant = (file) => join(here, 'contestants', file);
const python = process.env.GRAFT_PYTHON ?? 'python3';

const graft = (backend, batch, threads) => ({
  name: backend === 'onnx' ? 'Graft on ONNX Runtime' : 'Graft reference (TypeScript)',
  command: process.execPath,
  args: [contestant('graft.mjs'), backend, String(batch), String(threads)],
});
const torch = (mode, batch, threads) => ({
  name: `PyTorch ${mode}`,
  command: python,
  args: [contestant('torch_train.py'), mode, String(batch), String(threads)],
  env: { OMP_NUM_THREADS: String(threads) },
});
const tfjs = (batch) => ({
  name: 'TensorFlow.js cpu',
  command: process.execPath,
  args: [contestant('tfjs.mjs'), String(batch)],
  steps: 1,
});

export async function trainBench(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      steps: { type: 'string' },
      only: { type: 'string', default: '' },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 4));
  const steps = Number(values.steps ?? (values.quick ? 10 : 25));
  const log = (line) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`);

  const hasTfjs = existsSync(join(here, 'tfjs', 'node_modules'));
  const settings = [32, 128].flatMap((batch) => [1, 2].map((threads) => ({ batch, threads })));
  const report = [];
  for (const { batch, threads } of settings) {
    const contestants = [
      graft('onnx', batch, threads),
      torch('eager', batch, threads),
      torch('channels_last', batch, threads),
      ...(values.quick ? [] : [torch('compiled', batch, threads)]),
      ...(threads === 1 ? [{ ...graft('reference', batch, 1), steps: values.quick ? 1 : 3 }] : []),
      ...(hasTfjs && threads === 1 && batch === 32 && !values.quick ? [tfjs(batch)] : []),
    ].filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()));
    const results = await contest(contestants, {
      rounds,
      steps,
      log: (line) => log(`batch ${batch}, ${threads} thread(s): ${line}`),
    });
    const rows = results.map(({ name, times, note }) => ({
      name,
      note,
      ...(times.length > 0 && {
        median: quantile(times, 0.5),
        p10: quantile(times, 0.1),
        p90: quantile(times, 0.9),
        steps: times.length,
      }),
    }));
    const medians = (prefix) =>
      rows.filter(({ name, median }) => name.startsWith(prefix) && median).map(({ median }) => median);
    const best = Math.min(...medians('PyTorch'));
    for (const row of rows) if (row.median && Number.isFinite(best)) row.ratio = best / row.median;
    report.push({ batch, threads, rows });
  }
  log('');
  if (values.json) {
    console.log(JSON.stringify({ machine: machine(), rounds, report }));
    return;
  }
  console.log(
    `${machine()}\nms a training step, ${rounds} alternating rounds; × = how many times as fast as the best PyTorch setting, by medians`,
  );
  for (const { batch, threads, rows } of report) {
    console.log(`\nbatch ${batch}, ${threads} thread${threads > 1 ? 's' : ''}`);
    console.log(`${''.padEnd(32)}${['p10', 'median', 'p90', '×'].map((head) => head.padStart(9)).join('')}`);
    for (const { name, median, p10, p90, ratio, note } of rows) {
      const figures = median
        ? [p10, median, p90].map((ms) => ms.toFixed(1).padStart(9)).join('')
        : '        –'.repeat(3);
      console.log(
        `${name.padEnd(32)}${figures}${ratio ? ratio.toFixed(2).padStart(9) : '        –'}${note ? `   ${note}` : ''}`,
      );
    }
  }
}
