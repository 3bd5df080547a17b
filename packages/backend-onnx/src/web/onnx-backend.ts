/** The entry for browsers: a backend on stock onnxruntime-web. */
import { type Backend, BackendError, UsageError } from '@graftml/core';
import { remoteBackend } from '../shared/backend.ts';
import { capabilitiesOf } from '../shared/capabilities.ts';
import { connect } from '../shared/connection.ts';
import { tryOut } from '../shared/try-out.ts';
import { startWorker, type WebWorker, webPort } from './port.ts';

/** Options of `onnxBackend` in browsers. */
export interface OnnxBackendOptions {
  /**
   * `'auto'` takes webgpu if there is an adapter, it is no software that computes on the processor, and a short training on it gives what
   * the reference gave; else wasm. It says why in `capabilities.reason`. Any other is used or is an error.
   */
  readonly device?: 'auto' | 'webgpu' | 'wasm';
  /** Threads of wasm: those of the processor unless given, up to 4; one where the page is not cross-origin isolated. */
  readonly threads?: number;
  /** Where onnxruntime-web's `.wasm` and `.mjs` files are, if not where the bundler put them: a URL that ends in a slash. */
  readonly wasmPaths?: string;
  /** Starts the worker, where the usual way does not find its file: `() => new Worker(…, { type: 'module' })`. */
  readonly worker?: () => WebWorker;
}

const devices = ['auto', 'webgpu', 'wasm'] as const;
const optionNames = [
  'device',
  'threads',
  'wasmPaths',
  'worker',
] as const satisfies readonly (keyof OnnxBackendOptions)[];

/** More threads than these gain nothing on small networks. */
const mostThreads = 4;

/** A GPUAdapter: browsers tell by `isFallbackAdapter` that it is software (WebGPU specification, GPUAdapterInfo). */
interface Adapter {
  readonly info?: { readonly isFallbackAdapter?: boolean };
}

declare const navigator: {
  readonly hardwareConcurrency?: number;
  readonly gpu?: { requestAdapter(): Promise<Adapter | null> };
};
declare const crossOriginIsolated: boolean | undefined;

/**
 * Starts ONNX Runtime in a Web Worker. Dispose the backend to end it. Throws a BackendError when the device cannot be had, a
 * UsageError for bad options.
 */
export async function onnxBackend(options: OnnxBackendOptions = {}): Promise<Backend> {
  const { device = 'auto' } = options;
  const stranger = Object.keys(options).find((name) => !optionNames.includes(name as (typeof optionNames)[number]));
  if (stranger) throw new UsageError(`there is no option ${stranger}`, { expected: optionNames.join(', ') });
  if (!devices.includes(device))
    throw new UsageError('there is no such device', {
      where: 'device',
      expected: devices.join(', '),
      received: device,
    });
  const { threads } = options;
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
    throw new UsageError('threads must be a whole number from 1', { where: 'threads', received: `${threads}` });
  if (device !== 'auto') return open(device, options, 'it was asked for');

  const why = await noWebGpu(options);
  if (typeof why !== 'string') return why;
  return open('wasm', options, `webgpu: ${why}`);
}

/** A tested backend on WebGPU, or why there is none. */
async function noWebGpu(options: OnnxBackendOptions): Promise<Backend | string> {
  if (!navigator.gpu) return 'the browser has none';
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  if (!adapter) return 'no adapter';
  if (adapter.info?.isFallbackAdapter) return 'its adapter is software, slower than WebAssembly';
  let backend: Backend | undefined;
  try {
    backend = await open('webgpu', options, 'there is an adapter, and it passed a short training');
    // Loaded where it is needed: a page that only predicts need not hold all of training.
    const { selfTest } = await import('../shared/self-test.ts');
    await selfTest(backend);
    return backend;
  } catch (error) {
    await backend?.dispose();
    if (error instanceof Error)
      return error instanceof BackendError ? (error.received ?? error.message) : error.message;
    return String(error);
  }
}

async function open(device: 'webgpu' | 'wasm', options: OnnxBackendOptions, reason: string): Promise<Backend> {
  const { wasmPaths, worker = startWorker } = options;
  const isolated = typeof crossOriginIsolated !== 'undefined' && crossOriginIsolated;
  const most = Math.min(mostThreads, navigator.hardwareConcurrency ?? 1);
  const threads = device === 'webgpu' || !isolated ? 1 : (options.threads ?? most);
  const connection = connect(webPort(worker()));
  try {
    const { version } = await connection.call(
      'start',
      { device, threads, ...(wasmPaths !== undefined && { wasmPaths }) },
      {
        statement: 'onnxruntime-web could not be loaded',
        where: device,
        hint: 'install it beside Graft, npm install onnxruntime-web@1.30, and let the bundler find its files',
      },
    );
    await tryOut(connection, device, hints[device]);
    return remoteBackend(connection, {
      name: `onnxruntime-web ${version}`,
      device,
      capabilities: capabilitiesOf(
        device,
        [reason, ...(device === 'wasm' ? [threadsText(threads, isolated)] : [])].join('; '),
      ),
    });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

const threadsText = (threads: number, isolated: boolean): string =>
  isolated
    ? `${threads} ${threads === 1 ? 'thread' : 'threads'}`
    : 'one thread, as the page is not cross-origin isolated (COOP and COEP headers)';

const hints = {
  webgpu: 'use wasm, or a browser with WebGPU and a GPU that it allows',
  wasm: "the browser must have WebAssembly, and be able to fetch onnxruntime-web's .wasm file",
} as const;
