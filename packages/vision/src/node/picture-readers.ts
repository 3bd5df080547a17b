/** Pictures decoded and brought to a network's size by worker threads, so that the thread that trains need not. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DataError } from '@graftml/core';
import type { Decode } from '../collection/examine.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { decodePicture } from './decode.ts';

/** What a worker is asked. */
export interface ReadRequest {
  readonly id: number;
  readonly file: Uint8Array;
  readonly preprocessing: Preprocessing;
}

/** What it answers: a picture, what is wrong with the file, or what is wrong with the worker. */
export type ReadReply = { readonly id: number } & (
  | { readonly pixels: Uint8Array<ArrayBuffer> }
  | { readonly unreadable: string }
  | { readonly failure: string }
);

/** A decoder that others do the work of. */
export interface PictureReaders {
  readonly decode: Decode;
  /** Ends the threads; what is still waited for fails. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (pixels: Uint8Array<ArrayBuffer>) => void;
  readonly reject: (error: Error) => void;
}

/** More than these wait for the reading of files. */
const mostWorkers = 8;

/**
 * @param count how many threads; unless given, one for each core but one, at most 8. They start when the first picture is read, and do
 * not keep the process alive.
 */
export function pictureReaders(
  count: number = Math.min(mostWorkers, Math.max(1, availableParallelism() - 1)),
): PictureReaders {
  const waiting = new Map<number, Waiting>();
  let workers: Worker[] = [];
  let last = 0;
  const fail = (reason: string) => {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };
  const start = () => {
    // The file stands beside this one once built: Node 20's workers do not read TypeScript.
    const worker = new Worker(new URL('./picture-reader.js', import.meta.url), { execArgv: [] });
    worker.unref();
    worker.on('message', (reply: ReadReply) => {
      const { resolve, reject } = waiting.get(reply.id)!;
      waiting.delete(reply.id);
      if (waiting.size === 0) for (const one of workers) one.unref();
      if ('pixels' in reply) resolve(reply.pixels);
      else reject('unreadable' in reply ? new DataError(reply.unreadable) : new Error(reply.failure));
    });
    worker.on('error', ({ message }) => fail(`a thread that reads pictures failed: ${message}`));
    worker.on('exit', (code) => fail(`a thread that reads pictures ended with code ${code}`));
    return worker;
  };
  const fit = (file: Uint8Array, preprocessing: Preprocessing) =>
    new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      if (workers.length === 0) workers = Array.from({ length: count }, start);
      const id = ++last;
      waiting.set(id, { resolve, reject });
      for (const one of workers) one.ref();
      workers[id % workers.length]!.postMessage({ id, file, preprocessing } satisfies ReadRequest);
    });
  return {
    decode: Object.assign((file: Uint8Array, background?: number) => decodePicture(file, background), { fit }),
    async close() {
      fail('the threads that read pictures were closed');
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

/** `use` with such a decoder, which is closed at the end. */
export async function withReaders<T>(use: (decode: Decode) => Promise<T>): Promise<T> {
  const readers = pictureReaders();
  try {
    return await use(readers.decode);
  } finally {
    await readers.close();
  }
}
