/** The programs beside a model run as they are written, and say what Graft says. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cpuBackend } from '@graftml/backend-cpu';
import {
  conv2D,
  dense,
  globalAveragePooling2D,
  initialWeights,
  sequential,
  uniforms,
  withWeights,
} from '@graftml/core';
import { classify, openClassifier, type PreprocessingOptions, preprocessing, saveClassifier } from '@graftml/vision';
import { decodePictures, writeUsage } from '@graftml/vision/node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, serve } from '../browser/chromium.ts';
import { chromiumPath, pythonPath, requireOrSkip } from '../support/require.ts';

const labels = ['</script><b>', 'it\'s "b"', 'c'];
const pictures = ['wide.png', 'high.jpg', 'turned.jpg', 'grey.png', 'clear.png'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-usage-'));
  await symlink(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'));
  const drawn = (width: number, height: number, channels: 3 | 4 | 1) => {
    const noise = uniforms({ seed: width, purpose: 'picture' }, Math.ceil((width * height) / 64) * 4);
    const data = Buffer.from(
      Array.from({ length: width * height * channels }, (_, i) => {
        const at = Math.floor(i / channels);
        const patch = Math.floor(at / width / 8) * Math.ceil(width / 8) + Math.floor((at % width) / 8);
        return noise[(patch * 4 + (i % channels)) % noise.length]! * 255;
      }),
    );
    return sharp(data, { raw: { width, height, channels } });
  };
  await drawn(67, 31, 3).png().toFile(join(folder, 'wide.png'));
  await drawn(30, 53, 3).jpeg({ quality: 95 }).toFile(join(folder, 'high.jpg'));
  await drawn(61, 40, 3).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toFile(join(folder, 'turned.jpg'));
  await drawn(40, 40, 1).toColourspace('b-w').png().toFile(join(folder, 'grey.png'));
  await drawn(24, 20, 4).png().toFile(join(folder, 'clear.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const ways: Readonly<Record<string, PreprocessingOptions>> = {
  'cropped, shrunk': { width: 24, height: 24, resize: 'crop', cropFraction: 0.875 },
  'with a border': { width: 21, height: 28, resize: 'letterbox', background: 200 },
  'stretched, enlarged, grey': { width: 72, height: 60, channels: 1 },
};
const names = Object.keys(ways);

/** A model that tells such pictures apart, and what Graft says of each: label, probability, whether it is unsure. */
async function saved(name: string) {
  const description = preprocessing(ways[name]!);
  const { channels, height, width } = description;
  const network = sequential({ input: [channels, height, width] }, [
    conv2D(8, 5, { activation: 'relu' }),
    globalAveragePooling2D(),
    dense(3),
  ]);
  const model = withWeights(network, initialWeights(network, 3));
  const file = join(folder, `${names.indexOf(name)} & #1.onnx`);
  const bytes = saveClassifier(model, {
    ...{ labels, preprocessing: description, temperature: 0.1, unsure: { threshold: 0.5 } },
  });
  await writeFile(file, bytes);
  const classifier = openClassifier(bytes);
  const said: string[] = [];
  const read = decodePictures(
    pictures.map((picture) => join(folder, picture)),
    description,
  );
  for await (const { probabilities, unsure } of classify(classifier, { backend: cpuBackend(), pictures: read })) {
    const most = Math.max(...probabilities);
    said.push(`${labels[probabilities.indexOf(most)]} ${most.toFixed(4)}${unsure ? ' (unsure)' : ''}`);
  }
  return { use: await writeUsage(file, classifier), said };
}

/** The same lines, probabilities within 0.01: decoders of JPEG differ by a little, and rounding by less. */
function expectSame(found: readonly string[], said: readonly string[]) {
  expect(found).toHaveLength(said.length);
  const number = /\d\.\d{4}/;
  found.forEach((line, i) => {
    expect(Math.abs(Number(number.exec(line)![0]) - Number(number.exec(said[i]!)![0]))).toBeLessThan(0.01);
    expect(line.replace(number, '')).toBe(said[i]!.replace(number, ''));
  });
}

const ran = (program: string, ...args: string[]) =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.split('\t').slice(1).join(' '));

describe('predict.mjs', () => {
  it.each(names)('runs in plain Node: %s', async (name) => {
    const { use, said } = await saved(name);
    expectSame(ran(process.execPath, join(use, 'predict.mjs'), ...pictures), said);
  });
});

describe.skipIf(requireOrSkip('python'))('predict.py', () => {
  it.each(names)('runs in plain Python: %s', async (name) => {
    const { use, said } = await saved(name);
    expectSame(ran(pythonPath(), join(use, 'predict.py'), ...pictures), said);
  });
});

describe.skipIf(requireOrSkip('chromium'))('predict.html', () => {
  it.each(names)(
    'runs in a browser: %s',
    async (name) => {
      const { use, said } = await saved(name);
      const { address, close } = await serve(folder, {});
      const browser = await launch(chromiumPath()!);
      try {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on('pageerror', (error) => errors.push(error.message));
        const published = 'https://cdn.jsdelivr.net/npm/onnxruntime-web@';
        await page.route(`${published}**`, async (route) => {
          const own = new URL(
            `../node_modules/onnxruntime-web/${route.request().url().split('/').slice(5).join('/')}`,
            import.meta.url,
          );
          if (!existsSync(own)) return route.fulfill({ status: 404 });
          return route.fulfill({
            body: await readFile(own),
            contentType: own.pathname.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
            headers: { 'access-control-allow-origin': '*' },
          });
        });
        await page.goto(`${address}${encodeURIComponent(use.split('/').at(-1)!)}/predict.html`);
        const found: string[] = [];
        for (const picture of pictures) {
          await page.setInputFiles('input', join(folder, picture));
          await page.waitForFunction("/\\d/.test(document.querySelector('#answer').textContent)", undefined, {
            timeout: 20_000,
          });
          found.push((await page.textContent('#answer'))!);
          await page.evaluate("document.querySelector('#answer').textContent = ''");
        }
        expect(errors).toEqual([]);
        expectSame(found, said);
      } finally {
        await browser.close();
        close();
      }
    },
    60_000,
  );
});
