// What a training step of the CIFAR-10 network spends its time on, by ONNX Runtime's own profiler.
//   node packages/backend-onnx/scripts/profile.mjs [--batch 32] [--threads 1] [--steps 60] [--nodes 20]
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  cifar10Cnn,
  initialState,
  initialWeights,
  rmsprop,
  sparseCategoricalCrossentropy,
  trainingProgram,
  zeros,
} from '@graftml/core';

const number = (fallback) => ({ type: 'string', default: String(fallback) });
const { values } = parseArgs({
  options: { batch: number(32), threads: number(1), steps: number(60), nodes: number(20) },
});
const [batch, threads, steps, nodes] = ['batch', 'threads', 'steps', 'nodes'].map((name) => Number(values[name]));

const folder = await mkdtemp(join(tmpdir(), 'graft-profile-'));
const backend = await onnxBackend({ device: 'cpu', threads, profile: join(folder, 'step') });
const [model, optimizer] = [cifar10Cnn(), rmsprop()];
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const program = trainingProgram(model, { loss, optimizer, metrics: {} }, batch);
const state = await backend.createState(initialState(model.parameters, initialWeights(model, 1), optimizer));
const held = new Set(program.state.map(({ input }) => input));
const fed = program.graph.inputs.filter(({ source }) => !held.has(source.name));
const feeds = Object.fromEntries(fed.map(({ source, dtype, shape }) => [source.name, zeros(dtype, shape)]));
const step = await backend.compile(program);
for (let i = 0; i < steps; i++) await step.run(feeds, state);
await backend.dispose();

const [file] = await readdir(folder);
const events = JSON.parse(await readFile(join(folder, file), 'utf8'));
await rm(folder, { recursive: true });

const byNode = new Map();
for (const { cat, name, dur, args } of events) {
  if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
  const node = byNode.get(name) ?? { name: name.replace('_kernel_time', ''), op: args.op_name, times: [] };
  node.times.push(dur / 1000);
  byNode.set(name, node);
}
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const rows = [...byNode.values()].map(({ name, op, times }) => ({ name, op, ms: median(times) }));
const byOp = new Map();
for (const { op, ms } of rows) {
  const { count, sum } = byOp.get(op) ?? { count: 0, sum: 0 };
  byOp.set(op, { count: count + 1, sum: sum + ms });
}
const total = rows.reduce((sum, { ms }) => sum + ms, 0);
console.log(
  `batch ${batch}, ${threads} thread(s): ${rows.length} nodes, medians of ${steps} steps add up to ${total.toFixed(2)} ms\n`,
);
for (const [op, { count, sum }] of [...byOp].sort((a, b) => b[1].sum - a[1].sum))
  console.log(`${sum.toFixed(3).padStart(8)} ms  ${((100 * sum) / total).toFixed(0).padStart(3)} %  ${op} × ${count}`);
console.log();
for (const { name, op, ms } of rows.sort((a, b) => b.ms - a.ms).slice(0, nodes))
  console.log(`${ms.toFixed(3).padStart(8)} ms  ${op}  ${name}`);
