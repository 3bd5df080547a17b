/**
 * Augmentation on other threads. What goes to a worker and what comes back is plain data, so the same works with Node's worker
 * threads and a browser's: whoever makes the workers gives a port to each (`AugmentPort`), and their file answers with
 * `augmentAnswers`.
 */
import { DataError, type Example, type Occasion } from '@graftml/core';
import type { ImageDataset } from '../dataset.ts';
import { type Preprocessing, preprocessor } from '../preprocessing.ts';
import { type AugmentedImages, augment, changed } from './augment.ts';
import { type Augmentation, type AugmentOptions, augmentation } from './options.ts';

/** The first message to a worker. */
export interface AugmentSetup {
  readonly preprocessing: Preprocessing;
  readonly augmentation: Augmentation;
}

/** Pictures of one kind of work, one after another. */
export interface AugmentJobs {
  readonly id: number;
  readonly at: Occasion;
  readonly indices: readonly number[];
  /** uint8 `[height, width, channels]` each, in memory that is shared, or that changes hands. */
  readonly pixels: readonly Uint8Array[];
}

/** What a worker says to one request. */
export type AugmentReply =
  /** float32 `[pictures, channels, height, width]`; changes hands. */
  | { readonly id: number; readonly x: Float32Array<ArrayBuffer> }
  /** Why, and at which of the pictures, counted from 0. */
  | { readonly id: number; readonly failure: string; readonly picture: number };

/** A worker, as it is needed here. */
export interface AugmentPort {
  post(message: AugmentSetup | AugmentJobs, transfer: readonly ArrayBuffer[]): void;
  onReply(listener: (reply: AugmentReply) => void): void;
  /** Called when the worker is gone: why, in its own words. */
  onEnd(listener: (why: string) => void): void;
  /** Told whether anybody waits: an idle worker must not keep the process alive. */
  busy(isBusy: boolean): void;
  terminate(): Promise<void>;
}

/** The worker's side: what to answer to each message. */
export function augmentAnswers(reply: (message: AugmentReply, transfer: readonly ArrayBuffer[]) => void) {
  let setup: AugmentSetup;
  let prepare: ReturnType<typeof preprocessor>;
  return (message: AugmentSetup | AugmentJobs): void => {
    if (!('id' in message)) {
      setup = message;
      prepare = preprocessor(setup.preprocessing);
      return;
    }
    const { id, at, indices, pixels } = message;
    const { width, height, channels } = setup.preprocessing;
    const length = width * height * channels;
    let picture = 0;
    try {
      const x = new Float32Array(length * indices.length);
      for (; picture < indices.length; picture++) {
        const data = pixels[picture]!;
        const seen = changed({ width, height, channels, data }, indices[picture]!, at, setup.augmentation);
        prepare(seen.data, x.subarray(picture * length, (picture + 1) * length));
      }
      reply({ id, x }, [x.buffer]);
    } catch (error) {
      reply({ id, failure: error instanceof Error ? error.message : String(error), picture }, []);
    }
  };
}

/** The same pictures, made by workers. */
export interface AugmentedElsewhere extends Omit<AugmentedImages, 'get'> {
  get(index: number, at?: Occasion): Example | Promise<Example>;
  /** Ends the workers. Pictures that are still waited for fail. */
  close(): Promise<void>;
}

interface Waiting {
  readonly index: number;
  readonly at: Occasion;
  readonly resolve: (x: Float32Array<ArrayBuffer>) => void;
  readonly reject: (error: DataError) => void;
}

/**
 * `augment(dataset, options)`, number for number, by the workers behind `ports`. What is asked for in one go, a batch, is
 * divided among them, and goes to them without being copied where `dataset` lies in shared memory, as that of `openImages` does.
 */
export function augmentElsewhere(
  dataset: ImageDataset,
  options: AugmentOptions,
  ports: readonly AugmentPort[],
): AugmentedElsewhere {
  const { preprocessing } = dataset;
  const { width, height, channels } = preprocessing;
  const length = width * height * channels;
  const here = augment(dataset, options);
  const pending = new Map<number, readonly Waiting[]>();
  let asked: Waiting[] = [];
  let last = 0;
  let ended: string | undefined;

  /** Nobody waits any more; each is told of his own picture, or all of the one that went wrong. */
  const fail = (waiting: readonly Waiting[], why: string, wrong?: Waiting) => {
    for (const one of waiting) {
      const { index } = wrong ?? one;
      const where = dataset.names[index] ?? `${index}`;
      one.reject(new DataError('a picture could not be augmented', { where, received: why }));
    }
  };
  const settle = () => {
    if (pending.size === 0) for (const port of ports) port.busy(false);
  };
  for (const port of ports) {
    port.post({ preprocessing, augmentation: augmentation(options) }, []);
    port.busy(false);
    port.onReply((reply) => {
      const waiting = pending.get(reply.id) ?? [];
      pending.delete(reply.id);
      settle();
      if ('failure' in reply) fail(waiting, reply.failure, waiting[reply.picture]);
      else for (const [i, { resolve }] of waiting.entries()) resolve(reply.x.subarray(i * length, (i + 1) * length));
    });
    port.onEnd((why) => {
      ended ??= why;
      for (const waiting of pending.values()) fail(waiting, why);
      pending.clear();
    });
  }

  const send = (port: AugmentPort, jobs: readonly Waiting[]) => {
    const id = ++last;
    pending.set(id, jobs);
    const { pixels, transfer } = handedOver(jobs.map(({ index }) => dataset.pixels(index)));
    port.busy(true);
    port.post({ id, at: jobs[0]!.at, indices: jobs.map(({ index }) => index), pixels }, transfer);
  };
  /** Everything that was asked for since the last turn, of one occasion in turn, in as many parts as there are workers. */
  const flush = () => {
    const all = asked;
    asked = [];
    if (ended !== undefined) return fail(all, ended);
    for (let from = 0; from < all.length; ) {
      const { at } = all[from]!;
      const other = all.findIndex((job, i) => i > from && (job.at.epoch !== at.epoch || job.at.seed !== at.seed));
      const to = other < 0 ? all.length : other;
      const size = Math.ceil((to - from) / ports.length);
      for (let k = 0; from + k * size < to; k++)
        send(ports[k]!, all.slice(from + k * size, Math.min(to, from + (k + 1) * size)));
      from = to;
    }
  };

  return {
    ...here,
    get: (index, at) => {
      if (!at) return here.get(index);
      dataset.pixels(index); // there is one, or an error says so
      const y = { dtype: 'int32', shape: [], data: dataset.labels.subarray(index, index + 1) } as const;
      return new Promise((resolve, reject) => {
        if (asked.length === 0) queueMicrotask(flush);
        asked.push({
          index,
          at,
          reject,
          resolve: (data) => resolve({ x: { dtype: 'float32', shape: [channels, height, width], data }, y }),
        });
      });
    },
    async close() {
      ended ??= 'the workers were closed';
      for (const waiting of pending.values()) fail(waiting, ended);
      pending.clear();
      await Promise.all(ports.map((port) => port.terminate()));
    },
  };
}

/** Shared memory as it is; of other memory a copy, which can be given away. */
function handedOver(views: readonly Uint8Array[]): Pick<AugmentJobs, 'pixels'> & { transfer: ArrayBuffer[] } {
  if (views.every(isShared)) return { pixels: views, transfer: [] };
  const all = new Uint8Array(views.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  const pixels = views.map((view) => {
    all.set(view, at);
    at += view.length;
    return all.subarray(at - view.length, at);
  });
  return { pixels, transfer: [all.buffer] };
}

/** Pages that are not isolated from others have no shared memory. */
const isShared = ({ buffer }: Uint8Array): boolean =>
  typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;

declare const queueMicrotask: (work: () => void) => void;
