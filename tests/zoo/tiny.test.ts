/**
 * Tiny networks of the architectures that everybody uses, as both of PyTorch's exporters write them: every logit, and the
 * gradient of every parameter, frozen and in training, are PyTorch's. In float64 on the reference to eight digits, in float32
 * on ONNX Runtime as well as PyTorch's own float32. The files and their references are made by export.py.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import type { Model } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareGradients, distance, gradientsOf, logitsOf, type Mode, type NetworkReference } from './network.mjs';

const folder = fileURLToPath(new URL('tiny', import.meta.url));
const reference = cpuBackend();
const runtime = await onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => Promise.all([reference.dispose(), runtime.dispose()]));

/** Of logits, relative to the largest. Single precision carries 6e-8 an operation, through a hundred layers. */
const closeLogits = 5e-6;
/** References have nine digits, and PyTorch's exporters write some constants (a sixth, an epsilon) in single precision. */
const closeInFloat64 = 1e-7;
/** As good as PyTorch's own single precision: where that is bad (a gradient of nearly nothing), so may ours be. */
const closeInFloat32 = (float32: number) => Math.max(3e-5, 5 * float32);

const networks = readdirSync(folder).filter((file) => file.endsWith('.json'));
for (const file of networks) {
  const expected = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as NetworkReference;
  const modes = Object.keys(expected.modes) as Mode[];

  describe.each(Object.keys(expected.files))(`${file.replace('.json', '')} by the %s exporter`, (exporter) => {
    let model: Model;
    beforeAll(() => {
      const path = `${folder}/${file.replace('.json', `.${exporter}.onnx`)}`;
      model = fromOnnx(new Uint8Array(readFileSync(path)), { where: path });
    });

    it("has PyTorch's logits, and ONNX Runtime's", async () => {
      for (const backend of [reference, runtime]) {
        const logits = await logitsOf(model, expected, backend);
        expect(distance(logits, expected.logits), backend.name).toBeLessThan(closeLogits);
        expect(distance(logits, expected.files[exporter]!.logits), backend.name).toBeLessThan(closeLogits);
      }
    });

    it.each(modes)('has every gradient, %s, in float64 on the reference', async (mode) => {
      const { loss, gradients } = await gradientsOf(model, expected, mode, reference, 'float64');
      const { errors, missing, strangers } = compareGradients(gradients, expected.modes[mode]!.gradients);
      expect({ missing, strangers }).toEqual({ missing: [], strangers: [] });
      expect(Math.abs(loss / expected.modes[mode]!.loss - 1)).toBeLessThan(closeInFloat64);
      expect(errors.filter(({ error }) => !(error < closeInFloat64))).toEqual([]);
    });

    it.each(modes)('has every gradient, %s, in float32 on ONNX Runtime', async (mode) => {
      const { gradients } = await gradientsOf(model, expected, mode, runtime);
      const { errors, missing } = compareGradients(gradients, expected.modes[mode]!.gradients);
      expect(missing).toEqual([]);
      expect(errors.filter(({ error, float32 }) => !(error < closeInFloat32(float32)))).toEqual([]);
    });
  });
}
