/** Pictures of a collection as a training sees them: decoded once, and changed anew in every epoch. */
import { type Dataset, type Example, UsageError } from '@graftml/core';
import { changed } from '../augment/augment.ts';
import { type AugmentOptions, augmentation } from '../augment/options.ts';
import type { BrokenPicture, Picture } from '../collection/collection.ts';
import { type Decode, inFlight, orBroken } from '../collection/examine.ts';
import { mapConcurrent } from '../concurrent.ts';
import type { Pixels } from '../pixels.ts';
import { type Preprocessing, preprocessor } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';

/** Options of `loadPictures`. */
export interface LoadPicturesOptions {
  readonly preprocessing: Preprocessing;
  readonly decode: Decode;
  readonly classNames: readonly string[];
  /** Bytes of pixels that are held, 1 GiB unless given; what does not go in is read and decoded whenever it is asked for. */
  readonly memory?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Pictures that can be read, at the size of a network. */
export interface LoadedPictures {
  readonly pictures: readonly Picture[];
  readonly broken: readonly BrokenPicture[];
  /**
   * Those at `indices` of `pictures`, in that order: x float32 `[channels, height, width]`, y the index of its class.
   * @param augment what may happen to one each time that a training asks for it
   */
  dataset(indices: ArrayLike<number>, augment?: AugmentOptions): Dataset;
}

interface Held {
  readonly pixels: Pixels;
  /** Whether they have the network's size already. */
  readonly fits: boolean;
}

const usualMemory = 2 ** 30;

/** Decodes every picture once. Of each, its own pixels or those at the network's size are held, whichever are fewer. */
export async function loadPictures(
  pictures: readonly Picture[],
  { preprocessing, decode, classNames, memory = usualMemory, signal, onProgress }: LoadPicturesOptions,
): Promise<LoadedPictures> {
  const { width, height, channels } = preprocessing;
  const fitted = width * height * channels;
  const decoded = async (picture: Picture): Promise<Held> => {
    const content = await picture.read();
    const pixels = content instanceof Uint8Array ? await decode(content, preprocessing.background) : content;
    const isSmall = pixels.data.length < fitted;
    return { pixels: isSmall ? pixels : fitPicture(pixels, preprocessing), fits: !isSmall };
  };
  const whole: Picture[] = [];
  const held: (Held | undefined)[] = [];
  const broken: BrokenPicture[] = [];
  let left = memory;
  let done = 0;
  const load = (picture: Picture) => {
    signal?.throwIfAborted();
    return orBroken(picture, async () => ({ picture, it: await decoded(picture) }));
  };
  for await (const loaded of mapConcurrent(pictures, inFlight, load)) {
    if ('reason' in loaded) broken.push(loaded);
    else {
      whole.push(loaded.picture);
      left -= loaded.it.pixels.data.length;
      held.push(left >= 0 ? loaded.it : undefined);
    }
    onProgress?.(++done, pictures.length);
  }

  const labels = Int32Array.from(whole, (picture) => classNames.indexOf(picture.labels[0]!));
  const prepare = preprocessor(preprocessing);
  const shape = [channels, height, width];
  return {
    pictures: whole,
    broken,
    dataset(indices, augment) {
      const order = Int32Array.from(indices);
      const checked = augment && augmentation(augment);
      return {
        size: order.length,
        classNames,
        async get(index, at): Promise<Example> {
          const i = order[index];
          if (i === undefined)
            throw new UsageError('there is no such picture', {
              expected: `0 to ${order.length - 1}`,
              received: `${index}`,
            });
          const { weight } = whole[i]!;
          const { pixels: own, fits } = held[i] ?? (await decoded(whole[i]!));
          const pixels = fits ? own : fitPicture(own, preprocessing);
          const seen = at && checked ? changed(pixels, index, at, checked) : pixels;
          return {
            x: { dtype: 'float32', shape, data: prepare(seen.data) },
            y: { dtype: 'int32', shape: [], data: labels.subarray(i, i + 1) },
            ...(weight !== undefined && { weight }),
          };
        },
      };
    },
  };
}
