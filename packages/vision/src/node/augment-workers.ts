/** Augmentation in Node's worker threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { UsageError } from '@graftml/core';
import {
  type AugmentedElsewhere,
  type AugmentPort,
  type AugmentReply,
  augmentElsewhere,
} from '../augment/elsewhere.ts';
import type { AugmentOptions } from '../augment/options.ts';
import type { ImageDataset } from '../dataset.ts';

/** How augmentation is spread over threads. */
export interface AugmentWorkers {
  /** How many threads; as many as the processor has unless given. */
  readonly workers?: number;
}

/**
 * `augment` on other threads, number for number. Close it at the end; idle workers do not keep the process alive.
 *
 * It pays for large pictures. On two cores, beside a training: 224 × 224 with crop, rotation and colours 1.5 to 1.9 times as fast by
 * two workers (1.1 to 1.4 by one); 32 × 32 moved and mirrored no faster, since sending them costs as much as changing them
 * (`npm run -s bench -- augment`).
 */
export function augmentInWorkers(
  dataset: ImageDataset,
  options: AugmentOptions,
  { workers = availableParallelism() }: AugmentWorkers = {},
): AugmentedElsewhere {
  if (!(Number.isInteger(workers) && workers >= 1))
    throw new UsageError('workers must be a whole number from 1', {
      where: 'augmentInWorkers',
      received: `${workers}`,
    });
  return augmentElsewhere(dataset, options, Array.from({ length: workers }, threadPort));
}

function threadPort(): AugmentPort {
  // The file stands beside this one once built: Node 20's workers do not read TypeScript.
  const worker = new Worker(new URL('./augment-worker.js', import.meta.url), { execArgv: [] });
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onReply: (listener) => worker.on('message', (reply: AugmentReply) => listener(reply)),
    onEnd(listener) {
      worker.on('error', (error) => listener(`the worker failed: ${error.message}`));
      worker.on('messageerror', (error) => listener(`a reply could not be read: ${error.message}`));
      worker.on('exit', (code) => listener(`the worker ended with code ${code}`));
    },
    busy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    async terminate() {
      await worker.terminate();
    },
  };
}
