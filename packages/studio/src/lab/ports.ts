/** What a lab needs that is another thing in a browser and on a server. */
import type { Backend } from '@graftml/core';
import type { Backbone, Decode, Pixels } from '@graftml/vision';
import type { ServerPort } from '../server/server-port.ts';
import type { ProjectStore } from '../store/project-store.ts';
import type { DroppedFile } from './lab.ts';

/** A picture that has just come in: what is kept of it beside its file. */
export interface TakenPicture {
  /** As it is seen: turned as EXIF says. */
  readonly width: number;
  readonly height: number;
  /** Enough of its pixels for a perceptual hash. */
  readonly pixels: Pixels;
  /** A JPEG of at most 256 pixels. */
  readonly thumbnail: Blob;
}

/** Pictures in this runtime. */
export interface PicturePort {
  readonly decode: Decode;
  /** @throws DataError with the reason, if it cannot be decoded */
  take(file: Uint8Array<ArrayBuffer>): Promise<TakenPicture>;
  /** What is to be seen of a bitmap. @throws UnsupportedError where there are none */
  pixelsOf(bitmap: ImageBitmap): Pixels;
  /** As JPEG. */
  encode(pixels: Pixels): Promise<Blob>;
  /** See `Lab.samples`. */
  samples(seed: number): Promise<readonly DroppedFile[]>;
}

/** Devices that this runtime may have. */
export type LocalDevice = 'auto' | 'webgpu' | 'wasm' | 'cpu' | 'cuda';

/** Where networks run, and where they come from. */
export interface NetworkPort {
  /** Starts a runtime. @throws BackendError where the device cannot be had */
  start(device: LocalDevice): Promise<Backend>;
  /** The backbone of the package. */
  embedded(): Promise<Backbone>;
  /** A file that is said to be at an address, or a known network that is kept nearby. */
  fetch(
    what: { readonly known: string } | { readonly address: string },
    hooks: { readonly signal?: AbortSignal; readonly onBytes: (done: number, total?: number) => void },
  ): Promise<Uint8Array<ArrayBuffer>>;
}

/** What `labOn` stands on. */
export interface LabPorts {
  readonly store: ProjectStore;
  readonly pictures: PicturePort;
  readonly networks: NetworkPort;
  /** Programs by their versions, for reports: `{ chromium: '141' }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** What trains with `device: 'server'`; absent where there is none. */
  readonly server?: ServerPort;
}
