/** For a doctor: what works on this machine, and why the rest does not. */
import { BackendError } from '@graftml/core';
import { type NodeDevice, open } from './devices.ts';
import { adapterName } from './hardware.ts';

/** Whether a device ran a graph just now, and with what; or why not. */
export type DeviceReport =
  | {
      readonly device: NodeDevice;
      readonly works: true;
      /** `'onnxruntime-node 1.30.0'` */
      readonly runtime: string;
      readonly threads: number;
      readonly adapter: string | undefined;
    }
  | {
      readonly device: NodeDevice;
      readonly works: false;
      /** What was tried and what the runtime said. */
      readonly why: string;
      /** What to do about it. */
      readonly hint: string | undefined;
    };

/** Runs a tiny program on each device, one after another. Never throws for a device that does not work. */
export async function probeDevices(): Promise<readonly DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const device of ['cpu', 'cuda', 'webgpu'] as const) reports.push(await probe(device));
  return reports;
}

async function probe(device: NodeDevice): Promise<DeviceReport> {
  try {
    const { connection, version, threads } = await open(device);
    await connection.close();
    return { device, works: true, runtime: `onnxruntime-node ${version}`, threads, adapter: adapterName(device) };
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    return { device, works: false, why: error.received ?? error.message, hint: error.hint };
  }
}
