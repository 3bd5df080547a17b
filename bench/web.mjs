// The application as a person meets it: from a click on Train to a judged model, in headless Chromium on the production build; then
// training steps of Graft and of TensorFlow.js in the same browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromiumPath } from './browser.mjs';
import { quantile } from './contest.mjs';
import { machine } from './machine.mjs';
import { trainBench } from './train.mjs';
import { someOf } from './transfer.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const places = { wasm: 'WebAssembly', webgpu: 'WebGPU', server: 'the server' };

export async function webBench(args) {
  const { values } = parseArgs({
    args,
    options: {
      photos: { type: 'string', default: here('../../shared/data/flowers/flowers.tar') },
      count: { type: 'string', default: '200' },
      devices: { type: 'string', default: 'wasm,server' },
      rounds: { type: 'string', default: '5' },
      steps: { type: 'string', default: 'mlp,cnn' },
      json: { type: 'boolean', default: false },
    },
  });
  if (!existsSync(values.photos))
    stop(`--photos: there is no ${values.photos}. Photographs in class folders are needed.`);
  if (!chromiumPath()) stop('No Chromium is installed.');
  const devices = values.devices.split(',');
  const unknown = devices.find((device) => !(device in places));
  if (unknown !== undefined) stop(`--devices takes ${Object.keys(places).join(', ')}; not '${unknown}'.`);
  const folder = await mkdtemp(join(tmpdir(), 'graft-bench-'));
  const server = await serveApplication();
  try {
    const count = await someOf(values.photos, Number(values.count), folder);
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', '--enable-unsafe-webgpu'],
    });
    const rounds = [];
    for (let round = 0; round < Number(values.rounds); round++)
      for (const device of devices) {
        if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kround ${round + 1}: ${places[device]}`);
        rounds.push({ device, ...(await once(browser, server.address, folder, device)) });
      }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    const version = browser.version();
    await browser.close();
    if (values.json) console.log(JSON.stringify({ machine: machine(), chromium: version, photos: count, rounds }));
    else print({ version, count, devices, rounds });
  } finally {
    server.stop();
    await rm(folder, { recursive: true, force: true });
  }
  if (values.steps !== '')
    await trainBench([...values.steps.split(','), '--where', 'browser', ...(values.json ? ['--json'] : [])]);
}

function stop(message) {
  console.error(message);
  process.exit(2);
}

/** The production build, by the command that everybody uses. */
async function serveApplication() {
  const port = await freePort();
  const child = spawn(process.execPath, [here('../scripts/run.mjs'), 'start', '--port', `${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      said += data;
      if (said.includes('Graft is at')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { address: `http://127.0.0.1:${port}/`, stop: () => child.kill() };
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A browser that has never been here: its first visit, photos, Train, and Train again. */
async function once(browser, address, folder, device) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  const seconds = async (act) => {
    const began = performance.now();
    await act();
    return (performance.now() - began) / 1000;
  };
  try {
    const opened = await seconds(async () => {
      await page.goto(address);
      await page.getByRole('button', { name: 'Try with samples' }).waitFor();
    });
    const added = await seconds(async () => {
      await page.locator('input[webkitdirectory]').first().setInputFiles(folder);
      await page.getByText(/^Added \d+ photos$/).waitFor();
    });
    await page.evaluate(() => {
      location.hash = 'train';
    });
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Device').selectOption(device);
    await page.keyboard.press('Escape');
    const train = async (name) => {
      await page.getByRole('button', { name, exact: true }).click();
      await page
        .getByText(/^Right on /)
        .first()
        .waitFor();
    };
    const trained = await seconds(() => train('Train'));
    return { opened, added, trained };
  } catch (error) {
    throw new Error(`${places[device]}: ${error.message}\n${await page.locator('main').textContent()}`);
  } finally {
    await context.close();
  }
}

function print({ version, count, devices, rounds }) {
  console.log(
    `${machine()}\nThe application in Chromium ${version}, ${count} photographs, a new last layer on graft-backbone`,
  );
  const line = (name, figures) =>
    console.log(`${name.padEnd(44)}${[0, 0.5, 1].map((q) => quantile(figures, q).toFixed(2).padStart(9)).join('')}`);
  console.log(`\n${'s'.padEnd(44)}${['least', 'median', 'most'].map((head) => head.padStart(9)).join('')}`);
  line(
    'first visit, until it can be used',
    rounds.map(({ opened }) => opened),
  );
  line(
    'photos given, until all are there',
    rounds.map(({ added }) => added),
  );
  for (const device of devices)
    line(
      `click on Train, until judged: ${places[device]}`,
      rounds.filter((one) => one.device === device).map(({ trained }) => trained),
    );
  console.log('');
}
