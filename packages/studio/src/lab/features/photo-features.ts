/** What a network makes of photos: computed once, kept in the storage, and at hand while the lab lives. */
import { type Backend, DataError, fixWeights, type Model } from '@graftml/core';
import {
  type Decode,
  featureCache,
  featureKey,
  fitted,
  mapConcurrent,
  type Picture,
  type Preprocessing,
  pictureModel,
} from '@graftml/vision';
import type { PhotoId } from '../../project/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { Done } from '../lab.ts';
import { most, type PictureRunner, pictureRunner } from '../networks/picture-runner.ts';

export interface PhotoFeatures {
  readonly width: number;
  /** Of a photo that was looked at. */
  get(id: PhotoId): Float32Array | undefined;
  /** Those that a training, or another day, has left in the storage are at hand again. */
  recall(ids: readonly PhotoId[]): Promise<void>;
  /** Computes those that are missing. Gives the ids of those that cannot be read. @throws the signal's reason; what was computed is kept */
  look(
    pictures: readonly Picture[],
    hooks: { readonly signal?: AbortSignal; readonly onEvent?: (done: Done) => void },
  ): Promise<readonly PhotoId[]>;
  readonly preprocessing: Preprocessing;
  /** Of a picture that belongs to no project. @param pixels as the preprocessing makes them */
  run(pixels: Uint8Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Pictures that are decoded at a time. */
const decodedAtOnce = 4;

export interface PhotoFeaturesOptions {
  readonly backend: Backend;
  /** From what the preprocessing makes to `[N, width]`. */
  readonly model: Model;
  readonly preprocessing: Preprocessing;
  readonly decode: Decode;
  readonly store: Pick<ProjectStore, 'features'>;
}

/** Those of one network. A training that needs the same finds them in the storage. */
export async function photoFeatures(options: PhotoFeaturesOptions): Promise<PhotoFeatures> {
  const { backend, model, preprocessing, decode, store } = options;
  const network = fixWeights(pictureModel(model, preprocessing));
  const runner: PictureRunner = await pictureRunner(backend, network, preprocessing);
  const cache = featureCache(store.features, {
    key: await featureKey(model, preprocessing),
    shape: [runner.width],
    dtype: 'float32',
  });
  const rows = new Map<PhotoId, Float32Array>();
  const broken = new Set<PhotoId>();
  let wasRead = false;
  /** As many as were missing when the storage was asked last. */
  let missed = 0;

  const read = async (ids: readonly PhotoId[]): Promise<void> => {
    // Those of other projects are left where they are.
    const wanted = new Set(ids);
    await cache.read((digest, features) => {
      if (wanted.has(digest)) rows.set(digest, features.slice());
    });
  };
  const keep = async (batch: readonly ReadyPicture[]): Promise<void> => {
    const found = await runner.run(batch.map(({ pixels }) => pixels));
    for (const [i, { id }] of batch.entries()) {
      rows.set(id, found[i]!);
      await cache.add(id, found[i]!);
    }
  };

  return {
    width: runner.width,
    preprocessing,
    get: (id) => rows.get(id),
    run: async (pixels) => (await runner.run([pixels]))[0]!,
    dispose: () => runner.dispose(),
    async recall(ids) {
      const missing = () => ids.filter((id) => !rows.has(id)).length;
      if (missing() === missed) return;
      await read(ids);
      missed = missing();
    },
    async look(pictures, { signal, onEvent }) {
      const ids = pictures.map(idOf);
      const isKnown = (id: PhotoId) => rows.has(id) || broken.has(id);
      if (!wasRead && !ids.every(isKnown)) {
        await read(ids);
        wasRead = ids.length > 1;
      }
      const missing = pictures.filter((picture) => !isKnown(idOf(picture)));
      const total = pictures.length;
      let done = total - missing.length;
      onEvent?.({ done, total });
      const prepare = async (picture: Picture): Promise<Ready> => {
        signal?.throwIfAborted();
        const id = idOf(picture);
        try {
          return { id, pixels: await fitted(await picture.read(), preprocessing, decode) };
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
          return { id, pixels: undefined };
        }
      };
      let running: Promise<void> = Promise.resolve();
      let batch: ReadyPicture[] = [];
      const run = async () => {
        const next = batch;
        batch = [];
        await running;
        running = keep(next);
        running.catch(() => {}); // It is thrown where it is awaited.
        done += next.length;
        onEvent?.({ done, total });
      };
      try {
        for await (const { id, pixels } of mapConcurrent(missing, decodedAtOnce, prepare)) {
          if (pixels) batch.push({ id, pixels });
          else {
            broken.add(id);
            done++;
          }
          if (batch.length === most) await run();
        }
        if (batch.length > 0) await run();
        await running;
      } finally {
        await running.catch(() => {});
        await cache.flush();
      }
      return ids.filter((id) => broken.has(id));
    },
  };
}

interface Ready {
  readonly id: PhotoId;
  /** Absent where it cannot be decoded. */
  readonly pixels: Uint8Array | undefined;
}
type ReadyPicture = Ready & { readonly pixels: Uint8Array };

const idOf = ({ facts }: Picture): PhotoId => facts!.digest;
