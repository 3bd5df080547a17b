/** Programs: feeds, state, order. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  BackendError,
  builder,
  DataError,
  GraftError,
  graphOf,
  input,
  type Program,
  scalar,
  tensor,
  toNumbers,
  UnsupportedError,
  UsageError,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const g = builder('layer');

/** `w += x` for each run; gives the sum of the new w. */
function counting(): Program {
  const [w, x] = [input('w', 'float32', [2]), input('x', 'float32', [2])];
  const next = g.add(w, x);
  return {
    name: 'count',
    graph: graphOf({ next, sum: g.reduceSum(next, undefined, { keepdims: 0 }) }),
    state: [{ input: 'w', output: 'next' }],
  };
}

/** Reads w, changes nothing. */
function reading(): Program {
  const w = input('w', 'float32', [2]);
  return { name: 'read', graph: graphOf({ twice: g.mul(w, 2) }), state: [{ input: 'w' }] };
}

const x = (...data: number[]) => ({ x: tensor('float32', [2], data) });
const start = { w: tensor('float32', [2], [1, 2]) };

describe('state', () => {
  it('takes the values of the outputs it is paired with, and keeps those from the caller', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    const first = await count.run(x(1, 1), state);
    expect(Object.keys(first)).toEqual(['sum']);
    expect(toNumbers(first.sum!)).toEqual([5]);
    await count.run(x(1, 1), state);
    expect(toNumbers((await state.read()).w!)).toEqual([3, 4]);
    expect(toNumbers(start.w)).toEqual([1, 2]);
  });

  it('is shared by programs', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const [count, read] = [await backend.compile(counting()), await backend.compile(reading())];
    await count.run(x(1, 1), state);
    expect(toNumbers((await read.run({}, state)).twice!)).toEqual([4, 6]);
  });

  it('rolls back once after each run that changed it', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const [count, read] = [await backend.compile(counting()), await backend.compile(reading())];
    await expect(state.rollback()).rejects.toThrow(UsageError);
    await count.run(x(1, 1), state);
    await count.run(x(NaN, 1), state);
    await read.run({}, state);
    await state.rollback();
    expect(toNumbers((await state.read()).w!)).toEqual([2, 3]);
    await expect(state.rollback()).rejects.toThrow('there is no run to undo');
    await count.run(x(1, 1), state);
    expect(toNumbers((await state.read()).w!)).toEqual([3, 4]);
    await state.rollback();
    expect(toNumbers((await state.read()).w!)).toEqual([2, 3]);
  });

  it('hands out and takes copies', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const copy = await state.read();
    copy.w!.data[0] = 99;
    const written = { w: tensor('float32', [2], [5, 6]) };
    await state.write(written);
    written.w.data[0] = 99;
    expect(toNumbers((await state.read()).w!)).toEqual([5, 6]);
  });

  it('refuses to be written with unknown names or other types, and then stays as it was', async () => {
    const state = await cpuBackend().createState({ ...start, v: scalar(1) });
    const good = tensor('float32', [2], [8, 9]);
    await expect(state.write({ w: good, z: good })).rejects.toThrow(
      'z: the state has no such entry. Expected one of w, v.',
    );
    await expect(state.write({ w: good, v: good })).rejects.toThrow('Expected float32 []; received float32 [2].');
    await expect(state.write({ w: tensor('float64', [2], [1, 2]) })).rejects.toThrow(GraftError);
    const short = { dtype: 'float32', shape: [2], data: new Float32Array(1) } as const;
    await expect(state.write({ w: short })).rejects.toThrow('w: the data does not fill the shape.');
    await expect(cpuBackend().createState({ w: short })).rejects.toThrow(DataError);
    expect(toNumbers((await state.read()).w!)).toEqual([1, 2]);
  });

  it('cannot be rolled back behind a write', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    await count.run(x(1, 1), state);
    await state.write(start);
    await expect(state.rollback()).rejects.toThrow(UsageError);
  });

  it('stays as it was when a run fails', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    await expect(count.run({}, state)).rejects.toThrow(DataError);
    expect(toNumbers((await state.read()).w!)).toEqual([1, 2]);
  });

  it('is needed by a program that has some, from the same backend, with the right entries', async () => {
    const backend = cpuBackend();
    const count = await backend.compile(counting());
    await expect(count.run(x(1, 1))).rejects.toThrow('the program needs a state');
    const foreign = await cpuBackend().createState(start);
    await expect(count.run(x(1, 1), foreign)).rejects.toThrow('another backend');
    const poor = await backend.createState({ v: scalar(1) });
    await expect(count.run(x(1, 1), poor)).rejects.toThrow('count/w: the state entry is missing');
    const wide = await backend.createState({ w: tensor('float32', [3], [1, 2, 3]) });
    await expect(count.run(x(1, 1), wide)).rejects.toThrow('Expected float32 [2]; received float32 [3].');
  });
});

describe('feeds', () => {
  it.each([
    ['missing', {}, 'count/x: the input is missing. Expected float32 [2].'],
    ['unknown', { ...x(1, 1), y: scalar(1) }, 'count/y: the program has no such input. Expected x.'],
    ['state', { ...x(1, 1), ...start }, 'count/w: the input comes from the state. Expected x.'],
    ['of another dtype', { x: tensor('int32', [2], [1, 1]) }, 'Expected float32 [2]; received int32 [2].'],
    ['of another shape', { x: tensor('float32', [1], [1]) }, 'Expected float32 [2]; received float32 [1].'],
    [
      'too short',
      { x: { dtype: 'float32', shape: [2], data: new Float32Array(1) } as const },
      'Expected 2 elements for [2]; received 1.',
    ],
  ])('%s: an error that names the input', async (_, feeds, message) => {
    const backend = cpuBackend();
    const count = await backend.compile(counting());
    const run = count.run(feeds, await backend.createState(start));
    await expect(run).rejects.toThrow(DataError);
    await expect(run).rejects.toThrow(message);
  });
});

describe('programs', () => {
  it('give the same bits in every run, also with reused memory, and never an array twice', async () => {
    const a = input('a', 'float32', [40, 40]);
    const doubled = g.add(a, a);
    const flat = g.reshape(doubled, [1600]);
    const deep = g.softmax(g.matMul(g.exp(doubled), g.transpose(doubled)));
    const graph = graphOf({ same: g.identity(a), doubled, flat, deep });
    const program = await cpuBackend().compile({ name: 'p', graph, state: [] });
    const fed = tensor(
      'float32',
      [40, 40],
      Float32Array.from({ length: 1600 }, (_, i) => Math.sin(i)),
    );
    const first = await program.run({ a: fed });
    const kept = Object.fromEntries(Object.entries(first).map(([name, t]) => [name, toNumbers(t)]));
    const second = await program.run({ a: fed });
    for (const [name, t] of Object.entries(second)) expect(toNumbers(t)).toEqual(kept[name]);
    for (const [name, t] of Object.entries(first)) expect(toNumbers(t)).toEqual(kept[name]);
    const arrays = [...Object.values(first), ...Object.values(second)].map(({ data }) => data);
    expect(new Set([fed.data, ...arrays]).size).toBe(9);
  });

  it('may have outputs that are inputs or constants', async () => {
    const a = input('a', 'float32', [1]);
    const graph = { inputs: [a], outputs: { a, one: g.add(1, 0) } };
    const program = await cpuBackend().compile({ name: 'p', graph, state: [] });
    const results = await program.run({ a: tensor('float32', [1], [7]) });
    expect([toNumbers(results.a!), toNumbers(results.one!)]).toEqual([[7], [1]]);
  });

  it('run one after another, in the order they were asked for', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    const runs = [count.run(x(1, 0), state), count.run({}, state), count.run(x(2, 0), state)];
    const results = await Promise.allSettled(runs);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(toNumbers((await state.read()).w!)).toEqual([4, 2]);
  });

  it('need numbers for all extents', async () => {
    const a = input('a', 'float32', ['N', 2]);
    const compiled = cpuBackend().compile({ name: 'p', graph: graphOf({ y: g.exp(a) }), state: [] });
    await expect(compiled).rejects.toThrow(UnsupportedError);
    await expect(compiled).rejects.toThrow('layer/Exp');
  });

  it.each([
    ['nothing', { input: 'z' }],
    ['a missing output', { input: 'w', output: 'z' }],
    ['an output of another shape', { input: 'w', output: 'sum' }],
  ])('refuse a state pair that names %s', async (_, pair) => {
    await expect(cpuBackend().compile({ ...counting(), state: [pair] })).rejects.toThrow(UsageError);
  });

  it('tell where an index is out of range', async () => {
    const [data, at] = [input('data', 'float32', [3]), input('at', 'int64', [1])];
    const graph = graphOf({ y: builder('embedding').gather(data, at) });
    const program = await cpuBackend().compile({ name: 'p', graph, state: [] });
    const run = program.run({ data: tensor('float32', [3], [1, 2, 3]), at: tensor('int64', [1], [3]) });
    await expect(run).rejects.toThrow('embedding/Gather: index 3 is outside an axis of extent 3.');
  });

  it('end with their backend', async () => {
    const backend = cpuBackend();
    const state = await backend.createState(start);
    const count = await backend.compile(counting());
    await count.dispose();
    await expect(count.run(x(1, 1), state)).rejects.toThrow('the program was disposed');
    await backend.dispose();
    await expect(backend.compile(counting())).rejects.toThrow(BackendError);
  });
});

describe('large products', () => {
  it('are right beyond one block in every direction', async () => {
    const [n, k, m] = [70, 300, 530];
    // Small whole numbers: every order of summation gives the same sum.
    const draw = (rows: number, columns: number, factor: number) =>
      tensor(
        'float32',
        [rows, columns],
        Float32Array.from({ length: rows * columns }, (_, i) => ((i * factor) % 7) - 3),
      );
    const [a, b] = [draw(n, k, 5), draw(k, m, 3)];
    const [x1, x2] = [input('a', 'float32', [n, k]), input('b', 'float32', [k, m])];
    const transposed = g.gemm(g.transpose(x1), g.transpose(x2), undefined, { transA: 1, transB: 1 });
    const graph = graphOf({ plain: g.matMul(x1, x2), transposed });
    const program = await cpuBackend().compile({ name: 'p', graph, state: [] });
    const { plain, transposed: same } = await program.run({ a, b });
    const expected = Array.from({ length: n * m }, (_, i) => {
      let sum = 0;
      for (let t = 0; t < k; t++) sum += a.data[Math.floor(i / m) * k + t]! * b.data[t * m + (i % m)]!;
      return sum;
    });
    expect(toNumbers(plain!)).toEqual(expected);
    expect(toNumbers(same!)).toEqual(expected);
  });
});

describe('waiting', () => {
  it('lets timers through while many runs follow each other', async () => {
    const a = input('a', 'float32', [120, 120]);
    const graph = graphOf({ y: g.matMul(a, a) });
    const program = await cpuBackend().compile({ name: 'p', graph, state: [] });
    const feeds = { a: tensor('float32', [120, 120], new Float32Array(14400)) };
    let stopped = false;
    setTimeout(() => {
      stopped = true;
    }, 0);
    let runs = 0;
    while (!stopped && runs < 10_000) {
      await program.run(feeds);
      runs++;
    }
    expect(stopped).toBe(true);
  });
});
