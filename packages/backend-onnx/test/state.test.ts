/** State, feeds and order, on the CPU. */
import { createHash } from 'node:crypto';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  type Backend,
  builder,
  DataError,
  graphOf,
  input,
  type Tensors,
  tensor,
  toNumbers,
  UsageError,
} from '@graftml/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counting, difference, pair, reading, training } from './support/programs.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await onnxBackend({ device: 'cpu', threads: 1 });
});
afterAll(() => backend.dispose());

const start = { w: pair(1, 2) };

/** All bits of some tensors, short enough to compare. */
function bytes(tensors: Tensors): string {
  const hash = createHash('sha256');
  for (const [name, { data }] of Object.entries(tensors)) hash.update(name).update(data);
  return hash.digest('hex');
}

describe('state', () => {
  it('moves on with each run; what the caller gave stays his', async () => {
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    const feeds = { x: pair(1, 1) };
    const first = await count.run(feeds, state);
    expect(Object.keys(first)).toEqual(['sum']);
    expect(toNumbers(first.sum!)).toEqual([5]);
    for (let i = 0; i < 5; i++) await count.run(feeds, state);
    expect(toNumbers((await state.read()).w!)).toEqual([7, 8]);
    expect(toNumbers(start.w)).toEqual([1, 2]);
    expect(toNumbers(feeds.x)).toEqual([1, 1]);
  });

  it('is shared by programs', async () => {
    const state = await backend.createState(start);
    const [count, read] = [await backend.compile(counting()), await backend.compile(reading())];
    await count.run({ x: pair(1, 1) }, state);
    expect(toNumbers((await read.run({}, state)).twice!)).toEqual([4, 6]);
    await count.run({ x: pair(1, 1) }, state);
    expect(toNumbers((await read.run({}, state)).twice!)).toEqual([6, 8]);
  });

  it('reads in the order of creation, as copies', async () => {
    const state = await backend.createState({ b: pair(1, 2), a: pair(3, 4) });
    const copy = await state.read();
    expect(Object.keys(copy)).toEqual(['b', 'a']);
    copy.b!.data[0] = 9;
    expect(toNumbers((await state.read()).b!)).toEqual([1, 2]);
  });

  it('rolls back the last run, once', async () => {
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    await expect(state.rollback()).rejects.toThrow(UsageError);
    for (let i = 0; i < 4; i++) await count.run({ x: pair(1, 10) }, state);
    await state.rollback();
    expect(toNumbers((await state.read()).w!)).toEqual([4, 32]);
    await expect(state.rollback()).rejects.toThrow(/no run to undo/);
    await count.run({ x: pair(1, 10) }, state);
    expect(toNumbers((await state.read()).w!)).toEqual([5, 42]);
    await state.rollback();
    expect(toNumbers((await state.read()).w!)).toEqual([4, 32]);
  });

  it('rolls back past a program that only read', async () => {
    const state = await backend.createState(start);
    const [count, read] = [await backend.compile(counting()), await backend.compile(reading())];
    await count.run({ x: pair(1, 1) }, state);
    await read.run({}, state);
    await state.rollback();
    expect(toNumbers((await state.read()).w!)).toEqual([1, 2]);
  });

  it('is written; no rollback goes behind that', async () => {
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    await count.run({ x: pair(1, 1) }, state);
    const written = pair(7, 7);
    await state.write({ w: written });
    expect(toNumbers(written)).toEqual([7, 7]);
    await expect(state.rollback()).rejects.toThrow(UsageError);
    await count.run({ x: pair(1, 1) }, state);
    expect(toNumbers((await state.read()).w!)).toEqual([8, 8]);
    await expect(state.write({ v: pair(0, 0) })).rejects.toThrow(/no entry v/);
    await expect(state.write({ w: { dtype: 'float32', shape: [3], data: new Float32Array(3) } })).rejects.toThrow(
      DataError,
    );
  });

  it('may call an output as it calls the input', async () => {
    const { graph } = counting();
    const { next, sum } = graph.outputs as { next: never; sum: never };
    const program = {
      name: 'same',
      graph: { inputs: graph.inputs, outputs: { w: next, x: sum } },
      state: [{ input: 'w', output: 'w' }],
    };
    const count = await backend.compile(program);
    const state = await backend.createState(start);
    expect(toNumbers((await count.run({ x: pair(1, 1) }, state)).x!)).toEqual([5]);
    expect(toNumbers((await state.read()).w!)).toEqual([2, 3]);
  });
});

it("takes Node's buffers for bytes, and leaves them alone", async () => {
  const bytes = Buffer.from([1, 2, 3, 4]);
  const tensors = { b: tensor('uint8', [4], bytes) };
  const state = await backend.createState(tensors);
  const b = input('b', 'uint8', [4]);
  const graph = graphOf({ y: builder('layer').cast(b, { to: 'float32' }) });
  const [held, fed] = [
    await backend.compile({ name: 'held', graph, state: [{ input: 'b' }] }),
    await backend.compile({ name: 'fed', graph, state: [] }),
  ];
  expect(toNumbers((await held.run({}, state)).y!)).toEqual([1, 2, 3, 4]);
  expect(toNumbers((await fed.run(tensors)).y!)).toEqual([1, 2, 3, 4]);
  expect([...bytes]).toEqual([1, 2, 3, 4]);
});

describe('runs', () => {
  it('that overlap happen one after another, in order', async () => {
    const state = await backend.createState({ w: pair(0, 0) });
    const count = await backend.compile(counting());
    const sums = await Promise.all(Array.from({ length: 50 }, (_, i) => count.run({ x: pair(i, 0) }, state)));
    expect(sums.map(({ sum }) => sum!.data[0])).toEqual(Array.from({ length: 50 }, (_, i) => (i * (i + 1)) / 2));
  });

  it('do not block the caller', async () => {
    const { program, state: initial, feeds } = training(32);
    const [state, step] = [await backend.createState(initial), await backend.compile(program)];
    let ticks = 0;
    let running = true;
    const counted = (async () => {
      while (running) {
        await new Promise((resolve) => setImmediate(resolve));
        ticks++;
      }
    })();
    await step.run(feeds(0), state);
    running = false;
    await counted;
    expect(ticks).toBeGreaterThan(1);
  });

  it('give the same bits again, with one thread or two', async () => {
    const { program, state: initial, feeds } = training(4);
    const train = async (threads: number) => {
      const own = await onnxBackend({ device: 'cpu', threads });
      const [state, step] = [await own.createState(initial), await own.compile(program)];
      for (let i = 0; i < 3; i++) await step.run(feeds(i), state);
      const end = await state.read();
      await own.dispose();
      return end;
    };
    const [first, again, two] = [await train(1), await train(1), await train(2)];
    expect(bytes(again)).toBe(bytes(first));
    expect(bytes(two)).toBe(bytes(first));
    expect(difference(first, initial)).toBeGreaterThan(0);
  });
});
