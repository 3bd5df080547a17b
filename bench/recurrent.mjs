// One training step of a recurrent layer of 64 units (batch 32, 32 features, one thread) by Graft and by PyTorch.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contest, quantile } from './contest.mjs';
import { machine } from './machine.mjs';

const contestant = (file) => join(dirname(fileURLToPath(import.meta.url)), 'contestants', file);
const python = process.env.GRAFT_PYTHON ?? 'python3';
const kinds = { LSTM: 'lstm', GRU: 'gru', RNN: 'simpleRNN' };

export async function recurrentBench(args) {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '4' }, json: { type: 'boolean' } },
  });
  const report = [];
  for (const [torch, graft] of Object.entries(kinds))
    for (const steps of [50, 200]) {
      const contestants = [
        { name: 'Graft', command: process.execPath, args: [contestant('graft_recurrent.mjs'), graft, String(steps)] },
        { name: 'PyTorch', command: python, args: [contestant('torch_recurrent.py'), torch, String(steps)] },
      ];
      const results = await contest(contestants, { rounds: Number(values.rounds), steps: 10, log: () => {} });
      for (const { name, times, note } of results)
        report.push({ layer: torch, steps, name, p10: quantile(times, 0.1), median: quantile(times, 0.5), note });
    }
  if (values.json) return console.log(JSON.stringify({ machine: machine(), report }));
  console.log(`${machine()}\nms a training step, ${values.rounds} alternating rounds\n`);
  for (const { layer, steps, name, p10, median, note } of report) {
    const figures = [p10, median].map((ms) => (Number.isFinite(ms) ? ms.toFixed(1) : '–').padStart(8)).join('');
    console.log(`${layer.padEnd(6)}${String(steps).padStart(4)} steps  ${name.padEnd(10)}${figures}   ${note ?? ''}`);
  }
}
