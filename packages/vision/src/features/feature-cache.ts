/**
 * Features in a storage, so that none is computed twice. They lie in shards, safetensors files that are written whole, of some
 * hundred pictures each. A shard is called after its content: one that is cut off or spoilt does not fit its name, and
 * several programs may add to the same storage at a time.
 */
import {
  elementCount,
  FileError,
  readSafetensors,
  type Storage,
  type Tensor,
  tensor,
  writeSafetensors,
} from '@graftml/core';
import { hexOf, sha256 } from '../digest.ts';

/** How features are stored; they are float32 wherever they are computed with. */
export type FeatureType = 'float32' | 'float16';

/** Of which features a cache is. */
export interface FeatureCacheOptions {
  /** 64 hexadecimal digits that stand for the network and all that is done to a picture before. */
  readonly key: string;
  /** Of the features of one picture. */
  readonly shape: readonly number[];
  /** How they are stored. */
  readonly dtype: FeatureType;
}

/** Features that are kept; see `featureCache`. */
export interface FeatureCache {
  /**
   * Calls `found` for every picture that there are features of, by the SHA-256 of its bytes. Shards that are spoilt are removed;
   * gives back how many.
   */
  read(found: (digest: string, features: Float32Array) => void): Promise<number>;
  /** Keeps the features of one more; they are written with those of others, and with `flush`. */
  add(digest: string, features: Float32Array): Promise<void>;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

/** What is lost when a process is killed: at most so many bytes, and at most so many pictures. */
const most = { bytes: 2 ** 22, pictures: 256 } as const;
/** Digits of the key, and of the digest of the content, in a shard's name. */
const digits = { key: 24, content: 24 } as const;
const digestBytes = 32;

/** The features in `storage` of one network; those of others may lie beside them. Its shards are safetensors files. */
export function featureCache(storage: Storage, { key, shape, dtype }: FeatureCacheOptions): FeatureCache {
  const width = elementCount(shape);
  const beginning = `${key.slice(0, digits.key)}-${dtype}-`;
  const together = Math.max(1, Math.min(most.pictures, Math.floor(most.bytes / (4 * width))));
  const nameOf = async (content: Uint8Array) =>
    `${beginning}${(await sha256(content)).slice(0, digits.content)}.safetensors`;
  let waiting: { readonly digest: string; readonly features: Float32Array }[] = [];

  const flush = async () => {
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    const digests = new Uint8Array(rows.length * digestBytes);
    const features = new Float32Array(rows.length * width);
    rows.forEach((row, i) => {
      digests.set(bytesOf(row.digest), i * digestBytes);
      features.set(row.features, i * width);
    });
    const tensors = {
      digests: tensor('uint8', [rows.length, digestBytes], digests),
      features: tensor('float32', [rows.length, ...shape], features),
    };
    const content = writeSafetensors(tensors, { key }, { floats: dtype });
    await storage.write(await nameOf(content), content);
  };

  return {
    async read(found) {
      let spoilt = 0;
      for (const name of await storage.list()) {
        if (!name.startsWith(beginning)) continue;
        const content = await storage.read(name);
        if (!content) continue; // Another program has just taken it away.
        if (name === (await nameOf(content))) readShard(content, `${storage.where}/${name}`, shape, found);
        else {
          await storage.remove(name);
          spoilt++;
        }
      }
      return spoilt;
    },
    async add(digest, features) {
      waiting.push({ digest, features });
      if (waiting.length >= together) await flush();
    },
    flush,
  };
}

function readShard(
  content: Uint8Array,
  where: string,
  shape: readonly number[],
  found: (digest: string, features: Float32Array) => void,
): void {
  const { digests, features } = readSafetensors(content, where).tensors;
  const count = digests?.shape[0] ?? 0;
  if (!isRows(features, [count, ...shape]) || digests?.data.length !== count * digestBytes)
    throw new FileError('is no part of a cache of features', {
      where,
      expected: `digests, and features [N, ${shape.join(', ')}]`,
    });
  const width = elementCount(shape);
  for (let i = 0; i < count; i++)
    found(
      hexOf((digests.data as Uint8Array).subarray(i * digestBytes, (i + 1) * digestBytes)),
      features.data.subarray(i * width, (i + 1) * width),
    );
}

const isRows = (features: Tensor | undefined, shape: readonly number[]): features is Tensor<'float32'> =>
  features?.dtype === 'float32' && `${features.shape}` === `${shape}`;

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
