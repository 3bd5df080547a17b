// From a folder of photographs to a judged classifier on MobileNetV2's features, in Graft and in PyTorch; and where Graft's time goes.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import { predict } from '@graftml/core';
import { pictureModel } from '@graftml/vision';
import { openBackbone, openCollection, readPicture, transfer } from '@graftml/vision/node';
import { contest, quantile } from './contest.mjs';
import { machine } from './machine.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const python = process.env.GRAFT_PYTHON ?? 'python3';

export async function transferBench(args) {
  const { values } = parseArgs({
    args,
    options: {
      photos: { type: 'string', default: here('../../shared/data/flowers/flowers.tar') },
      backbone: { type: 'string', default: here('../../shared/models/mobilenet-v2/mobilenet_v2_1.0_224.onnx') },
      count: { type: 'string', default: '240' },
      rounds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  });
  for (const option of ['photos', 'backbone'])
    if (!existsSync(values[option])) {
      console.error(
        `--${option}: there is no ${values[option]}. Photographs in class folders, and a MobileNetV2 as ONNX, are needed.`,
      );
      process.exit(2);
    }
  const folder = await mkdtemp(join(tmpdir(), 'graft-bench-'));
  try {
    const photos = await someOf(values.photos, Number(values.count), folder);
    const parts = await partsOf(folder, values.backbone);
    const contestants = [
      {
        name: 'Graft',
        command: process.execPath,
        args: [here('contestants/graft-transfer.mjs'), folder, values.backbone],
      },
      ...['0', `${availableParallelism()}`].flatMap((workers) =>
        ['first', 'last'].map((layout) => ({
          name: `PyTorch + PIL, ${workers} workers, channels ${layout}`,
          command: python,
          args: [here('contestants/torch_transfer.py'), folder, workers, layout],
        })),
      ),
      {
        name: 'the last, memory kept',
        command: python,
        args: [here('contestants/torch_transfer.py'), folder, `${availableParallelism()}`, 'last'],
        env: { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '1000000000' },
      },
    ];
    const log = values.json ? () => {} : (line) => process.stderr.write(`\r\x1b[K${line}`);
    const results = await contest(contestants, { rounds: Number(values.rounds), steps: 1, log });
    log('');
    const report = results.map(({ name, times, note }) => ({
      name,
      note,
      seconds: [0.1, 0.5, 0.9].map((q) => quantile(times, q) / 1000),
    }));
    if (values.json) return console.log(JSON.stringify({ machine: machine(), photos, report, parts }));
    console.log(
      `${machine()}\n${photos} photographs to a judged classifier on MobileNetV2's features, ${values.rounds} rounds in turn\n`,
    );
    const [graft, ...others] = report;
    const best = Math.min(...others.map(({ seconds }) => seconds[1]).filter(Number.isFinite));
    console.log(`${'s'.padStart(51)} p10   median      p90   × PyTorch's best, by medians`);
    for (const { name, seconds, note } of report) {
      const figures = seconds.map((s) => (Number.isFinite(s) ? s.toFixed(2) : '–').padStart(9)).join('');
      console.log(`${name.padEnd(46)}${figures}   ${(best / seconds[1]).toFixed(2)}   ${note ?? ''}`);
    }
    if (!Number.isFinite(graft.seconds[1])) process.exitCode = 1;
    console.log('\nWhere it goes, once:');
    for (const [part, seconds] of Object.entries(parts)) console.log(`  ${seconds.toFixed(2).padStart(6)} s  ${part}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The first `count` pictures to train on, as many of each class, as files in class folders. */
export async function someOf(place, count, folder) {
  const { pictures, classNames } = await openCollection(place, { examine: false });
  const each = Math.floor(count / classNames.length);
  let written = 0;
  for (const label of classNames) {
    await mkdir(join(folder, label));
    const own = pictures.filter(({ labels, split }) => labels[0] === label && (split ?? 'train') === 'train');
    for (const { name, read } of own.slice(0, each)) {
      await writeFile(join(folder, label, basename(name)), await read());
      written++;
    }
  }
  return written;
}

async function partsOf(folder, file) {
  const seconds = {};
  const timed = async (part, run) => {
    const began = performance.now();
    const result = await run();
    seconds[part] = (performance.now() - began) / 1000;
    return result;
  };
  const backend = await onnxBackend({ device: 'cpu' });
  const backbone = await timed('open the backbone', () => openBackbone(file, { preprocessing: 'symmetric' }));
  const collection = await timed('look at every picture: sizes, copies, dates', () => openCollection(folder));
  const phases = [];
  const began = performance.now();
  const { save } = await transfer({
    backend,
    collection,
    backbone,
    onProgress: ({ phase }) => phases.at(-1)?.phase !== phase && phases.push({ phase, at: performance.now() }),
  });
  phases.push({ at: performance.now() });
  phases.slice(0, -1).forEach(({ phase }, i) => {
    seconds[phase] = (phases[i + 1].at - (i === 0 ? began : phases[i].at)) / 1000;
  });
  await timed('save', save);
  // The floor of the features: decoding alone, and the network alone.
  const { preprocessing, features } = backbone;
  const pixels = await timed('floor: decode and resize alone', async () => {
    const results = [];
    for (let i = 0; i < collection.pictures.length; i += 8)
      results.push(
        ...(await Promise.all(
          collection.pictures.slice(i, i + 8).map(async ({ read }) => readPicture(await read(), preprocessing)),
        )),
      );
    return results;
  });
  const { width, height, channels } = preprocessing;
  const data = new Uint8Array(pixels.length * width * height * channels);
  for (const [i, picture] of pixels.entries()) data.set(picture, i * picture.length);
  const all = { dtype: 'uint8', shape: [pixels.length, height, width, channels], data };
  await timed('floor: the network alone', () => predict(pictureModel(features, preprocessing), { backend, data: all }));
  await backend.dispose();
  return seconds;
}
