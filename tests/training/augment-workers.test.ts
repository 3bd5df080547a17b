/** Augmentation in worker threads: the same numbers, whatever their number, and what happens when things go wrong. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cpuBackend } from '@graftml/backend-cpu';
import {
  dense,
  fit,
  flatten,
  readBatch,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  weightsOf,
} from '@graftml/core';
import {
  type AugmentOptions,
  type AugmentPort,
  type AugmentReply,
  augment,
  augmentAnswers,
  augmentation,
  augmentElsewhere,
  imageDataset,
  mixup,
  preprocessing,
} from '@graftml/vision';
import { augmentInWorkers } from '@graftml/vision/node';
import { afterEach, describe, expect, test } from 'vitest';

const count = 23;
const bytes = Uint8Array.from({ length: count * 5 * 4 * 3 }, (_, i) => (i * 37 + (i >> 3)) % 256);
const about = {
  labels: Int32Array.from({ length: count }, (_, i) => i % 2),
  names: Array.from({ length: count }, (_, i) => `${i}.png`),
  classNames: ['even', 'odd'],
  preprocessing: preprocessing({ width: 5, height: 4, mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.3] }),
};
const pictures = imageDataset({ ...about, pixels: bytes });
const inSharedMemory = () => {
  const pixels = new Uint8Array(new SharedArrayBuffer(bytes.length));
  pixels.set(bytes);
  return imageDataset({ ...about, pixels });
};
const options: AugmentOptions = {
  rotationRange: 30,
  widthShiftRange: 0.2,
  horizontalFlip: true,
  randomResizedCrop: {},
  colorJitter: { hue: 0.2 },
};
const all = Array.from({ length: count }, (_, i) => i);
const opened: { close(): Promise<void> }[] = [];
const open = <T extends { close(): Promise<void> }>(one: T): T => {
  opened.push(one);
  return one;
};
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

/** The worker's side on this thread, at the next turn of the loop. */
function port(spoil: (reply: AugmentReply) => AugmentReply | undefined = (reply) => reply) {
  let listener: (reply: AugmentReply) => void = () => {};
  let end: (why: string) => void = () => {};
  const busy: boolean[] = [];
  const posted: Parameters<AugmentPort['post']>[0][] = [];
  const answer = augmentAnswers((reply) => {
    const spoilt = spoil(reply);
    setTimeout(() => (spoilt ? listener(spoilt) : end('the thread is gone')));
  });
  const made: AugmentPort = {
    post: (message) => {
      posted.push(message);
      answer(message);
    },
    onReply: (heard) => {
      listener = heard;
    },
    onEnd: (heard) => {
      end = heard;
    },
    busy: (isBusy) => busy.push(isBusy),
    terminate: async () => {},
  };
  return { made, busy, posted };
}

describe('augmentInWorkers', () => {
  test.each([1, 2, 3])('by %d threads gives the numbers of augment, in any order', async (workers) => {
    const elsewhere = open(augmentInWorkers(pictures, options, { workers }));
    const here = augment(pictures, options);
    for (const epoch of [1, 2]) {
      const order = epoch === 1 ? all : all.toReversed();
      expect(await readBatch(elsewhere, order, { seed: 4, epoch })).toEqual(
        await readBatch(here, order, { seed: 4, epoch }),
      );
    }
    expect(await elsewhere.get(3)).toEqual(pictures.get(3));
    expect(elsewhere).toMatchObject({ size: count, classNames: ['even', 'odd'] });
  });

  test('reads shared memory where it lies, and leaves it as it was', async () => {
    const shared = inSharedMemory();
    const at = { seed: 4, epoch: 1 };
    const expected = await readBatch(augment(pictures, options), all, at);
    expect(await readBatch(open(augmentInWorkers(shared, options, { workers: 2 })), all, at)).toEqual(expected);
    const { made, posted } = port();
    expect(await readBatch(augmentElsewhere(shared, options, [made]), all, at)).toEqual(expected);
    const sent = posted.flatMap((message) => ('pixels' in message ? message.pixels : []));
    expect(sent).toHaveLength(count);
    for (const { buffer } of sent) expect(buffer).toBe(shared.pixels(0).buffer);
    for (const i of all) expect([...shared.pixels(i)]).toEqual([...pictures.pixels(i)]);
  });

  test('does not keep the process alive, even if it is never closed', async () => {
    const script = `
      import { imageDataset, preprocessing } from '@graftml/vision';
      import { augmentInWorkers } from '@graftml/vision/node';
      const data = { pixels: new Uint8Array(3), labels: Int32Array.of(0), names: ['a'], classNames: ['a'] };
      const pictures = imageDataset({ ...data, preprocessing: preprocessing({ width: 1, height: 1 }) });
      const { x } = await augmentInWorkers(pictures, { horizontalFlip: true }, { workers: 2 }).get(0, { seed: 1, epoch: 1 });
      console.log(x.shape.join());`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      timeout: 30_000,
    });
    expect(stdout.trim()).toBe('3,1,1');
  });

  test('trains to the same weights, with mixup on top too', async () => {
    const model = sequential({ input: [3, 4, 5] }, [flatten(), dense(2)]);
    const weights = async (train: Parameters<typeof fit>[1]['train']) => {
      const run = await fit(model, {
        backend: cpuBackend(),
        train,
        loss: sparseCategoricalCrossentropy({ fromLogits: true }),
        optimizer: sgd(),
        epochs: 2,
        batchSize: 5,
      });
      return weightsOf(run.model);
    };
    const elsewhere = open(augmentInWorkers(pictures, options, { workers: 2 }));
    expect(await weights(elsewhere)).toEqual(await weights(augment(pictures, options)));
    const at = { seed: 1, epoch: 1 };
    const mixed = (data: typeof elsewhere) => mixup(data, { alpha: 1, classes: 2 }).get(2, at);
    expect(await mixed(elsewhere)).toEqual(await mixed(augment(pictures, options) as unknown as typeof elsewhere));
  });

  test('refuses what is no number of threads, and options that are none', () => {
    expect(() => augmentInWorkers(pictures, options, { workers: 0 })).toThrow(/workers must be a whole number from 1/);
    expect(() => augmentElsewhere(pictures, { spin: 1 } as AugmentOptions, [])).toThrow(
      /augment\.spin: is not an option/,
    );
  });
});

describe('any workers', () => {
  const at = { seed: 1, epoch: 1 };

  test('are busy while they are waited for, and then idle', async () => {
    const ports = [port(), port()];
    const elsewhere = augmentElsewhere(
      pictures,
      options,
      ports.map(({ made }) => made),
    );
    await readBatch(elsewhere, all, at);
    for (const { busy } of ports) expect([busy.at(0), busy.includes(true), busy.at(-1)]).toEqual([false, true, false]);
  });

  test('that fail say at which picture, to all that came with it', async () => {
    const { made } = port((reply) => ({ id: reply.id, failure: 'out of memory', picture: 1 }));
    const elsewhere = augmentElsewhere(pictures, options, [made]);
    await expect(readBatch(elsewhere, [3, 7, 5], at)).rejects.toThrow(
      '7.png: a picture could not be augmented. Received out of memory',
    );
  });

  test('answer where they failed', () => {
    const replies: AugmentReply[] = [];
    const answer = augmentAnswers((reply) => replies.push(reply));
    const { preprocessing } = pictures;
    answer({ preprocessing, augmentation: augmentation({}) });
    answer({ id: 9, at, indices: [0, 1], pixels: [new Uint8Array(60), new Uint8Array(30)] });
    expect(replies).toEqual([{ id: 9, failure: expect.stringMatching(/expected 60 bytes/i), picture: 1 }]);
  });

  test('are not asked for pictures that are not there', () => {
    const elsewhere = augmentElsewhere(pictures, options, [port().made]);
    expect(() => elsewhere.get(count, at)).toThrow(/there is no such picture/);
  });

  test('that end let nobody wait, then or later', async () => {
    const { made } = port(() => undefined);
    const elsewhere = augmentElsewhere(pictures, options, [made]);
    await expect(elsewhere.get(7, at)).rejects.toThrow(/7\.png: .*the thread is gone/);
    await expect(elsewhere.get(8, at)).rejects.toThrow(/8\.png: .*the thread is gone/);
    const closed = augmentInWorkers(pictures, options, { workers: 1 });
    await closed.close();
    await expect(closed.get(1, at)).rejects.toThrow(/1\.png: .*were closed/);
  });
});
