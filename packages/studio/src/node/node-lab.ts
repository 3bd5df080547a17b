/** The lab of a server: on folders, sharp and onnxruntime-node. */

import { readFile } from 'node:fs/promises';
import { onnxBackend } from '@graftml/backend-onnx';
import { FileError } from '@graftml/core';
import { graftBackbone } from '@graftml/vision/backbone';
import { pullModel } from '@graftml/vision/node';
import type { Lab } from '../lab/lab.ts';
import { labOn } from '../lab/lab-on.ts';
import type { ServerPort } from '../server/server-port.ts';
import type { ProjectStore } from '../store/project-store.ts';
import { nodePictures } from './node-pictures.ts';

/** What a lab in Node stands on. */
export interface NodeLabOptions {
  readonly store: ProjectStore;
  /** What trains with `device: 'server'`: another server than this one. */
  readonly server?: ServerPort;
}

/** For a server, or a program of one's own. */
export const nodeLab = ({ store, server }: NodeLabOptions): Lab =>
  labOn({
    store,
    pictures: nodePictures(),
    networks: {
      start: (device) => onnxBackend({ device: device === 'wasm' ? 'cpu' : device }),
      embedded: () => graftBackbone(),
      async fetch(what, { signal }) {
        if (!('known' in what))
          throw new FileError('is no network that is known', { where: what.address, hint: 'name one that is' });
        const { path } = await pullModel(what.known, { ...(signal && { signal }) });
        return new Uint8Array(await readFile(path));
      },
    },
    versions: { node: process.version },
    ...(server && { server }),
  });
