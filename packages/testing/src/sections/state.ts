/** State: what programs share, keep and change, and how a run is undone. */
import { type Backend, builder, type Executable, graphOf, input, type State, type Tensor, tensor } from '@graftml/core';
import { type Check, program, withProgram } from '../check.ts';
import { expectAllSame, expectSame, fail } from '../compare.ts';

const g = builder();
const row = (...numbers: number[]): Tensor => tensor('float32', [numbers.length], numbers);
const total = input('total', 'float32', [2]);
const x = input('x', 'float32', [2]);
const a = input('a', 'float32', [2]);
const b = input('b', 'float32', [2]);

/** Adds `x` to the entry `total`, and returns what the total was. */
const accumulate = program(graphOf({ next: g.add(total, x), before: g.mul(total, 1) }), [
  { input: 'total', output: 'next' },
]);
/** Returns ten times the entry `total`, and changes nothing. */
const look = program(graphOf({ tenfold: g.mul(total, 10) }), [{ input: 'total' }]);
const swap = program(graphOf({ nextA: b, nextB: a }), [
  { input: 'a', output: 'nextA' },
  { input: 'b', output: 'nextB' },
]);

const rejects = (what: string, promise: Promise<unknown>): Promise<void> =>
  promise.then(
    () => fail(`${what} did not fail`),
    () => undefined,
  );

const check = (name: string, run: (backend: Backend) => Promise<void>): Check => ({ section: 'state', name, run });

/** A state of one total, and the program that adds to it. */
const counting = (name: string, use: (state: State, add: Executable, backend: Backend) => Promise<void>): Check =>
  check(name, async (backend) => {
    const state = await backend.createState({ total: row(1, 2) });
    await withProgram(backend, accumulate, (add) => use(state, add, backend));
  });

const expectTotal = async (state: State, ...numbers: number[]) =>
  expectSame('total', (await state.read()).total, row(...numbers));

export const stateChecks: readonly Check[] = [
  check('reads back what it was made of, in that order', async (backend) => {
    const tensors = { w: row(1, -0, 3), b: tensor('float32', [], [5]), a: tensor('float32', [2, 1], [1, 2]) };
    expectAllSame('state', await (await backend.createState(tensors)).read(), tensors);
  }),
  check('keeps whole numbers and truth', async (backend) => {
    const all = {
      i: tensor('int32', [2], [-7, 7]),
      l: tensor('int64', [1], [9]),
      t: tensor('bool', [2], [0, 1]),
      u: tensor('uint8', [2], [0, 255]),
    };
    const tensors = Object.fromEntries(
      Object.entries(all).filter(([, { dtype }]) => backend.capabilities.dtypes.has(dtype)),
    );
    expectAllSame('state', await (await backend.createState(tensors)).read(), tensors);
  }),
  counting('a run puts its outputs in place, and returns the others', async (state, add) => {
    expectAllSame('returned', await add.run({ x: row(10, 20) }, state), { before: row(1, 2) });
    await expectTotal(state, 11, 22);
    expectAllSame('returned', await add.run({ x: row(10, 20) }, state), { before: row(11, 22) });
    await expectTotal(state, 21, 42);
  }),
  counting('programs share a state', (state, add, backend) =>
    withProgram(backend, look, async (see) => {
      await add.run({ x: row(1, 1) }, state);
      expectSame('tenfold', (await see.run({}, state)).tenfold, row(20, 30));
      await add.run({ x: row(1, 1) }, state);
      expectSame('tenfold', (await see.run({}, state)).tenfold, row(30, 40));
      await expectTotal(state, 3, 4);
    }),
  ),
  counting('one program serves several states', async (state, add, backend) => {
    const other = await backend.createState({ total: row(100, 200) });
    await add.run({ x: row(1, 1) }, state);
    await add.run({ x: row(5, 5) }, other);
    await add.run({ x: row(1, 1) }, state);
    await expectTotal(state, 3, 4);
    await expectTotal(other, 105, 205);
  }),
  check('entries that a program does not name stay', async (backend) => {
    const state = await backend.createState({ first: row(7), total: row(1, 2), last: row(8) });
    await withProgram(backend, accumulate, (add) => add.run({ x: row(1, 1) }, state));
    expectAllSame('state', await state.read(), { first: row(7), total: row(2, 3), last: row(8) });
  }),
  check('a state outlives the programs that changed it', async (backend) => {
    const state = await backend.createState({ total: row(1, 2) });
    await withProgram(backend, accumulate, (add) => add.run({ x: row(1, 1) }, state));
    await expectTotal(state, 2, 3);
    await withProgram(backend, accumulate, (add) => add.run({ x: row(1, 1) }, state));
    await state.rollback();
    await expectTotal(state, 2, 3);
  }),
  check('entries may change places', async (backend) => {
    const state = await backend.createState({ a: row(1, 2), b: row(3, 4) });
    await withProgram(backend, swap, async (executable) => {
      await executable.run({}, state);
      expectAllSame('state', await state.read(), { a: row(3, 4), b: row(1, 2) });
      await executable.run({}, state);
      expectAllSame('state', await state.read(), { a: row(1, 2), b: row(3, 4) });
    });
  }),
  check('one output may become two entries', async (backend) => {
    const state = await backend.createState({ a: row(1, 2), b: row(3, 4) });
    const next = g.add(a, b);
    const both = program(graphOf({ nextA: next, nextB: next }), swap.state);
    await withProgram(backend, both, async (executable) => {
      await executable.run({}, state);
      expectAllSame('state', await state.read(), { a: row(4, 6), b: row(4, 6) });
      await executable.run({}, state);
      expectAllSame('state', await state.read(), { a: row(8, 12), b: row(8, 12) });
    });
  }),
  counting('copies what it takes and what it gives', async (state, add, backend) => {
    const given = row(1, 2);
    const copied = await backend.createState({ total: given });
    given.data.fill(9 as never);
    await expectTotal(copied, 1, 2);
    (await copied.read()).total?.data.fill(9 as never);
    await expectTotal(copied, 1, 2);
    const written = row(5, 6);
    await state.write({ total: written });
    written.data.fill(9 as never);
    await add.run({ x: row(0, 0) }, state);
    await expectTotal(state, 5, 6);
  }),
  counting('write replaces what it names', async (state, add) => {
    await state.write({ total: row(-1, -2) });
    expectSame('before', (await add.run({ x: row(1, 1) }, state)).before, row(-1, -2));
    await expectTotal(state, 0, -1);
  }),
  counting('write refuses strangers and misfits, and then changes nothing', async (state) => {
    await rejects('an unknown name', state.write({ total: row(9, 9), tootal: row(1, 2) }));
    await rejects('another shape', state.write({ total: row(1, 2, 3) }));
    await rejects('another dtype', state.write({ total: tensor('int32', [2], [1, 2]) }));
    await expectTotal(state, 1, 2);
  }),
  counting('rollback undoes the last run, once', async (state, add) => {
    await add.run({ x: row(10, 10) }, state);
    await add.run({ x: row(100, 100) }, state);
    await state.rollback();
    await expectTotal(state, 11, 12);
    await rejects('a second rollback', state.rollback());
    await expectTotal(state, 11, 12);
    await add.run({ x: row(1, 1) }, state);
    await expectTotal(state, 12, 13);
    await state.rollback();
    await expectTotal(state, 11, 12);
  }),
  counting('there is nothing to roll back before the first run', async (state) => {
    await rejects('a rollback', state.rollback());
  }),
  counting('a look between does not keep from rolling back', (state, add, backend) =>
    withProgram(backend, look, async (see) => {
      await add.run({ x: row(10, 10) }, state);
      await see.run({}, state);
      await state.rollback();
      expectSame('tenfold', (await see.run({}, state)).tenfold, row(10, 20));
    }),
  ),
  counting('a run that fails leaves the state alone', async (state, add) => {
    await add.run({ x: row(10, 10) }, state);
    await rejects('a wrong feed', add.run({ x: row(1, 2, 3) }, state));
    await expectTotal(state, 11, 12);
    await state.rollback();
    await expectTotal(state, 1, 2);
  }),
  counting('a program that needs a state refuses to run without', async (_, add, backend) => {
    await rejects('no state', add.run({ x: row(1, 1) }));
    await rejects(
      'a state without the entry',
      add.run({ x: row(1, 1) }, await backend.createState({ other: row(1, 2) })),
    );
    await rejects('an entry of another shape', add.run({ x: row(1, 1) }, await backend.createState({ total: row(1) })));
  }),
  counting('a feed cannot take the place of a state entry', async (state, add) => {
    await rejects('a feed named like the entry', add.run({ x: row(1, 1), total: row(5, 5) }, state));
    await expectTotal(state, 1, 2);
  }),
];
