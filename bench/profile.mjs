// What a training step of a network of the bench spends its time on, by ONNX Runtime's own profiler.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import { quantile } from './contest.mjs';
import { graftStep } from './contestants/graft-step.mjs';
import { machine } from './machine.mjs';
import { networks } from './networks.mjs';

export async function profileBench(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      batch: { type: 'string' },
      device: { type: 'string', default: 'cpu' },
      threads: { type: 'string', default: '1' },
      steps: { type: 'string', default: '40' },
      nodes: { type: 'string', default: '20' },
    },
  });
  const [network = 'cnn'] = positionals;
  if (!(network in networks)) {
    console.error(`There is no network '${network}'. Networks: ${Object.keys(networks).join(', ')}.`);
    process.exit(2);
  }
  const batch = Number(values.batch ?? networks[network].batches[0]);
  const folder = await mkdtemp(join(tmpdir(), 'graft-profile-'));
  const backend = await onnxBackend({
    device: values.device,
    threads: Number(values.threads),
    profile: join(folder, 'step'),
  });
  const { step } = await graftStep(backend, network, batch);
  for (let i = 0; i < Number(values.steps); i++) await step();
  await backend.dispose();
  const files = await readdir(folder);
  const events = JSON.parse(await readFile(join(folder, files[0]), 'utf8'));
  await rm(folder, { recursive: true });

  const byNode = new Map();
  for (const { cat, name, dur, args: about } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
    const node = byNode.get(name) ?? { name: name.replace('_kernel_time', ''), op: about.op_name, times: [] };
    node.times.push(dur / 1000);
    byNode.set(name, node);
  }
  const rows = [...byNode.values()].map(({ name, op, times }) => ({ name, op, ms: quantile(times, 0.5) }));
  const byOp = new Map();
  for (const { op, ms } of rows) {
    const { count, sum } = byOp.get(op) ?? { count: 0, sum: 0 };
    byOp.set(op, { count: count + 1, sum: sum + ms });
  }
  const total = rows.reduce((sum, { ms }) => sum + ms, 0);
  console.log(
    `${machine()}\n${networks[network].title}\nbatch ${batch}, ${values.threads} thread(s): ${rows.length} nodes, medians of ${values.steps} steps add up to ${total.toFixed(2)} ms\n`,
  );
  for (const [op, { count, sum }] of [...byOp].sort((a, b) => b[1].sum - a[1].sum))
    console.log(
      `${sum.toFixed(3).padStart(8)} ms  ${((100 * sum) / total).toFixed(0).padStart(3)} %  ${op} × ${count}`,
    );
  console.log();
  for (const { name, op, ms } of rows.sort((a, b) => b.ms - a.ms).slice(0, Number(values.nodes)))
    console.log(`${ms.toFixed(3).padStart(8)} ms  ${op}  ${name}`);
}
