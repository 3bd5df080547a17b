/** Whether a device computes at all. */
import { BackendError, builder, input, tensor } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import type { Connection } from './connection.ts';
import { layoutOf, pack } from './packing.ts';
import type { Device } from './protocol.ts';

/** `max(0, A B)` with a known answer: creates a session, allocates, computes and comes back. */
export async function tryOut(connection: Connection, device: Device, hint: string): Promise<void> {
  const about = { statement: `${device} cannot be used`, where: device, hint };
  const g = builder('probe');
  const a = input('a', 'float32', [2, 2]);
  const model = encodeGraph({ inputs: [a], outputs: { y: g.relu(g.matMul(a, a)) } }, { name: 'probe' });
  const feeds = layoutOf(new Map([['a', { dtype: 'float32', shape: [2, 2] }]]));
  await connection.call('compile', { program: 0, model, feeds, outputs: [['y', 'y']], state: [] }, about);
  const buffer = new ArrayBuffer(feeds.bytes);
  pack(feeds, [{ a: tensor('float32', [2, 2], [1, -2, 3, 4]) }], buffer);
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
