/** Devices tried in a process of their own: a driver that crashes takes that one along, not this. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DeviceReport } from '@graftml/backend-onnx';
import { BackendError } from '@graftml/core';

/** @throws BackendError if the process that tries them crashes */
export function probeApart(): Promise<readonly DeviceReport[]> {
  const path = fileURLToPath(new URL('./probe-process.js', import.meta.url));
  const child = fork(path, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('message', (reports) => resolve(reports as readonly DeviceReport[]));
    child.once('close', (code, signal) => {
      const last = said.trim().split('\n').at(-1);
      reject(
        new BackendError('trying the devices ended in a crash', {
          received: last || (signal ?? `exit code ${code}`),
          hint: 'a graphics driver may be to blame; use --device cpu',
        }),
      );
    });
  });
}
