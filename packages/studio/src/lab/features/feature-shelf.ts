/** The features of one network at a time: those that the settings ask for. */
import type { Backend } from '@graftml/core';
import type { Settings } from '../../project/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { Backbones } from '../networks/backbones.ts';
import type { PicturePort } from '../ports.ts';
import type { Runtimes } from '../runtimes.ts';
import { type PhotoFeatures, photoFeatures } from './photo-features.ts';

export interface FeatureShelf {
  /** Compiles the network when it is asked for first. */
  get(projectId: string, settings: Pick<Settings, 'backbone' | 'device' | 'at'>): Promise<PhotoFeatures>;
}

export interface FeatureShelfOptions {
  readonly runtime: Runtimes;
  readonly backbone: Backbones;
  readonly pictures: PicturePort;
  readonly store: ProjectStore;
}

/** Those that were in use before make room. */
export function featureShelf({ runtime, backbone, pictures, store }: FeatureShelfOptions): FeatureShelf {
  let open: { readonly key: string; readonly backend: Backend; readonly features: Promise<PhotoFeatures> } | undefined;
  return {
    async get(projectId, { backbone: choice, device, at }) {
      const backend = await runtime.get(device);
      const key = JSON.stringify([projectId, choice, at]);
      if (open?.key === key && open.backend === backend) return open.features;
      const before = open?.features;
      const features = backbone
        .get(projectId, choice)
        .then((network) => photoFeatures({ backend, backbone: network, at, decode: pictures.decode, store }));
      open = { key, backend, features };
      features.catch(() => {
        if (open?.features === features) open = undefined;
      });
      void before?.then((old) => old.dispose()).catch(() => {});
      return features;
    },
  };
}
