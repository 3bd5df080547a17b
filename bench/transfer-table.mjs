// How well each strategy does with each backbone on two small sets of photographs: learnt on `train` alone, of which a fifth is to
// validate with where a network may be trained, and judged once on `val`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import { folderStorage, openBackbone, openCollection, transfer } from '@graftml/vision/node';
import { machine } from './machine.mjs';

const shared = (path) => fileURLToPath(new URL(`../../shared/${path}`, import.meta.url));
const model = (path, preprocessing) => ({ file: shared(`models/${path}`), options: { preprocessing } });
const backbones = {
  MobileNetV2: model('mobilenet-v2/mobilenet_v2_1.0_224.onnx', 'symmetric'),
  'SqueezeNet 1.1': model('squeezenet-1.1/squeezenet1.1_features.onnx', 'caffe'),
  'MobileNetV1 0.25': model('mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx', 'symmetric'),
  embedded: { file: undefined, options: {} },
};
/** By a linear classifier of another library on the same features, as the data's README tells: accuracies on `val`. */
const sets = {
  hymenoptera: { MobileNetV2: 0.975, 'SqueezeNet 1.1': 0.85, 'MobileNetV1 0.25': 0.875 },
  flowers: { MobileNetV2: 0.85, 'SqueezeNet 1.1': 0.8, 'MobileNetV1 0.25': 0.79 },
};
const strategies = ['head', 'earlier', 'fine-tune', 'auto'];
const percent = (share) => (share === undefined ? '–' : (100 * share).toFixed(1));

export async function transferTableBench(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string' },
      strategies: { type: 'string', default: strategies.join(',') },
      seed: { type: 'string', default: '1' },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'graft-transfer-table-'));
  const backend = await onnxBackend({ device: 'cpu' });
  const rows = [];
  try {
    for (const [name, { file, options }] of Object.entries(backbones)) {
      if (values.only && !name.toLowerCase().includes(values.only.toLowerCase())) continue;
      if (values.quick && name !== 'embedded' && name !== 'MobileNetV1 0.25') continue;
      const backbone = await openBackbone(file, options);
      for (const [set, published] of Object.entries(sets)) {
        const all = await openCollection(shared(`data/${set}/${set}.tar`));
        const pictures = all.pictures.map((it) => (it.split === 'validation' ? { ...it, split: 'test' } : it));
        const row = { backbone: name, set, published: published[name], results: {} };
        for (const strategy of values.strategies.split(',')) {
          const began = performance.now();
          const result = await transfer({
            backend,
            backbone,
            collection: { ...all, pictures },
            strategy,
            seed: Number(values.seed),
            cache: folderStorage(join(folder, 'features')),
          });
          const { accuracy, n, loss } = result.evaluation;
          const seconds = (performance.now() - began) / 1000;
          row.results[strategy] = { accuracy, n, loss, seconds, did: result.strategy, reasons: result.reasons };
          console.error(
            `${name}, ${set}, ${strategy}: ${percent(accuracy)} % in ${seconds.toFixed(0)} s (${result.strategy}; ${result.reasons.join('; ')})`,
          );
        }
        rows.push(row);
      }
    }
  } finally {
    await backend.dispose();
    await rm(folder, { recursive: true, force: true });
  }
  if (values.json) return console.log(JSON.stringify({ machine: machine(), seed: Number(values.seed), rows }));
  console.log(table(rows));
  console.log(`\n${machine()}`);
}

function table(rows) {
  const head = ['', '', 'published probe', ...strategies, '`auto` chose', 'near the best', 's fine-tune', 's auto'];
  const cells = rows.map(({ backbone, set, published, results }) => [
    backbone,
    set,
    percent(published),
    ...strategies.map((name) => percent(results[name]?.accuracy)),
    results.auto?.did ?? '–',
    nearBest(results),
    results['fine-tune']?.seconds.toFixed(0) ?? '–',
    results.auto?.seconds.toFixed(0) ?? '–',
  ]);
  const align = head.map((_, i) => (i < 2 || (i > 6 && i < 9) ? '---' : '---:'));
  return [head, align, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** Whether `auto` is within one standard error, that of the best case by name. */
function nearBest({ auto, ...named }) {
  const others = Object.values(named);
  if (!auto || others.length === 0) return '–';
  const best = others.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  const margin = Math.sqrt((best.accuracy * (1 - best.accuracy)) / best.n);
  return auto.accuracy >= best.accuracy - margin ? 'yes' : 'no';
}
