/** Files for others to look at: see reference/check.py. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where to leave them; nowhere by default. */
const folder = process.env.GRAFT_ONNX_FILES;

export function leave(name: string, bytes: Uint8Array): void {
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name.replace(/[^\w.-]+/g, '_')}.onnx`), bytes);
}
