/** The features of one network at a time: those that were asked for last. */
import type { Backend, Model } from '@graftml/core';
import type { Preprocessing } from '@graftml/vision';
import type { Settings } from '../../project/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { Backbones } from '../networks/backbones.ts';
import { listedFeatures } from '../networks/listed-features.ts';
import type { PicturePort } from '../ports.ts';
import type { Runtimes } from '../runtimes.ts';
import { type PhotoFeatures, photoFeatures } from './photo-features.ts';

export interface FeatureShelf {
  /** Of the backbone that the settings choose, compiled when it is asked for first. */
  get(projectId: string, settings: Pick<Settings, 'backbone' | 'device' | 'at'>): Promise<PhotoFeatures>;
  /** Of any network. @param key another one for another network */
  of(key: string, backend: Backend, network: () => Promise<FeatureNetwork>): Promise<PhotoFeatures>;
}

export interface FeatureNetwork {
  /** From what the preprocessing makes to `[N, width]`. */
  readonly model: Model;
  readonly preprocessing: Preprocessing;
}

export interface FeatureShelfOptions {
  readonly runtime: Runtimes;
  readonly backbone: Backbones;
  readonly pictures: PicturePort;
  readonly store: ProjectStore;
}

/** Networks whose features are at hand. */
const mostOpen = 2;

interface Open {
  readonly key: string;
  readonly backend: Backend;
  readonly features: Promise<PhotoFeatures>;
}

/** Those that were in use before make room. */
export function featureShelf({ runtime, backbone, pictures, store }: FeatureShelfOptions): FeatureShelf {
  let open: readonly Open[] = [];
  const of: FeatureShelf['of'] = (key, backend, network) => {
    const known = open.find((one) => one.key === key && one.backend === backend);
    if (known) return known.features;
    const features = network().then((it) => photoFeatures({ backend, ...it, decode: pictures.decode, store }));
    const all = [{ key, backend, features }, ...open];
    open = all.slice(0, mostOpen);
    for (const old of all.slice(mostOpen)) void old.features.then((it) => it.dispose()).catch(() => {});
    features.catch(() => {
      open = open.filter((one) => one.features !== features);
    });
    return features;
  };
  return {
    of,
    async get(projectId, { backbone: choice, device, at }) {
      const backend = await runtime.get(device);
      return of(JSON.stringify([projectId, choice, at]), backend, async () => {
        const network = await backbone.get(projectId, choice);
        return { model: listedFeatures(network, at), preprocessing: network.preprocessing };
      });
    },
  };
}
