/** What callbacks write, and a stored checkpoint of version 1 that goes on today (reference/checkpoint-1.mjs). */
import { readdirSync, readFileSync } from 'node:fs';
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  type Callback,
  clipByGlobalNorm,
  csvLogger,
  dense,
  dropout,
  earlyStopping,
  type FitOptions,
  fit,
  gradientNorms,
  memoryStorage,
  modelCheckpoint,
  readCheckpoint,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
  toNumbers,
  weightsOf,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { circle, network } from './toy.ts';

const backend = cpuBackend();
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const train = (callbacks: readonly Callback[], options: Partial<FitOptions> = {}) =>
  fit(network(), {
    ...{ backend, loss, train: circle(64), optimizer: adam({ learningRate: 0.02 }), epochs: 5, batchSize: 16, seed: 1 },
    ...{ callbacks, ...options },
  });
const text = async (storage: ReturnType<typeof memoryStorage>, name: string) =>
  new TextDecoder().decode(await storage.read(name));

describe('modelCheckpoint', () => {
  it('keeps the last, the best, and every so many for good', async () => {
    const storage = memoryStorage();
    const judge: Callback = {
      name: 'judge',
      onEpochEnd: (epoch, logs) => void Object.assign(logs, { val_loss: [5, 3, 4, 2, 6][epoch - 1] }),
    };
    const { model } = await train([judge, modelCheckpoint({ storage, saveBest: true, everyEpochs: 2 })]);
    const names = await storage.list();
    const headers = names.filter((name) => name.endsWith('.json'));
    expect(headers).toEqual(['best.json', 'epoch-0002.json', 'epoch-0004.json', 'last.json']);
    expect(names).toHaveLength(8);
    const epochs = await Promise.all(
      headers.map(async (name) => (await readCheckpoint(storage, name.slice(0, -5)))!.epoch),
    );
    // The epoch that is next.
    expect(epochs).toEqual([5, 3, 5, 6]);
    const last = (await readCheckpoint(storage))!;
    for (const [name, { data }] of Object.entries(weightsOf(model))) expect(last.state[name]!.data).toEqual(data);
  });

  it('writes within epochs after so many updates, with the place where it is', async () => {
    const storage = memoryStorage();
    const places: string[] = [];
    const watched = {
      ...storage,
      write: (name: string, content: string | Uint8Array) => {
        if (name.endsWith('.safetensors')) places.push(name.replace('.safetensors', ''));
        return storage.write(name, content);
      },
    };
    await train([modelCheckpoint({ storage: watched, everySteps: 3 })], { epochs: 2 });
    expect(places).toEqual(['last-1-3', 'last-2-0', 'last-2-2', 'last-3-0']);
    expect((await storage.list()).length).toBe(2);
  });
});

describe('csvLogger', () => {
  it('keeps whole lines, and goes on in a training that is resumed', async () => {
    const [whole, parts] = [memoryStorage(), memoryStorage()];
    await train([csvLogger({ storage: whole })]);
    await train([csvLogger({ storage: parts }), modelCheckpoint({ storage: parts })], { epochs: 2 });
    const resume = (await readCheckpoint(parts))!;
    await train([csvLogger({ storage: parts }), modelCheckpoint({ storage: parts })], { resume });
    const rows = (csv: string) => csv.split('\n').map((line) => line.split(',').filter((_, i) => i !== 1));
    expect(rows(await text(parts, 'history.csv'))).toEqual(rows(await text(whole, 'history.csv')));
    const lines = (await text(whole, 'history.csv')).split('\n');
    expect(lines[0]).toBe('epoch,seconds,loss,learning_rate');
    expect(lines).toHaveLength(7);
    expect(lines[1]).toMatch(/^1,\d+\.\d{3},0\.\d+,0\.02$/);
  });

  it('quotes as RFC 4180 says, and leaves empty what an epoch has not', async () => {
    const storage = memoryStorage();
    const odd: Callback = {
      name: 'odd',
      onEpochEnd: (epoch, logs) =>
        void Object.assign(logs, { 'a,b': 1, 'say "hi"': Number.NaN, ...(epoch === 2 && { later: 1e-9 }) }),
    };
    await train([odd, csvLogger({ storage, name: 'log.csv' })], { epochs: 2 });
    const [head, first, second] = (await text(storage, 'log.csv')).split('\n');
    expect(head).toBe('epoch,seconds,loss,learning_rate,"a,b","say ""hi""",later');
    expect(first).toMatch(/,1,NaN,$/);
    expect(second).toMatch(/,1,NaN,1e-9$/);
    await train([odd, csvLogger({ storage, separator: ';' })], { epochs: 1 });
    expect(await text(storage, 'history.csv')).toMatch(/^epoch;seconds;loss;learning_rate;a,b;/);
    expect(() => csvLogger({ storage, separator: '"' })).toThrow('separator makes no sense');
  });
});

describe('a stored checkpoint of version 1', () => {
  const folder = new URL('../reference/checkpoint-1/', import.meta.url);
  const { points, labels, losses, weights } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
    points: number[];
    labels: number[];
    losses: number[];
    weights: Record<string, number[]>;
  };

  it('goes on as it did when it was written', async () => {
    const storage = memoryStorage();
    for (const name of readdirSync(folder)) await storage.write(name, readFileSync(new URL(name, folder)));
    const resume = (await readCheckpoint(storage))!;
    expect([resume.epoch, resume.batch]).toEqual([3, 2]);
    const layers = [dense(6, { activation: 'relu' }), dropout(0.2), dense(2)];
    const { model, history } = await fit(sequential({ input: [2] }, layers), {
      backend,
      train: arrayDataset(tensor('float32', [30, 2], points), tensor('int32', [30], labels)),
      ...{ loss, optimizer: adam({ learningRate: 0.02 }), clip: clipByGlobalNorm(1), epochs: 4, batchSize: 8, seed: 5 },
      facts: { 'the points': 'two of three' },
      callbacks: [earlyStopping({ monitor: 'loss', patience: 3 }), gradientNorms(), modelCheckpoint({ storage })],
      resume,
    });
    const rounding = 1e-6;
    expectClose(
      history.map(({ logs }) => logs.loss!),
      losses,
      rounding,
    );
    for (const [name, value] of Object.entries(weightsOf(model)))
      expectClose(toNumbers(value), weights[name]!, rounding, name);
  });
});
