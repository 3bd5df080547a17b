/** Checkpoints of other versions, and spoilt ones. */
import { memoryStorage, type Storage, tensor, toNumbers } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../src/train/checkpoint/files.ts';
import type { Migration } from '../src/train/checkpoint/migrations.ts';
import type { TrainingState } from '../src/train/checkpoint/training-state.ts';

const state: TrainingState = {
  ...{
    epoch: 2,
    batch: 5,
    seconds: 1,
    history: [{ epoch: 1, logs: { loss: Number.NaN }, seconds: 1, examplesPerSecond: 9 }],
  },
  state: { 'dense/kernel': tensor('float32', [2], [1, 2]) },
  tally: { examples: 3, penalty: 0, gradientNorm: { sum: 0, count: 0 }, totals: { loss: tensor('float64', [], [7]) } },
  callbacks: [{ name: 'watch', values: { best: Number.NEGATIVE_INFINITY } }],
  settings: {
    ...{ parameters: ['dense/kernel float32 [2]'], optimizer: 'sgd', seed: 1, batchSize: 2, examples: 10 },
    ...{ gradientAccumulationSteps: 1, shuffle: true, step: 'ab', facts: {} },
  },
};

/** A storage with a checkpoint whose JSON says something else. */
async function stored(change: (header: Record<string, unknown>) => unknown = (header) => header): Promise<Storage> {
  const storage = memoryStorage('runs/a');
  await writeCheckpoint(storage, 'last', state);
  const header = JSON.parse(new TextDecoder().decode(await storage.read('last.json'))) as Record<string, unknown>;
  await storage.write('last.json', JSON.stringify(change(header)));
  return storage;
}
const ofVersion = (version: unknown) => stored((header) => ({ ...header, version }));

describe('a checkpoint', () => {
  it('comes back as it was, with numbers that JSON lacks', async () => {
    expect(await readCheckpoint(await stored())).toEqual(state);
    expect(await readCheckpoint(memoryStorage())).toBeUndefined();
  });

  it('replaces the tensors of the one before, and leaves those of other names', async () => {
    const storage = memoryStorage();
    await writeCheckpoint(storage, 'last', state);
    await writeCheckpoint(storage, 'last-7-7', state);
    await writeCheckpoint(storage, 'last', { ...state, batch: 6 });
    const left = ['last-2-6.safetensors', 'last-7-7-2-5.safetensors', 'last-7-7.json', 'last.json'];
    expect(await storage.list()).toEqual(left);
  });
});

describe('older versions', () => {
  const calls: string[] = [];
  /** Version 2 has `steps` instead of `batch`, version 3 has `batch` again, and other tensors. */
  const list: readonly Migration[] = [
    ({ header: { batch, ...rest }, tensors }) => {
      calls.push('1 to 2');
      return { header: { ...rest, steps: batch }, tensors };
    },
    ({ header: { steps, ...rest }, tensors }) => {
      calls.push('2 to 3');
      const kernel = tensor(
        'float32',
        [2],
        toNumbers(tensors['state/dense/kernel']!).map((x) => 10 * x),
      );
      return { header: { ...rest, batch: Number(steps) + 100 }, tensors: { ...tensors, 'state/dense/kernel': kernel } };
    },
  ];

  it.each([
    [1, ['1 to 2', '2 to 3'], 105, [10, 20]],
    [2, ['2 to 3'], 103, [10, 20]],
    [3, [], 5, [1, 2]],
  ] as const)('version %i becomes version 3, one step after another', async (version, steps, batch, kernel) => {
    calls.length = 0;
    const storage = await stored(({ batch, ...header }) => ({ ...header, version, batch, steps: 3 }));
    const read = await readCheckpoint(storage, 'last', list);
    expect(calls).toEqual(steps);
    expect(read!.batch).toBe(batch);
    expect([...read!.state['dense/kernel']!.data]).toEqual(kernel);
  });

  it('a newer one is refused, with what to do', async () => {
    await expect(readCheckpoint(await ofVersion(2))).rejects.toThrow(
      'runs/a/last.json: was written by a newer version. Expected version 1 or older; received version 2. Hint: update Graft.',
    );
    await expect(readCheckpoint(await ofVersion(4), 'last', list)).rejects.toThrow('Expected version 3 or older');
  });

  it.each([0, -1, 1.5, '1', null])('version %j is none', async (version) => {
    await expect(readCheckpoint(await ofVersion(version))).rejects.toThrow('runs/a/last.json: is no checkpoint');
  });
});

describe('a spoilt checkpoint is refused', () => {
  it.each([
    ['other JSON', () => ({ epochs: 3 }), 'is no checkpoint'],
    ['a list', () => [], 'is no checkpoint'],
    ['nothing', () => null, 'is no checkpoint'],
    ['no history', ({ history: _, ...header }: Record<string, unknown>) => header, 'lacks something'],
    ['other tensors', (header: object) => ({ ...header, tensors: 'other.safetensors' }), 'missing or cut off'],
    ['a wrong length', (header: object) => ({ ...header, bytes: 3 }), 'missing or cut off'],
  ])('%s', async (_, change, statement) => {
    await expect(readCheckpoint(await stored(change))).rejects.toThrow(statement);
  });

  it('half a JSON, and tensors that are damaged', async () => {
    const storage = await stored();
    const tensors = (await storage.list()).find((name) => name.endsWith('.safetensors'))!;
    const bytes = (await storage.read(tensors))!;
    await storage.write(tensors, bytes.fill(0xff, 8, 12));
    await expect(readCheckpoint(storage)).rejects.toThrow(`runs/a/${tensors}: has a header that is no JSON`);
    await storage.write('last.json', '{"format": "graft che');
    await expect(readCheckpoint(storage)).rejects.toThrow('runs/a/last.json: is no JSON');
  });
});
