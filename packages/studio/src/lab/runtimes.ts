/** Runtimes that were started, by their devices. */
import { type Backend, BackendError, UnsupportedError } from '@graftml/core';
import type { DeviceChoice } from '../project/project.ts';
import type { LocalDevice, NetworkPort } from './ports.ts';

export interface Runtimes {
  /** Starts it when it is asked for first. @throws BackendError where the device cannot be had */
  get(device: DeviceChoice): Promise<Backend>;
  /** The device that was asked for last. */
  latest(): DeviceChoice;
  /** Calls it with a runtime. One that failed (a GPU that was lost) is ended, so that the next call begins with a new one. */
  using<Result>(device: DeviceChoice, work: (backend: Backend) => Promise<Result>): Promise<Result>;
}

export function runtimes({ start }: Pick<NetworkPort, 'start'>): Runtimes {
  const started = new Map<LocalDevice, Promise<Backend>>();
  let latest: LocalDevice = 'auto';
  const get = (device: DeviceChoice): Promise<Backend> => {
    if (device === 'server')
      throw new UnsupportedError('is another lab', { where: "device: 'server'", hint: 'ask the server' });
    latest = device;
    const known = started.get(device);
    if (known) return known;
    const begun = start(device);
    started.set(device, begun);
    begun.catch(() => started.delete(device));
    return begun;
  };
  return {
    get,
    latest: () => latest as DeviceChoice,
    async using(device, work) {
      const backend = await get(device);
      try {
        return await work(backend);
      } catch (error) {
        if (error instanceof BackendError) {
          for (const [key, other] of started) if ((await other) === backend) started.delete(key);
          await backend.dispose().catch(() => {});
        }
        throw error;
      }
    },
  };
}
