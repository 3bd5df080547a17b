/** What the backend and its worker say to each other. Plain data, so that it crosses threads. */
import type { Tensors } from '@graftml/core';
import type { Layout } from './packing.ts';

/** What ONNX Runtime runs on: in Node all but `'wasm'`, in browsers `'webgpu'` and `'wasm'`. */
export type Device = 'cpu' | 'cuda' | 'webgpu' | 'wasm';

/** How sessions are made; settled once, when the worker starts. */
export interface SessionSettings {
  readonly device: Device;
  /** Threads within an op, on the CPU. */
  readonly threads: number;
  /** In a browser: where ONNX Runtime's `.wasm` files are, if they are not beside its code. */
  readonly wasmPaths?: string;
}

/** `input` becomes the value of `output` after each run; without an output it is only read. */
export interface StatePair {
  readonly input: string;
  readonly output?: string;
}

/** What an output is called by the caller, and in the file. */
export type Renamed = readonly [name: string, inFile: string];

/** Every request by its name: what is asked, and what comes back. */
export interface Calls {
  start: { ask: SessionSettings; answer: { version: string } };
  createState: { ask: { state: number; tensors: Tensors }; answer: undefined };
  readState: { ask: { state: number }; answer: Tensors };
  writeState: { ask: { state: number; tensors: Tensors }; answer: undefined };
  rollback: { ask: { state: number }; answer: { undone: boolean } };
  forgetState: { ask: { state: number }; answer: undefined };
  compile: {
    ask: {
      program: number;
      model: Uint8Array;
      feeds: Layout;
      outputs: readonly Renamed[];
      state: readonly StatePair[];
      /** Where ONNX Runtime writes a Chrome trace when the program is released: `<profile>_<time>.json`. */
      profile?: string;
    };
    answer: undefined;
  };
  run: {
    ask: { program: number; state: number | undefined; feeds: ArrayBuffer };
    /** The buffer of the feeds comes back to be used again. */
    answer: { outputs: Tensors; feeds: ArrayBuffer };
  };
  release: { ask: { program: number }; answer: undefined };
  stop: { ask: Record<never, never>; answer: undefined };
}
export type Call = keyof Calls;

export interface Request<C extends Call = Call> {
  readonly id: number;
  readonly call: C;
  readonly ask: Calls[C]['ask'];
}

export type Reply =
  | { readonly id: number; readonly answer: unknown }
  /** The runtime's own words; `code` is Node's, where there is one. */
  | { readonly id: number; readonly failure: string; readonly code?: string }
  /** Unasked: the device is gone, and everything on it. */
  | { readonly lost: string };
