#!/usr/bin/env node
// Compares the networks that export.py wrote: node tests/zoo/compare.mjs FOLDER [NAME…] [--reference] [--verbose] [--json FILE]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { parameterCount, topologicalOrder } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { compareGradients, distance, gradientsOf, logitsOf } from './network.mjs';

const { values, positionals } = parseArgs({
  options: {
    reference: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
  allowPositionals: true,
});
const [folder, ...names] = positionals;
if (!folder) {
  console.error('Which folder? node tests/zoo/compare.mjs FOLDER [NAME…] [--reference] [--verbose] [--json FILE]');
  process.exit(2);
}

const runtime = await onnxBackend({ device: 'cpu' });
const reference = cpuBackend();
const files = readdirSync(folder).filter((file) => file.endsWith('.onnx'));
const wanted = files.filter((file) => names.length === 0 || names.some((name) => file.startsWith(`${name}.`)));
const show = (x) => (x === undefined ? '' : x.toExponential(1));

async function compare(file) {
  const [, name, exporter] = /^(.*)\.(\w+)\.onnx$/.exec(basename(file));
  const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const bytes = new Uint8Array(readFileSync(join(folder, file)));
  const model = fromOnnx(bytes, { where: file });
  const began = performance.now();
  // Exact numbers take long, and the exporters' files have the same.
  const isExact = values.reference && exporter === 'legacy';
  const logits = await logitsOf(model, expected, runtime);
  const row = {
    name,
    exporter,
    opset: expected.files[exporter].opset,
    ops: topologicalOrder(Object.values(model.graph('infer').outputs)).length,
    parameters: expected.parameters,
    read: parameterCount(model),
    logits: {
      torch: distance(logits, expected.logits),
      runtime: distance(logits, expected.files[exporter].logits),
      ...(isExact && { reference: distance(await logitsOf(model, expected, reference), expected.logits) }),
    },
    float32: expected.float32,
    modes: {},
  };
  // Weights of a folded file are not those that PyTorch has gradients of.
  const modes = exporter === 'folded' ? [] : Object.entries(expected.modes);
  for (const [mode, { loss, gradients: wantedGradients }] of modes) {
    const started = performance.now();
    const result = await gradientsOf(model, expected, mode, runtime);
    const { errors, missing, strangers } = compareGradients(result.gradients, wantedGradients);
    row.modes[mode] = {
      loss: Math.abs(result.loss - loss) / Math.abs(loss),
      compared: errors.length,
      missing,
      strangers,
      worst: errors[0],
      median: median(errors.map(({ error }) => error)),
      float32: { worst: Math.max(...errors.map((it) => it.float32)), median: median(errors.map((it) => it.float32)) },
      seconds: (performance.now() - started) / 1000,
    };
    if (isExact) {
      const exact = await gradientsOf(model, expected, mode, reference, 'float64');
      row.modes[mode].reference = compareGradients(exact.gradients, wantedGradients).errors[0];
    }
  }
  row.seconds = (performance.now() - began) / 1000;
  return row;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

const rows = [];
for (const file of wanted)
  try {
    const row = await compare(file);
    rows.push(row);
    console.log(
      `${file}: ${row.ops} ops, logits ${show(row.logits.torch)} of PyTorch's, ${show(row.logits.runtime)} of ONNX Runtime's` +
        `${row.logits.reference ? `, reference ${show(row.logits.reference)}` : ''} (float32 ${show(row.float32)})`,
    );
    for (const [mode, it] of Object.entries(row.modes)) {
      console.log(
        `  ${mode}: loss ${show(it.loss)}, ${it.compared} gradients, worst ${show(it.worst?.error)} ${it.worst?.name}` +
          `, median ${show(it.median)} (PyTorch's float32 ${show(it.float32.worst)}, ${show(it.float32.median)})${it.reference ? `, float64 on the reference ${show(it.reference.error)} ${it.reference.name}` : ''}, ${it.seconds.toFixed(1)} s`,
      );
      if (it.missing.length > 0) console.log(`    MISSING ${it.missing.join(', ')}`);
      if (it.strangers.length > 0) console.log(`    unknown to PyTorch: ${it.strangers.join(', ')}`);
    }
  } catch (error) {
    console.log(`${file}: REFUSED ${values.verbose ? error.stack : error.message}`);
  }
await runtime.dispose();
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 1)}\n`);
