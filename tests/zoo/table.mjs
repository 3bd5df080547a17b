#!/usr/bin/env node
// Puts the figures of compare.mjs --json into docs/models.md, between its two marks: node tests/zoo/table.mjs ROWS.json…
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../docs/models.md', import.meta.url));
const [begin, end] = ['<!-- figures: tests/zoo/table.mjs -->', '<!-- end of figures -->'];
const exporters = ['legacy', 'dynamo', 'folded'];

const rows = process.argv.slice(2).flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
if (rows.length === 0) {
  console.error('Which figures? node tests/zoo/table.mjs ROWS.json…');
  process.exit(2);
}
const networks = [...new Set(rows.map(({ name }) => name))].map((name) => {
  const own = rows.filter((row) => row.name === name);
  return { name, own, by: Object.fromEntries(own.map((row) => [row.exporter, row])) };
});

const power = (x) => (x === undefined ? '–' : x.toExponential(0));
const table = (head, body) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const largest = (numbers) => numbers.reduce((most, x) => (x > most || Number.isNaN(x) ? x : most), 0);

const logits = table(
  [
    'network',
    'parameters',
    'ops: legacy, new, folded',
    'of PyTorch',
    'of ONNX Runtime',
    'reference',
    "PyTorch's float32",
  ],
  networks.map(({ name, own, by }) => [
    name,
    own[0].parameters.toLocaleString('en'),
    exporters.map((exporter) => by[exporter]?.ops ?? '–').join(', '),
    power(largest(own.map((row) => row.logits.torch))),
    power(largest(own.map((row) => row.logits.runtime))),
    power(by.legacy?.logits.reference),
    power(own[0].float32),
  ]),
);

const gradients = table(
  [
    'network',
    'gradients',
    'float64, worst',
    'float32, worst',
    'median',
    "PyTorch's float32, worst",
    'median',
    'seconds',
  ],
  networks.flatMap(({ name, own }) =>
    [...new Set(own.flatMap(({ modes }) => Object.keys(modes)))].map((mode) => {
      const all = own.flatMap(({ modes }) => modes[mode] ?? []);
      const lost = all.reduce((sum, { missing }) => sum + missing.length, 0);
      return [
        `${name}, ${mode}`,
        `${all[0].compared}${lost > 0 ? ` (${lost} missing)` : ''}`,
        power(all.find(({ reference }) => reference)?.reference.error),
        power(largest(all.map(({ worst }) => worst.error))),
        power(largest(all.map(({ median }) => median))),
        power(all[0].float32.worst),
        power(all[0].float32.median),
        Math.min(...all.map(({ seconds }) => seconds)).toFixed(1),
      ];
    }),
  ),
);

const text = readFileSync(page, 'utf8');
const [before, rest] = text.split(begin);
const after = rest?.split(end)[1];
if (after === undefined) throw new Error(`${page} has no '${begin}' … '${end}'`);
writeFileSync(page, `${before}${begin}\n\n### Logits\n\n${logits}\n\n### Gradients\n\n${gradients}\n\n${end}${after}`);
