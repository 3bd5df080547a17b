/** The ONNX project's own tests of single ops, read by Graft's own reader: what runs must be right, on every backend. */
import { readFileSync } from 'node:fs';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import type { Backend } from '@graftml/core';
import { nodeTests, readTar, runNodeTests } from '@graftml/testing/onnx-node';
import { describe, expect, it } from 'vitest';
import { dataPath, requireOrSkip } from '../support/require.ts';

/** How many pass today, at least. More is welcome: raise it then. */
const floors = { reference: 423, 'ONNX Runtime': 418 };

const backends: Readonly<Record<keyof typeof floors, () => Backend | Promise<Backend>>> = {
  reference: cpuBackend,
  'ONNX Runtime': () => onnxBackend({ device: 'cpu' }),
};

describe.skipIf(requireOrSkip('data'))('ONNX node tests', () => {
  for (const [name, open] of Object.entries(backends))
    it(`what runs on the ${name} is right`, { timeout: 300_000 }, async () => {
      const failures: string[] = [];
      const backend = await open();
      const tests = nodeTests(readTar(new Uint8Array(readFileSync(dataPath('onnx-node-tests.tar')))));
      const { passed, unsupported } = await runNodeTests(tests, backend, (test, verdict) => {
        if ('failed' in verdict) failures.push(`${test}: ${verdict.failed}`);
      });
      await backend.dispose();
      const table = Object.entries(unsupported).map(([reason, count]) => `  ${String(count).padStart(3)}  ${reason}`);
      console.info([`ONNX node tests on the ${name}: ${passed} passed; not supported:`, ...table].join('\n'));
      expect(failures).toEqual([]);
      expect(passed).toBeGreaterThanOrEqual(floors[name as keyof typeof floors]);
    });
});
