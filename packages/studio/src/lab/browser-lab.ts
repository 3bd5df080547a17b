/** The lab of a browser: on its own storage, WebGPU and WebAssembly. */
import type { Lab } from './lab.ts';

export function browserLab(): Lab {
  throw new Error('not yet');
}
