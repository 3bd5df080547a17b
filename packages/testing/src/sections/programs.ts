/** What holds of any program: what goes in, what comes out, and that runs do not disturb each other. */
import { type Backend, builder, constant, type Graph, graphOf, input, type Tensor, tensor } from '@graftml/core';
import { type Check, program, runOnce, withProgram } from '../check.ts';
import { expectAllSame, expectSame, fail } from '../compare.ts';

const g = builder();
const row = (...numbers: number[]): Tensor => tensor('float32', [numbers.length], numbers);
const x = input('x', 'float32', [3]);
const y = input('y', 'float32', [3]);
const sum = graphOf({ sum: g.add(x, y) });

const check = (name: string, run: (backend: Backend) => Promise<void>): Check => ({ section: 'programs', name, run });

/** Runs a graph on exact numbers, and compares bit by bit. */
const gives = (
  name: string,
  graph: Graph,
  feeds: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, Tensor>>,
): Check => check(name, async (backend) => expectAllSame(name, await runOnce(backend, graph, feeds), expected));

const doubled = g.add(x, x);

export const programChecks: readonly Check[] = [
  gives(
    'outputs have the names and the order of the graph',
    graphOf({ b: g.neg(x), a: doubled }),
    { x: row(1, 2, 3) },
    {
      b: row(-1, -2, -3),
      a: row(2, 4, 6),
    },
  ),
  gives(
    'an output may be an input',
    graphOf({ same: x, other: g.neg(x) }),
    { x: row(1, 2, 3) },
    {
      same: row(1, 2, 3),
      other: row(-1, -2, -3),
    },
  ),
  gives(
    'an output may be a constant',
    graphOf({ one: constant(row(1)), x }),
    { x: row(1, 2, 3) },
    {
      one: row(1),
      x: row(1, 2, 3),
    },
  ),
  gives(
    'two outputs may be the same value',
    graphOf({ a: doubled, b: doubled }),
    { x: row(1, 2, 3) },
    {
      a: row(2, 4, 6),
      b: row(2, 4, 6),
    },
  ),
  gives(
    'an output may go on into the graph',
    graphOf({ two: doubled, four: g.add(doubled, doubled) }),
    { x: row(1, 2, 3) },
    {
      two: row(2, 4, 6),
      four: row(4, 8, 12),
    },
  ),
  gives('an output may be called like an input', graphOf({ x: doubled }), { x: row(1, 2, 3) }, { x: row(2, 4, 6) }),
  gives(
    'names may hold anything',
    graphOf({ 'out put/ü:0': g.neg(input('conv2d_1/kernel (a)', 'float32', [1])) }),
    { 'conv2d_1/kernel (a)': row(1) },
    { 'out put/ü:0': row(-1) },
  ),
  gives(
    'an input may be unused',
    { inputs: [x, y], outputs: { z: g.neg(x) } },
    { x: row(1, 2, 3), y: row(0, 0, 0) },
    {
      z: row(-1, -2, -3),
    },
  ),
  gives(
    'a random input is fed like any other',
    graphOf({ z: g.mul(x, input('mask', 'float32', [3], { kind: 'dropout', keep: 0.5 })) }),
    { x: row(1, 2, 3), mask: row(2, 0, 2) },
    { z: row(2, 0, 6) },
  ),
  gives(
    'there may be many outputs',
    graphOf(Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`y${i}`, g.mul(x, i)]))),
    { x: row(1, 2, 3) },
    Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`y${i}`, row(i, 2 * i, 3 * i)])),
  ),
  check('feeds stay as they were, and results as they are', (backend) =>
    withProgram(backend, program(sum), async (executable) => {
      const feeds = { x: row(1, 2, 3), y: row(10, 20, 30) };
      const first = await executable.run(feeds);
      expectAllSame('feeds', feeds, { x: row(1, 2, 3), y: row(10, 20, 30) });
      await executable.run({ x: row(5, 5, 5), y: row(6, 6, 6) });
      expectSame('the first result', first.sum, row(11, 22, 33));
    }),
  ),
  check('a result may be changed without harm', (backend) =>
    withProgram(backend, program(graphOf({ x, one: constant(row(1)) })), async (executable) => {
      const feeds = { x: row(1, 2, 3) };
      const outputs = await executable.run(feeds);
      outputs.x?.data.fill(7 as never);
      outputs.one?.data.fill(7 as never);
      expectSame('the feed', feeds.x, row(1, 2, 3));
      expectSame('the constant', (await executable.run(feeds)).one, row(1));
    }),
  ),
  check('runs that are started together happen one after another', (backend) =>
    withProgram(backend, program(sum, [], 'sum'), (add) =>
      withProgram(backend, program(graphOf({ product: g.mul(x, y) }), [], 'product'), async (multiply) => {
        const at = (i: number) => ({ x: row(i, i, i), y: row(2, 3, 4) });
        const results = await Promise.all([0, 1, 2, 3].flatMap((i) => [add.run(at(i)), multiply.run(at(i))]));
        results.forEach((outputs, n) => {
          const i = n >> 1;
          if (n % 2 === 0) expectSame('the sum', outputs.sum, row(i + 2, i + 3, i + 4));
          else expectSame('the product', outputs.product, row(2 * i, 3 * i, 4 * i));
        });
      }),
    ),
  ),
  check('a program survives the disposal of another', (backend) =>
    withProgram(backend, program(sum), async (survivor) => {
      await withProgram(backend, program(sum), async (other) => {
        await other.run({ x: row(1, 2, 3), y: row(1, 1, 1) });
      });
      expectSame('the sum', (await survivor.run({ x: row(1, 2, 3), y: row(1, 1, 1) })).sum, row(2, 3, 4));
    }),
  ),
  check('a program that was disposed of refuses to run', async (backend) => {
    const executable = await backend.compile(program(sum));
    await executable.dispose();
    await executable.run({ x: row(1, 2, 3), y: row(1, 1, 1) }).then(
      () => fail('it ran'),
      () => undefined,
    );
  }),
];
