/** The lab of a browser: on its own storage, WebGPU and WebAssembly. */
import { onnxBackend } from '@graftml/backend-onnx/web';
import { graftBackbone } from '@graftml/vision/backbone';
import { httpServer } from '../server/http-server.ts';
import { browserStore } from '../store/browser-store.ts';
import { browserPictures } from './browser/browser-pictures.ts';
import { fetched } from './browser/fetched.ts';
import type { Lab } from './lab.ts';
import { labOn } from './lab-on.ts';

/** What a page knows that its worker does not. */
export interface BrowserLabOptions {
  /** Where known networks are kept: `modelAddress('mobilenet-v2')`. */
  readonly modelAddress: (name: string) => string;
  /** Where a server takes trainings: `/api/jobs`; absent where there is none. */
  readonly jobsAddress?: string;
}

/** For a worker: `serveLab(browserLab({ modelAddress }), self)`. */
export const browserLab = ({ modelAddress, jobsAddress }: BrowserLabOptions): Lab =>
  labOn({
    store: browserStore(),
    pictures: browserPictures(),
    networks: {
      start(device) {
        const own = device === 'cpu' || device === 'cuda' ? 'wasm' : device;
        return onnxBackend({ device: own });
      },
      embedded: () => graftBackbone(),
      fetch: (what, hooks) => fetched('known' in what ? modelAddress(what.known) : what.address, hooks),
    },
    versions: { browser: navigator.userAgent },
    ...(jobsAddress !== undefined && { server: httpServer({ address: jobsAddress }) }),
  });
