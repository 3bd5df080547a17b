/** The entry for Node: a backend on stock onnxruntime-node. */
import { type Backend, BackendError, UsageError } from '@graftml/core';
import { remoteBackend } from '../shared/backend.ts';
import { capabilitiesOf } from '../shared/capabilities.ts';
import { type NodeDevice, type Opened, open } from './devices.ts';
import { hasGpuForWebGpu } from './hardware.ts';

/** Options of `onnxBackend` in Node. */
export interface OnnxBackendOptions {
  /**
   * `'auto'` takes the first that works of cuda, webgpu on a real GPU, and cpu, and says why in `capabilities.reason`.
   * Any other is used or is an error.
   */
  readonly device?: NodeDevice | 'auto';
  /** Threads within an op, on the CPU: all by default. */
  readonly threads?: number;
  /** ONNX Runtime writes a Chrome trace of each program to `<profile>_<time>.json` when the program is disposed. */
  readonly profile?: string;
}

const devices = ['auto', 'cpu', 'cuda', 'webgpu'] as const;

/**
 * Starts ONNX Runtime in a worker thread. Dispose the backend to end it; an idle one does not keep the process alive.
 * Throws a BackendError when onnxruntime-node is not installed or the device cannot be had, a UsageError for bad options.
 */
export async function onnxBackend(options: OnnxBackendOptions = {}): Promise<Backend> {
  const { device = 'auto', threads, profile, ...unknown } = options;
  const [stranger] = Object.keys(unknown);
  if (stranger) throw new UsageError(`there is no option ${stranger}`, { expected: 'device, threads, profile' });
  if (!devices.includes(device))
    throw new UsageError('there is no such device', {
      where: 'device',
      expected: devices.join(', '),
      received: device,
    });
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
    throw new UsageError('threads must be a whole number from 1', { where: 'threads', received: String(threads) });

  const { opened, reason } =
    device === 'auto' ? await openBest(threads) : { opened: await open(device, threads), reason: 'it was asked for' };
  return remoteBackend(opened.connection, {
    name: `onnxruntime-node ${opened.version}`,
    device: opened.device,
    ...(profile !== undefined && { profile }),
    capabilities: capabilitiesOf(opened.device, `${reason}; ${threadsOf(opened)}`),
  });
}

/** GPUs first. What does not work is remembered for the reason. */
async function openBest(threads: number | undefined): Promise<{ opened: Opened; reason: string }> {
  const refused: string[] = [];
  for (const device of ['cuda', 'webgpu'] as const) {
    if (device === 'webgpu' && !hasGpuForWebGpu()) {
      refused.push('webgpu: no GPU that is certainly one (ask for it by name to try)');
      continue;
    }
    try {
      const opened = await open(device, threads);
      return { opened, reason: [`${device} works here`, ...refused].join('; ') };
    } catch (error) {
      if (!(error instanceof BackendError)) throw error;
      refused.push(`${device}: ${error.received ?? error.message}`);
    }
  }
  return { opened: await open('cpu', threads), reason: ['no GPU can be used', ...refused].join('; ') };
}

const threadsOf = ({ threads }: Opened): string => `${threads} ${threads === 1 ? 'thread' : 'threads'} on the CPU`;
