// What transfer reaches on CIFAR-10 as JPEG: heads on MobileNetV2's features, the whole of it trained on, ResNet-20 trained on with
// live batch normalisations, and the same network from new weights. What is chosen is chosen on validation pictures, which are training
// pictures that are held back; each result is judged on the test pictures once.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  conv2D,
  dense,
  globalAveragePooling2D,
  initialWeights,
  maxPooling2D,
  sequential,
  sgd,
  withWeights,
} from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import { backboneFrom, featureMapSvg, preprocessing, tsne } from '@graftml/vision';
import { extractFeatures, folderStorage, openBackbone, openCollection, transfer } from '@graftml/vision/node';
import { machine } from './machine.mjs';

const shared = (path) => fileURLToPath(new URL(`../../shared/${path}`, import.meta.url));
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** Whole pictures, as MobileNetV2 wants them: from -1 to 1. */
const whole = (size) => preprocessing({ width: size, height: size, scale: 1 / 127.5, mean: [1, 1, 1] });
const mobileNet = (size) => ({
  name: 'MobileNetV2',
  file: 'mobilenet-v2/mobilenet_v2_1.0_224.onnx',
  preprocessing: whole(size),
});
const resNet = { name: 'ResNet-20', file: 'resnet-cifar10/resnet20_cifar10.onnx', preprocessing: 'imagenet' };

/** A network of one's own, of which nothing but its shape is used. */
const smallNet = {
  name: 'three convolutions',
  preprocessing: preprocessing({ width: 32, height: 32 }),
  model: threeConvolutions,
};

function threeConvolutions() {
  const convolutions = [32, 64, 128].flatMap((filters) => [
    conv2D(filters, 3, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
  ]);
  const layers = [...convolutions, globalAveragePooling2D({ name: 'features' }), dense(10)];
  const model = sequential({ input: [3, 32, 32], name: 'small' }, layers);
  return withWeights(model, initialWeights(model, 1));
}

/** Mild for pictures of 32 pixels: mirrored, and moved by up to four pixels. */
const moved = { horizontalFlip: true, widthShiftRange: 4, heightShiftRange: 4 };

/** Each part: with how many training and test pictures, and what is compared. `quick` has a few of each. */
const parts = {
  heads: {
    pictures: [10_000, 5000],
    runs: [
      { what: 'linear head', backbone: mobileNet(224), strategy: 'head' },
      // Its steps are many: a tenth of the pictures tells which are the best weights.
      { what: 'dense head', backbone: mobileNet(224), strategy: 'head', head: 'dense', validation: 0.1 },
      // On maps of 320 channels; those of 1,280 behind them would be four times as large.
      {
        what: 'conv head',
        backbone: mobileNet(224),
        at: 'conv51',
        strategy: 'head',
        head: { type: 'conv', epochs: 6 },
        validation: 0.1,
      },
    ],
  },
  'fine-tune': {
    pictures: [5000, 5000],
    runs: [
      { what: 'linear head', backbone: mobileNet(224), strategy: 'head' },
      { what: 'linear head', backbone: mobileNet(96), strategy: 'head' },
      {
        what: 'trained on',
        backbone: mobileNet(96),
        strategy: 'fine-tune',
        validation: 0.1,
        fineTuning: { epochs: 3, batchSize: 32 },
      },
    ],
  },
  live: {
    pictures: [25_000, 10_000],
    runs: [
      { what: 'linear head', backbone: resNet, strategy: 'head' },
      {
        what: 'trained on, live batch norms',
        backbone: resNet,
        strategy: 'fine-tune',
        validation: 0.1,
        fineTuning: {
          epochs: 5,
          batchSize: 32,
          batchNorm: 'live',
          augment: moved,
          optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }),
          lowestRate: 1,
        },
      },
    ],
  },
  scratch: {
    pictures: [10_000, 10_000],
    runs: [{ what: 'from new weights', backbone: smallNet, strategy: 'scratch', validation: 0.1 }],
  },
};
const quickPictures = [400, 200];
/** Pictures on the map. */
const mapped = 600;

export async function transferCifar10Bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string' },
      what: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      threads: { type: 'string' },
      cache: { type: 'string' },
      map: { type: 'string' },
    },
  });
  const stranger = values.only?.split(',').find((name) => !(name in parts));
  if (stranger !== undefined) {
    console.error(`--only: there is no part '${stranger}'. Some of: ${Object.keys(parts).join(', ')}`);
    process.exit(2);
  }
  const chosen = values.only ? values.only.split(',') : Object.keys(parts);
  const cache = values.cache ?? (await mkdtemp(join(tmpdir(), 'graft-cifar10-')));
  await mkdir(cache, { recursive: true });
  const threads = values.threads === undefined ? {} : { threads: Number(values.threads) };
  const backend = await onnxBackend({ device: 'cpu', ...threads });
  const work = { backend, cache: folderStorage(cache), seed: Number(values.seed), quick: values.quick };
  const rows = [];
  try {
    for (const part of chosen) {
      const { pictures, runs } = parts[part];
      const collection = await cifar10(...(values.quick ? quickPictures : pictures));
      for (const run of runs.filter(({ what }) => what.includes(values.what))) {
        const row = { part, ...(await judged(run, collection, work)) };
        rows.push(row);
        console.error(told(row));
      }
      if (part === 'heads' && values.map) await drawMap(values.map, collection, work);
    }
  } finally {
    await backend.dispose();
    if (!values.cache) await rm(cache, { recursive: true, force: true });
  }
  if (values.json) return console.log(JSON.stringify({ machine: machine(), seed: work.seed, rows }));
  console.log(`${table(rows)}\n\n${machine()}`);
}

/** The first of each, in which classes take turns; read in their order, as an archive in gzip wants it. */
async function cifar10(learnt, tested) {
  const files = ['train-00', ...(learnt > 25_000 ? ['train-01'] : []), 'test-00'];
  const all = await openCollection(
    files.map((name) => shared(`data/cifar10/${name}.tar.gz`)),
    { examine: false },
  );
  const first = (split, count) => all.pictures.filter((picture) => picture.split === split).slice(0, count);
  return { ...all, pictures: [...first('train', learnt), ...first('test', tested)] };
}

async function judged({ what, backbone: it, ...options }, collection, { quick, ...work }) {
  const began = performance.now();
  const backbone = await opened(it);
  const { fineTuning } = options;
  const result = await transfer({
    ...work,
    ...options,
    ...(quick && fineTuning && { fineTuning: { ...fineTuning, epochs: 1 } }),
    ...(quick && options.strategy === 'scratch' && { fineTuning: { epochs: 1 } }),
    backbone,
    collection,
    onProgress: progressLine(`${it.name}, ${what}`),
  });
  process.stderr.write('\r\x1b[K');
  const { accuracy, loss, n } = result.evaluation;
  return {
    network: it.name,
    size: backbone.preprocessing.width,
    what,
    pictures: result.pictures,
    accuracy,
    standardError: Math.sqrt((accuracy * (1 - accuracy)) / n),
    loss,
    seconds: (performance.now() - began) / 1000,
    reasons: result.reasons,
    ...(result.training && { epochs: result.training.history.map(({ logs }) => logs) }),
  };
}

const opened = ({ file, model, ...options }) =>
  file ? openBackbone(shared(`models/${file}`), options) : backboneFrom(toOnnx(model()), options);

/** On a terminal one line that changes; elsewhere a line a minute. */
function progressLine(name) {
  let last = 0;
  return ({ phase, training, ...at }) => {
    const now = performance.now();
    if (now - last < (process.stderr.isTTY ? 200 : 60_000)) return;
    last = now;
    const { epoch, batch, batches, done, total } = { ...at, ...training };
    const where =
      epoch !== undefined
        ? `epoch ${epoch}, batch ${batch} of ${batches}`
        : done !== undefined
          ? `${done} of ${total}`
          : '';
    process.stderr.write(
      `${process.stderr.isTTY ? '\r\x1b[K' : ''}${name}: ${phase} ${where}${process.stderr.isTTY ? '' : '\n'}`,
    );
  };
}

/** MobileNetV2's features of the first test pictures, brought to a plane. */
async function drawMap(file, { pictures, classNames }, { backend, cache, seed }) {
  const { features: model, preprocessing: how } = await opened(mobileNet(224));
  const some = pictures.filter(({ split }) => split === 'test').slice(0, mapped);
  const collection = { pictures: some, classNames };
  const found = await extractFeatures({ backend, model, preprocessing: how, collection, cache });
  const places = await tsne(found.features, { seed });
  const points = found.pictures.map(({ name, labels }, i) => ({
    name,
    label: labels[0],
    x: places[2 * i],
    y: places[2 * i + 1],
  }));
  const title = `${points.length} test pictures of CIFAR-10, by MobileNetV2's features and t-SNE`;
  await writeFile(file, featureMapSvg(points, { title, classNames }));
  console.error(`${file}: ${title}`);
}

const told = ({ network, size, what, accuracy, standardError, pictures, seconds, reasons }) =>
  `${network} at ${size}, ${what}: ${percent(accuracy)} ± ${percent(standardError)} of ${pictures.test}, in ${seconds.toFixed(0)} s${reasons.map((it) => `; ${it}`).join('')}`;

function table(rows) {
  const head = ['', 'pixels', '', 'learnt on', 'validated with', 'tested on', 'right', 'standard error', 'seconds'];
  const cells = rows.map(({ network, size, what, pictures, accuracy, standardError, seconds }) => [
    ...[network, size, what, pictures.train, pictures.validation, pictures.test],
    ...[percent(accuracy), percent(standardError), seconds.toFixed(0)],
  ]);
  const align = head.map((_, i) => (i === 0 || i === 2 ? '---' : '---:'));
  return [head, align, ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
