/** What the tests ask for in a page: one global of functions that take and give plain data. */
import { onnxBackend } from '@graftml/backend-onnx/web';
import { type Backend, fit, InterruptedTrainingError } from '@graftml/core';
import { type ConformanceTest, conformance } from '@graftml/testing';
import { picturePage } from './pictures.ts';
import { storagePage } from './storage.ts';
import { course, network, smallNetwork } from './training.ts';

type Device = 'auto' | 'webgpu' | 'wasm';

let backend: Backend | undefined;
let suite: Map<string, ConformanceTest> | undefined;

let reached = 0;
/** The first session of `probe`: the device goes with its last one. */
let kept: { release(): Promise<void> } | undefined;

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
  /** Trains a network of `training.ts` for so many epochs of eight steps, on noise; what it had to tell. */
  async train(epochs: number, size: 'usual' | 'small' = 'usual') {
    reached = 0;
    try {
      const { history } = await fit(size === 'small' ? smallNetwork() : network(), {
        ...course,
        backend: backend!,
        epochs,
        onProgress: ({ phase, epoch }) => {
          if (phase === 'epoch') reached = epoch;
        },
      });
      return { losses: history.map(({ logs }) => logs.loss!) };
    } catch (error) {
      const { message } = error as Error;
      return { failed: message, learnt: error instanceof InterruptedTrainingError ? error.learnt.epoch : undefined };
    }
  },
  /** Whether a provider takes each of these files with nothing left to the CPU: an empty text, or what it says. */
  async probe(provider: 'wasm' | 'webgpu', files: readonly (readonly number[])[]): Promise<string[]> {
    const ort = await (provider === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm'));
    ort.env.logLevel = 'fatal';
    const said: string[] = [];
    for (const file of files) {
      try {
        const session = await ort.InferenceSession.create(Uint8Array.from(file), {
          executionProviders: [provider],
          logSeverityLevel: 4,
          ...(provider === 'webgpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
        });
        kept ??= session;
        if (session !== kept) await session.release();
        said.push('');
      } catch (error) {
        said.push((error as Error).message);
      }
    }
    return said;
  },
  ...storagePage,
  ...picturePage,
  /** The epoch that the training under way has finished. */
  reached: () => reached,
  memory,
  async close() {
    await backend?.dispose();
    backend = undefined;
  },
};
/** Bytes of the page and its workers together, after a collection; undefined where the browser does not tell. */
async function memory(): Promise<number | undefined> {
  const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
    measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }>;
  };
  return measure && (await measure.call(performance)).bytes;
}

export type Page = typeof page;
(globalThis as unknown as { graft: Page }).graft = page;
