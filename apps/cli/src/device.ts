/** `--device` and `--threads` as a backend. */
import { availableParallelism } from 'node:os';
import { type Backend, UsageError } from '@graftml/core';

export const devices = ['auto', 'cpu', 'cuda', 'webgpu', 'reference'] as const;
export type DeviceName = (typeof devices)[number];

export interface DeviceOptions {
  readonly device: DeviceName;
  readonly threads?: number;
}

/** @throws BackendError if the device cannot be had */
export async function openBackend({ device, threads }: DeviceOptions): Promise<Backend> {
  if (device === 'reference') {
    if (threads !== undefined)
      throw new UsageError('the reference backend runs in one thread', { where: '--threads', hint: 'leave it out' });
    const { cpuBackend } = await import('@graftml/backend-cpu');
    return cpuBackend();
  }
  const most = availableParallelism();
  if (threads !== undefined && threads > most)
    throw new UsageError('is more than this machine has', {
      where: '--threads',
      expected: `1 to ${most}`,
      received: `${threads}`,
    });
  const { onnxBackend } = await import('@graftml/backend-onnx');
  return onnxBackend({ device, ...(threads !== undefined && { threads }) });
}
