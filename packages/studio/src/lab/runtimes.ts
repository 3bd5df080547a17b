/** Runtimes that were started, by their devices. */
import { type Backend, BackendError } from '@graftml/core';
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
  let latest: DeviceChoice = 'auto';
  const get = (device: DeviceChoice): Promise<Backend> => {
    latest = device;
    // A server only trains: what is quick is done here, as well as it can be.
    const local = device === 'server' ? 'auto' : device;
    const known = started.get(local);
    if (known) return known;
    const begun = start(local);
    started.set(local, begun);
    begun.catch(() => started.delete(local));
    return begun;
  };
  return {
    get,
    latest: () => latest,
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
