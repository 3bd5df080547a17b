/** Which devices work here, found out by running something on them. */
import { availableParallelism } from 'node:os';
import { type Connection, connect } from '../shared/connection.ts';
import type { Device } from '../shared/protocol.ts';
import { tryOut } from '../shared/try-out.ts';
import { workerPort } from './port.ts';

/** A running worker whose sessions are made for one device. */
export interface Opened {
  readonly connection: Connection;
  readonly device: NodeDevice;
  readonly threads: number;
  /** The version of onnxruntime-node. */
  readonly version: string;
}

/** Starts a worker and runs a tiny program on `device`. Throws a BackendError that says what is missing and what to do. */
export async function open(device: NodeDevice, threads = availableParallelism()): Promise<Opened> {
  const connection = connect(workerPort());
  try {
    const { version } = await connection.call(
      'start',
      { device, threads },
      {
        statement: 'onnxruntime-node could not be loaded',
        where: device,
        hint: 'install it beside Graft: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node@1.30',
      },
    );
    await tryOut(connection, device, hints[device]);
    return { connection, device, threads, version };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Devices of Node. */
export type NodeDevice = Exclude<Device, 'wasm'>;

const hints: { readonly [D in NodeDevice]: string } = {
  cpu: 'onnxruntime-node has binaries for Linux, macOS and Windows on x64 and arm64; reinstall it',
  cuda:
    'it needs an NVIDIA GPU, Linux on x64, CUDA 12 with cuDNN 9, and the CUDA libraries of onnxruntime-node, ' +
    'which its install script downloads (graft setup cuda says what is missing); otherwise use cpu',
  webgpu:
    "it needs a GPU with a Vulkan, Metal or Direct3D 12 driver; without one, Chromium's SwiftShader computes on the CPU, " +
    'slowly, with ' +
    'VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json LD_LIBRARY_PATH=/usr/lib/chromium XDG_RUNTIME_DIR=/tmp',
};
