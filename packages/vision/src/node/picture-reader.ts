/** The file of a worker thread that reads pictures. */
import { parentPort } from 'node:worker_threads';
import { DataError } from '@graftml/core';
import { reasonOf } from '../collection/examine.ts';
import { readPicture } from './decode.ts';
import type { ReadReply, ReadRequest } from './picture-readers.ts';

// What a decoder prints is no result of ours.
console.log = console.error;

parentPort!.on('message', async ({ id, file, preprocessing }: ReadRequest) => {
  const reply = (answer: ReadReply, transfer: readonly ArrayBuffer[] = []) => parentPort!.postMessage(answer, transfer);
  try {
    // A copy, if it is only a part of what lies in memory: memory is handed over as a whole.
    const pixels = await readPicture(file, preprocessing);
    const own = Uint8Array.from(pixels);
    reply({ id, pixels: own }, [own.buffer]);
  } catch (error) {
    reply(error instanceof DataError ? { id, unreadable: reasonOf(error) } : { id, failure: String(error) });
  }
});
