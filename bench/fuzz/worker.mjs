// Runs cases one after another in a thread of its own, which may hang or run out of memory without taking the bench along.
import { parentPort, workerData } from 'node:worker_threads';
import { corpus } from './corpus.mjs';
import { judge } from './judge.mjs';
import { choices, mutate } from './mutate.mjs';

const { seed, from, to, now } = workerData;
const files = corpus();
let endings = [];

for (let run = from; run < to; run++) {
  const stream = choices(seed, run);
  const [{ name, bytes }, donor] = [stream.of(files), stream.of(files)];
  const { bytes: spoilt, done } = mutate(bytes, donor.bytes, stream);
  // The run that is on: read by the main thread when this one says nothing any more.
  Atomics.store(now, 0, run);
  const began = performance.now();
  const made = { run, name, done };
  try {
    made.ending = judge(spoilt);
  } catch (error) {
    made.failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  made.milliseconds = performance.now() - began;
  endings.push(made);
  if (made.failure || endings.length === 100 || run === to - 1) {
    parentPort.postMessage(endings);
    endings = [];
  }
}
