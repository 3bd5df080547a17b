/** Which devices work here, found out by running something on them. */
import { availableParallelism } from 'node:os';
import { BackendError, builder, input, tensor } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { type Connection, connect } from '../shared/connection.ts';
import { layoutOf, pack } from '../shared/packing.ts';
import type { Device } from '../shared/protocol.ts';
import { workerPort } from './port.ts';

/** A running worker whose sessions are made for one device. */
export interface Opened {
  readonly connection: Connection;
  readonly device: Device;
  readonly threads: number;
  /** The version of onnxruntime-node. */
  readonly version: string;
}

/** Starts a worker and runs a tiny program on `device`. Throws a BackendError that says what is missing and what to do. */
export async function open(device: Device, threads = availableParallelism()): Promise<Opened> {
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
    await tryOut(connection, device);
    return { connection, device, threads, version };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** `max(0, A B)` with a known answer: creates a session, allocates, computes and comes back. */
async function tryOut(connection: Connection, device: Device): Promise<void> {
  const about = { statement: `${device} cannot be used`, where: device, hint: hints[device] };
  const g = builder('probe');
  const a = input('a', 'float32', [2, 2]);
  const model = encodeGraph({ inputs: [a], outputs: { y: g.relu(g.matMul(a, a)) } }, { name: 'probe' });
  const feeds = layoutOf(new Map([['a', { dtype: 'float32', shape: [2, 2] }]]));
  await connection.call('compile', { program: 0, model, feeds, outputs: [['y', 'y']], state: [] }, about);
  const buffer = new ArrayBuffer(feeds.bytes);
  pack(feeds, { a: tensor('float32', [2, 2], [1, -2, 3, 4]) }, buffer);
  const { outputs } = await connection.call('run', { program: 0, state: undefined, feeds: buffer }, about);
  const received = String(outputs.y?.data);
  if (received !== '0,0,15,10')
    throw new BackendError(`${device} computes wrongly`, {
      where: device,
      expected: '[0, 0, 15, 10]',
      received: `[${received}]`,
      hint: 'use another device',
    });
  // WebGPU's device goes with its last session, and state that is still on it then ends the process: this one stays.
  if (device !== 'webgpu') await connection.call('release', { program: 0 }, about);
}

const hints: { readonly [D in Device]: string } = {
  cpu: 'onnxruntime-node has binaries for Linux, macOS and Windows on x64 and arm64; reinstall it',
  cuda:
    'it needs an NVIDIA GPU, Linux on x64, CUDA 12 with cuDNN 9, and the CUDA libraries of onnxruntime-node, ' +
    'which its install script downloads (npm rebuild onnxruntime-node); otherwise use cpu',
  webgpu:
    "it needs a GPU with a Vulkan, Metal or Direct3D 12 driver; without one, Chromium's SwiftShader computes on the CPU, " +
    'slowly, with ' +
    'VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json LD_LIBRARY_PATH=/usr/lib/chromium XDG_RUNTIME_DIR=/tmp',
};
