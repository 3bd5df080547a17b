// One training step of several networks by Graft and by others: Node beside PyTorch, and Chromium beside TensorFlow.js.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumPath, hasTfjs, openBrowser } from './browser.mjs';
import { contest, quantile } from './contest.mjs';
import { machine } from './machine.mjs';
import { networks } from './networks.mjs';

const contestant = (file) => join(dirname(fileURLToPath(import.meta.url)), 'contestants', file);
const python = process.env.GRAFT_PYTHON ?? 'python3';

const graft = (name, backend, network, batch, threads, ...more) => ({
  name,
  command: process.execPath,
  args: [contestant('graft.mjs'), backend, network, batch, threads, ...more].map(String),
});
/**
 * glibc gives large blocks back to the system and gets them again as pages of zeros, each step anew. With these it keeps them; PyTorch,
 * which has no arena for the CPU, is several times faster so where page faults are dear, as on virtual machines.
 */
const keepingMemory = { MALLOC_MMAP_THRESHOLD_: String(2 ** 32), MALLOC_TRIM_THRESHOLD_: String(2 ** 32) };
const torch = (mode, network, batch, threads, env = {}) => ({
  name: `PyTorch ${mode}${env === keepingMemory ? ', memory kept' : ''}`,
  command: python,
  args: [
    contestant('torch_train.py'),
    ...[mode, network, batch, threads, networks[network].classes, ...networks[network].input].map(String),
  ],
  env: { OMP_NUM_THREADS: String(threads), ...env },
});

/** Pictures that PyTorch may lay out with channels last; TensorFlow.js on its cpu backend takes minutes a step for the larger networks. */
const hasPictures = (network) => networks[network].input.length === 3 && network !== 'mlp';
const small = ['cnn', 'mlp', 'lstm'];

const inNode = (network, batch, threads, quick) => [
  graft('Graft', 'onnx', network, batch, threads),
  graft('Graft, several steps a run', 'onnx', network, batch, threads, 'several'),
  torch('eager', network, batch, threads),
  ...(hasPictures(network) ? [torch('channels_last', network, batch, threads)] : []),
  torch(hasPictures(network) ? 'channels_last' : 'eager', network, batch, threads, keepingMemory),
  ...(quick ? [] : [torch('compiled', network, batch, threads)]),
  ...(threads === 1 && !quick && small.includes(network)
    ? [graft('Graft, the reference in TypeScript', 'reference', network, batch, 1)]
    : []),
  ...(threads === 1 && batch === 32 && !quick && small.includes(network) && hasTfjs()
    ? [
        {
          name: 'TensorFlow.js, cpu',
          command: process.execPath,
          args: [contestant('tfjs.mjs'), network, String(batch)],
        },
      ]
    : []),
];

const inChromium = (browser, network, batch, device) =>
  device === 'webgpu'
    ? [
        browser.contestant('Graft, WebGPU', 'openGraft', network, batch, { device }),
        ...(hasTfjs()
          ? ['webgpu', 'webgl'].map((name) =>
              browser.contestant(`TensorFlow.js, ${name}`, 'openTfjs', network, batch, { device: name }),
            )
          : []),
      ]
    : [1, 2].flatMap((threads) => {
        const said = `${threads} thread${threads > 1 ? 's' : ''}`;
        return [
          browser.contestant(`Graft, wasm, ${said}`, 'openGraft', network, batch, { device, threads }),
          browser.contestant(`  several steps a run`, 'openGraft', network, batch, { device, threads, several: true }),
          ...(hasTfjs()
            ? [browser.contestant(`TensorFlow.js, wasm, ${said}`, 'openTfjs', network, batch, { device, threads })]
            : []),
        ];
      });

/** What is timed together: a heading, the contestants, and whose best time the ratios are against. */
function* matches({ chosen, browser, places, quick, threads }) {
  for (const network of chosen) {
    const { title, batches } = networks[network];
    if (places.includes('node'))
      for (const batch of quick ? batches.slice(0, 1) : batches)
        for (const count of threads) {
          const heading = `${title}\nNode, batch ${batch}, ${count} thread${count > 1 ? 's' : ''}`;
          yield { network, batch, heading, against: 'PyTorch', contestants: inNode(network, batch, count, quick) };
        }
    if (browser && network !== 'mobilenetv2')
      for (const device of ['wasm', 'webgpu']) {
        const batch = batches[0];
        const heading = `${title}\nChromium ${browser.version}, batch ${batch}, ${device === 'wasm' ? 'WebAssembly' : 'on the GPU'}`;
        const against = device === 'wasm' ? 'TensorFlow.js' : 'TensorFlow.js, webgpu';
        yield { network, batch, heading, against, contestants: inChromium(browser, network, batch, device) };
      }
  }
}

export async function trainBench(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      where: { type: 'string', default: 'node,browser' },
      threads: { type: 'string', default: '1,2' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string', default: '' },
    },
  });
  const chosen = positionals.length > 0 ? positionals : Object.keys(networks);
  const unknown = chosen.find((name) => !(name in networks));
  const places = values.where.split(',');
  if (unknown !== undefined || places.some((place) => !['node', 'browser'].includes(place))) {
    console.error(
      unknown !== undefined
        ? `There is no network '${unknown}'. Networks: ${Object.keys(networks).join(', ')}.`
        : `--where takes node, browser, or both with a comma; not '${values.where}'.`,
    );
    process.exit(2);
  }
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 4));
  const seconds = Number(values.seconds ?? (values.quick ? 0.5 : 1.5));
  const threads = values.threads.split(',').map(Number);
  const log = (line) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${line}`);
  const isWanted = ({ name }) => name.toLowerCase().includes(values.only.toLowerCase());

  const wantsBrowser = places.includes('browser') && chosen.some((network) => network !== 'mobilenetv2');
  if (wantsBrowser && !chromiumPath()) console.error('No Chromium is installed: nothing is measured in a browser.');
  const browser = wantsBrowser && chromiumPath() ? await openBrowser() : undefined;
  const report = [];
  if (!values.json)
    console.log(
      `${machine()}\nms a training step, ${rounds} alternating rounds; × = how many times as fast as the best named in the heading, by medians`,
    );
  try {
    for (const match of matches({ chosen, browser, places, quick: values.quick, threads })) {
      const { network, batch, heading, against } = match;
      const contestants = match.contestants.filter(isWanted);
      if (contestants.length === 0) continue;
      const results = await contest(contestants, {
        rounds,
        steps: 100,
        seconds,
        log: (line) => log(`${network}: ${line}`),
      });
      const rows = results.map(row);
      const best = (isYardstick) => Math.min(...rows.filter(isYardstick).map(({ median = Infinity }) => median));
      const bests = [
        best(({ name }) => name.startsWith(against) && !name.endsWith('memory kept')),
        best(({ name }) => name.endsWith('memory kept')),
      ];
      for (const one of rows)
        if (one.median) one.ratios = bests.filter(Number.isFinite).map((fastest) => fastest / one.median);
      report.push({ network, batch, heading, against, rows });
      log('');
      if (!values.json) print(heading, against, rows);
    }
  } finally {
    await browser?.close();
  }
  if (values.json) console.log(JSON.stringify({ machine: machine(), rounds, report }));
}

function row({ name, times, losses, note }) {
  if (times.length === 0) return { name, note };
  // The batch is always the same: what does not learn it does something else than training.
  const learns = losses.length < 2 || losses.at(-1) < losses[0];
  return {
    name,
    note: learns ? note : `does not learn: loss ${losses[0].toFixed(3)}, then ${losses.at(-1).toFixed(3)}`,
    median: quantile(times, 0.5),
    p10: quantile(times, 0.1),
    p90: quantile(times, 0.9),
    steps: times.length,
  };
}

function print(heading, against, rows) {
  console.log(`\n${heading}`);
  console.log(
    `${''.padEnd(36)}${['p10', 'median', 'p90'].map((head) => head.padStart(9)).join('')}   × ${against}'s best${against === 'PyTorch' ? ', and with memory kept' : ''}`,
  );
  for (const { name, median, p10, p90, ratios = [], note } of rows) {
    const figures = median ? [p10, median, p90].map((ms) => ms.toFixed(1).padStart(9)).join('') : '        –'.repeat(3);
    const times = ratios.map((ratio) => ratio.toFixed(2).padStart(7)).join('');
    console.log(`${name.padEnd(36)}${figures}${times || '      –'}   ${note ?? ''}`);
  }
}
