/** What is wrong is named, whoever finds it. */
import { onnxBackend } from '@graftml/backend-onnx';
import {
  type Backend,
  BackendError,
  builder,
  DataError,
  graphOf,
  input,
  tensor,
  UnsupportedError,
  UsageError,
} from '@graftml/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { counting, pair } from './support/programs.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await onnxBackend({ device: 'cpu', threads: 1 });
});
afterAll(() => backend.dispose());

describe('options', () => {
  it.each([
    [{ device: 'tpu' }, /auto, cpu, cuda, webgpu; received tpu/],
    [{ threads: 0 }, /whole number from 1/],
    [{ threads: 1.5 }, /whole number from 1/],
    [{ gpu: true }, /there is no option gpu/],
  ])('%o', async (options, message) => {
    const made = onnxBackend(options as never);
    await expect(made).rejects.toThrow(UsageError);
    await expect(made).rejects.toThrow(message);
  });
});

describe('feeds', () => {
  const run = async (feeds: Record<string, never>, state: 'with state' | 'without') => {
    const count = await backend.compile(counting());
    const made = state === 'without' ? undefined : await backend.createState({ w: pair(0, 0) });
    return count.run(feeds, made);
  };
  it.each([
    [{}, /program count: input x is missing/],
    [{ x: tensor('float32', [3], [1, 2, 3]) }, /Expected float32 \[2\]; received float32 \[3\]/],
    [{ x: tensor('int32', [2], [1, 2]) }, /received int32 \[2\]/],
    [{ x: pair(1, 1), y: pair(1, 1) }, /there is no input y/],
    [{ x: pair(1, 1), w: pair(1, 1) }, /w is state and cannot be fed/],
    [{ x: { dtype: 'float32', shape: [2], data: new Float32Array(3) } }, /does not fill/],
  ])('%o', async (feeds, message) => {
    const running = run(feeds as never, 'with state');
    await expect(running).rejects.toThrow(DataError);
    await expect(running).rejects.toThrow(message);
  });

  it('need a state, of this backend, with the right entries', async () => {
    await expect(run({ x: pair(1, 1) } as never, 'without')).rejects.toThrow(/needs a state/);
    const count = await backend.compile(counting());
    const other = await onnxBackend({ device: 'cpu', threads: 1 });
    const foreign = await other.createState({ w: pair(0, 0) });
    await expect(count.run({ x: pair(1, 1) }, foreign)).rejects.toThrow(/another backend/);
    await other.dispose();
    const wrong = await backend.createState({ v: pair(0, 0) });
    await expect(count.run({ x: pair(1, 1) }, wrong)).rejects.toThrow(/state w is missing/);
  });
});

describe('programs', () => {
  const g = builder('layer');
  it('that contradict themselves', async () => {
    const { graph } = counting();
    const compile = (state: { input: string; output?: string }[]) => backend.compile({ name: 'p', graph, state });
    await expect(compile([{ input: 'v' }])).rejects.toThrow(/names the input v/);
    await expect(compile([{ input: 'w', output: 'v' }])).rejects.toThrow(/names the output v/);
    await expect(compile([{ input: 'w', output: 'sum' }])).rejects.toThrow(/sum is float32 \[\], but its input w/);
    const open = graphOf({ y: g.relu(input('x', 'float32', ['N', 2])) });
    await expect(backend.compile({ name: 'p', graph: open, state: [] })).rejects.toThrow(/bind the symbolic/);
  });

  it('with a dtype that the runtime lacks', async () => {
    const graph = graphOf({ y: g.relu(input('x', 'float64', [2])) });
    await expect(backend.compile({ name: 'p', graph, state: [] })).rejects.toThrow(UnsupportedError);
  });

  it('that ONNX Runtime refuses, in its words', async () => {
    // An op that no runtime has, as a file may hold one.
    const [y] = g.opaque([input('x', 'float32', [2])], {
      type: 'Negate',
      places: [1],
      attributes: tensor('uint8', [0], []),
      inputTypes: ['float32 [2]'],
      outputTypes: ['float32 [2]'],
    });
    const graph = graphOf({ y: y! });
    const refused = backend.compile({ name: 'odd', graph, state: [] });
    await expect(refused).rejects.toThrow(BackendError);
    await expect(refused).rejects.toThrow(/program odd: ONNX Runtime does not accept the program.*Negate/s);
  });

  it('whose run fails: the state stays, and the backend goes on', async () => {
    const [w, at] = [input('w', 'float32', [2]), input('at', 'int64', [2])];
    const next = g.add(w, g.gather(w, at));
    const program = { name: 'pick', graph: graphOf({ next }), state: [{ input: 'w', output: 'next' }] };
    const [pick, state] = [await backend.compile(program), await backend.createState({ w: pair(1, 2) })];
    const failing = pick.run({ at: tensor('int64', [2], [0, 5]) }, state);
    await expect(failing).rejects.toThrow(BackendError);
    await expect(failing).rejects.toThrow(/program pick: the run failed.*indices/s);
    expect((await state.read()).w!.data).toEqual(Float32Array.of(1, 2));
    await pick.run({ at: tensor('int64', [2], [0, 1]) }, state);
    expect((await state.read()).w!.data).toEqual(Float32Array.of(2, 4));
  });
});

describe('dispose', () => {
  it('of a program: it runs no more, its state lives on', async () => {
    const [count, state] = [await backend.compile(counting()), await backend.createState({ w: pair(1, 2) })];
    await count.run({ x: pair(1, 1) }, state);
    await count.dispose();
    await count.dispose();
    await expect(count.run({ x: pair(1, 1) }, state)).rejects.toThrow(/the program was disposed/);
    expect((await state.read()).w!.data).toEqual(Float32Array.of(2, 3));
  });

  it('of a backend: what was asked before finishes, what is asked after is refused', async () => {
    const own = await onnxBackend({ device: 'cpu', threads: 1 });
    const [count, state] = [await own.compile(counting()), await own.createState({ w: pair(1, 2) })];
    const last = count.run({ x: pair(1, 1) }, state);
    const disposed = own.dispose();
    await expect(count.run({ x: pair(1, 1) }, state)).rejects.toThrow(/disposed/);
    expect((await last).sum!.data).toEqual(Float32Array.of(5));
    await disposed;
    await own.dispose();
    await expect(state.read()).rejects.toThrow(BackendError);
    await expect(own.compile(counting())).rejects.toThrow(BackendError);
    await expect(own.createState({})).rejects.toThrow(BackendError);
  });
});
