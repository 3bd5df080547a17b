/** What the tests ask for in a page: one global of functions that take and give plain data. */
import { onnxBackend } from '@graftml/backend-onnx/web';
import type { Backend } from '@graftml/core';
import { type ConformanceTest, conformance } from '@graftml/testing';

type Device = 'auto' | 'webgpu' | 'wasm';

let backend: Backend | undefined;
let suite: Map<string, ConformanceTest> | undefined;

const page = {
  /** Opens a backend in place of the one before; what it says of itself. */
  async open(device: Device, options: { readonly threads?: number } = {}) {
    await backend?.dispose();
    suite = undefined;
    backend = await onnxBackend({ device, ...options });
    const { device: chosen, reason } = backend.capabilities;
    return { name: backend.name, device: chosen, reason };
  },
  /** Runs one test of the suite on the open backend. */
  async judge(name: string, exclude: Readonly<Record<string, string>>) {
    suite ??= new Map(conformance(backend!, { exclude }).map((test) => [test.name, test]));
    try {
      return await suite.get(name)!.run();
    } catch (error) {
      return { failed: error instanceof Error ? error.message : String(error) };
    }
  },
  async close() {
    await backend?.dispose();
    backend = undefined;
  },
};
export type Page = typeof page;
(globalThis as unknown as { graft: Page }).graft = page;
