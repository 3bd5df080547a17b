/** Several runs as one: what each returns, and what becomes of the state, is as if they were run one by one. */
import { type Backend, builder, graphOf, input, type Tensor, tensor } from '@graftml/core';
import { type Check, program, withProgram } from '../check.ts';
import { expectAllSame, expectSame, fail } from '../compare.ts';

const g = builder();
const row = (...numbers: number[]): Tensor => tensor('float32', [numbers.length], numbers);
const number = (value: number): Tensor => tensor('float32', [], [value]);
const total = input('total', 'float32', [2]);
const weight = input('weight', 'float32', [2]);
const x = input('x', 'float32', [2]);
const rate = input('rate', 'float32', []);

/** `total += rate · x / weight`, and returns what the total was and the sum of `x`. */
const accumulate = program(
  graphOf({
    next: g.add(total, g.mul(rate, g.div(x, weight))),
    before: g.mul(total, 1),
    sum: g.reduceSum(x, { keepdims: 0 }),
  }),
  [{ input: 'total', output: 'next' }, { input: 'weight' }],
);
const start = { total: row(1, 2), weight: row(3, 7), other: row(9) };
const feeds = [1, 2, 3].map((k) => ({ x: row(k / 3, -k / 7), rate: number(0.1 * k) }));

const check = (name: string, run: (backend: Backend) => Promise<void>): Check => ({
  section: 'series',
  name,
  obstacle: (backend) => (backend.compileSeries ? undefined : { skipped: 'the backend runs one at a time' }),
  run,
});

const rejects = (what: string, promise: Promise<unknown>): Promise<void> =>
  promise.then(
    () => fail(`${what} did not fail`),
    () => undefined,
  );

export const seriesChecks: readonly Check[] = [
  check('gives what runs one by one give', async (backend) => {
    const single = await backend.createState(start);
    const together = await backend.createState(start);
    const series = await backend.compileSeries!(accumulate, feeds.length);
    try {
      await withProgram(backend, accumulate, async (executable) => {
        for (let round = 0; round < 2; round++) {
          const outputs = await series.run(feeds, together);
          for (const [i, fed] of feeds.entries())
            expectAllSame(`run ${i + 1}`, outputs[i]!, await executable.run(fed, single));
          expectAllSame('state', await together.read(), await single.read());
        }
      });
    } finally {
      await series.dispose();
    }
  }),
  check('one rollback undoes all runs', async (backend) => {
    const state = await backend.createState(start);
    const series = await backend.compileSeries!(accumulate, feeds.length);
    try {
      await series.run(feeds, state);
      const after = (await state.read()).total!;
      await series.run(feeds, state);
      await state.rollback();
      expectSame('total', (await state.read()).total, after);
      await rejects('a second rollback', state.rollback());
    } finally {
      await series.dispose();
    }
  }),
  check('wants the feeds of every run', async (backend) => {
    const state = await backend.createState(start);
    const series = await backend.compileSeries!(accumulate, feeds.length);
    try {
      await rejects('a run too few', series.run(feeds.slice(1), state));
      await rejects('a wrong feed', series.run([...feeds.slice(1), { x: row(1, 2, 3), rate: number(1) }], state));
      expectAllSame('state', await state.read(), start);
    } finally {
      await series.dispose();
    }
  }),
  check('one output may become two entries, and entries change places', async (backend) => {
    const [a, b] = [input('a', 'float32', [2]), input('b', 'float32', [2])];
    const pairs = [
      { input: 'a', output: 'nextA' },
      { input: 'b', output: 'nextB' },
      { input: 'total', output: 'nextTotal' },
      { input: 'weight', output: 'nextWeight' },
    ];
    const sum = g.add(total, x);
    const swaps = program(graphOf({ nextA: b, nextB: a, nextTotal: sum, nextWeight: sum, seen: weight }), pairs);
    const state = await backend.createState({ ...start, a: row(1, 2), b: row(3, 4) });
    const series = await backend.compileSeries!(swaps, 3);
    try {
      const outputs = await series.run(
        [row(1, 1), row(2, 2), row(4, 4)].map((each) => ({ x: each })),
        state,
      );
      expectAllSame('first', outputs[0]!, { seen: row(3, 7) });
      expectAllSame('last', outputs[2]!, { seen: row(4, 5) });
      const { a, b, total, weight } = await state.read();
      expectAllSame('state', { a, b, total, weight } as Record<string, Tensor>, {
        a: row(3, 4),
        b: row(1, 2),
        total: row(8, 9),
        weight: row(8, 9),
      });
    } finally {
      await series.dispose();
    }
  }),
];
