/** The same classifier and the same pictures, asked by the command line, in Chromium, and by Python: the same answers. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onnxBackend } from '@graftml/backend-onnx';
import { classify, createClassifier, openClassifier } from '@graftml/vision';
import { graftBackbone } from '@graftml/vision/backbone';
import { drawSampleSet, encodePicture, readPicture, readPictures } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chromiumPath, pythonPath, requireOrSkip } from '../support/require.ts';
import { launch, openPage, servePage } from './chromium.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const graft = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));
let folder: string;
/** Of the pictures that are asked about. */
let files: Uint8Array[];
let names: string[];
/** The same at the classifier's size, as this runtime reads them. */
let pixels: Uint8Array[];
let model: Uint8Array;
let head: Uint8Array;
/** By plain Node: one number for each label, of each picture. */
let expected: number[][];
let labels: readonly string[];

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const argmax = (row: readonly number[]) => row.indexOf(Math.max(...row));
function expectNear(said: readonly (readonly number[])[]) {
  expect(said).toHaveLength(expected.length);
  said.forEach((row, i) => {
    row.forEach((probability, k) => {
      expect(Math.abs(probability - expected[i]![k]!), `${names[i]}, ${labels[k]}`).toBeLessThan(1e-4);
    });
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'graft-agreement-'));
  await drawSampleSet(join(folder, 'shapes'), { perClass: 8, testPerClass: 3, size: 150 });
  const backend = await onnxBackend({ device: 'cpu' });
  const classifier = await createClassifier({ backend, backbone: await graftBackbone() });
  for await (const { name: path, content } of readPictures([join(folder, 'shapes/train')]))
    await classifier.add(path.split('/').at(-2)!, content);
  await classifier.train();
  [model, head] = [classifier.toOnnx(), classifier.save()];
  writeFileSync(join(folder, 'model.onnx'), model);
  const opened = openClassifier(model);
  labels = opened.labels;
  [files, names, pixels, expected] = [[], [], [], []];
  for await (const { name: path, content } of readPictures([join(folder, 'shapes/test')])) {
    const bytes = content instanceof Uint8Array ? content : await encodePicture(content, 'png');
    const own = `${names.length}${path.slice(path.lastIndexOf('.'))}`;
    writeFileSync(join(folder, own), bytes);
    names.push(own);
    files.push(bytes);
    pixels.push(await readPicture(bytes, opened.preprocessing));
  }
  const pictures = names.map((name, i) => ({ name, pixels: pixels[i]! }));
  for await (const { probabilities } of classify(opened, { backend, pictures })) expected.push([...probabilities]);
  await backend.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('by the command line', () => {
  expect(expected).toHaveLength(15);
  const args = ['predict', 'model.onnx', ...names, '--json', '--top', `${labels.length}`, '--device', 'cpu'];
  const said = execFileSync(process.execPath, [graft, ...args], { cwd: folder, encoding: 'utf8' });
  const rows = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Said);
  expectNear(
    rows.map(({ predictions, top }) =>
      labels.map((label) => (top ?? predictions)!.find((guess) => guess.label === label)!.probability),
    ),
  );
});

interface Guess {
  readonly label: string;
  readonly probability: number;
}
interface Said {
  readonly predictions?: readonly Guess[];
  readonly top?: readonly Guess[];
}

describe.skipIf(requireOrSkip('chromium'))('in Chromium, on WebAssembly', () => {
  it('from the same pixels to 1e-4, from the same files the same class', async () => {
    const [served, browser] = await Promise.all([servePage(), launch(chromiumPath()!)]);
    try {
      const page = await openPage(browser, served.plain);
      expectNear(await page.call('classified', base64(model), pixels.map(base64)));
      const { said, likewise, refused } = await page.call('asked', base64(head), files.map(base64));
      expect(said.map(({ label }) => label)).toEqual(expected.map((row) => labels[argmax(row)]));
      // PNGs are decoded to the same pixels in every runtime.
      said.forEach(({ top }, i) => {
        if (!names[i]!.endsWith('.png')) return;
        for (const { label, probability } of top)
          expect(Math.abs(probability - expected[i]![labels.indexOf(label)]!), names[i]).toBeLessThan(1e-4);
      });
      for (const { label } of likewise) expect(label).toBe(said[0]!.label);
      expect(refused).toMatch(/is a web page \(HTML\), not a picture/);
      expect(page.said.filter((line) => line.startsWith('error'))).toEqual([]);
    } finally {
      await browser.close();
      await served.close();
    }
  });
});

/** Plain onnxruntime on the pixels; and from the files by Pillow alone, if it is there: cropped and resized as the card says. */
const python = `
import json, sys, numpy as np, onnxruntime
session = onnxruntime.InferenceSession('model.onnx', providers=['CPUExecutionProvider'])
size, names = json.loads(sys.argv[1]), json.loads(sys.argv[2])
pixels = np.fromfile('pixels.bin', 'uint8').reshape(-1, size, size, 3)
told = {'pixels': session.run(['probabilities'], {'pictures': pixels})[0].tolist()}
try:
    from PIL import Image
    def read(name):
        image = Image.open(name).convert('RGB')
        scale = size / min(image.size)
        image = image.resize([int(side * scale) for side in image.size], Image.BILINEAR)
        left, top = [(side - size) // 2 for side in image.size]
        return np.asarray(image.crop((left, top, left + size, top + size)))
    told['files'] = session.run(['probabilities'], {'pictures': np.stack([read(name) for name in names])})[0].tolist()
except ImportError:
    pass
print(json.dumps(told))
`;

describe.skipIf(requireOrSkip('python'))("by Python's onnxruntime", () => {
  it('from the same pixels to 1e-4, from the same files the same class', () => {
    writeFileSync(join(folder, 'pixels.bin'), Buffer.concat(pixels));
    const args = ['-c', python, '128', JSON.stringify(names)];
    const said = execFileSync(pythonPath(), args, { cwd: folder, encoding: 'utf8' });
    const told = JSON.parse(said) as { pixels: number[][]; files?: number[][] };
    expectNear(told.pixels);
    if (!told.files) return console.warn('SKIPPED without Pillow: the same files');
    expect(told.files.map(argmax)).toEqual(expected.map(argmax));
  });
});
