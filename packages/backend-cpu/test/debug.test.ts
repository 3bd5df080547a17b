/** Seeing what happens inside: trace, the search for the first NaN, evaluate. */
import { cpuBackend, evaluate, findNonFinite, trace } from '@graftml/backend-cpu';
import { builder, DataError, graphOf, input, type Program, scalar, tensor, toNumbers, type Value } from '@graftml/core';
import { describe, expect, it } from 'vitest';

const [hidden, loss] = [builder('dense_1'), builder('loss')];
const x = input('x', 'float32', [3]);
const program = (y: Value, state: Program['state'] = []): Program => ({ name: 'p', graph: graphOf({ y }), state });
const feed = (...data: number[]) => ({ x: tensor('float32', [3], data) });

describe('trace', () => {
  it('tells of every node in order, with statistics over the finite elements', async () => {
    const steps = [];
    for await (const step of trace(program(loss.log(hidden.relu(x))), feed(-1, 1, 0.5))) steps.push(step);
    expect(steps.map(({ where }) => where)).toEqual(['dense_1/Relu', 'loss/Log']);
    expect(steps[0]!.statistics).toEqual([{ count: 3, min: 0, max: 1, mean: 0.5, nan: 0, infinite: 0 }]);
    expect(steps[1]!.statistics[0]).toMatchObject({ count: 3, max: 0, nan: 0, infinite: 1 });
    expect(toNumbers(steps[1]!.inputs[0]!)).toEqual([0, 1, 0.5]);
  });

  it('reads the state and leaves it', async () => {
    const w = input('w', 'float32', [3]);
    const y = hidden.add(w, x);
    const counting = program(y, [{ input: 'w', output: 'y' }]);
    const state = await cpuBackend().createState({ w: tensor('float32', [3], [1, 2, 3]) });
    const outputs = [];
    for await (const step of trace(counting, feed(1, 1, 1), state)) outputs.push(...step.outputs);
    expect(outputs.map(toNumbers)).toEqual([[2, 3, 4]]);
    expect(toNumbers((await state.read()).w!)).toEqual([1, 2, 3]);
    await expect(state.rollback()).rejects.toThrow();
  });

  it('checks feeds as a run does', async () => {
    await expect(trace(program(hidden.relu(x)), {}).next()).rejects.toThrow(DataError);
  });
});

describe('findNonFinite', () => {
  const half = () => hidden.mul(x, 0.5);
  it.each<[string, Value, number[], string]>([
    ['log of 0', loss.log(half()), [1, 0, 2], 'log of 0'],
    ['log below 0', loss.log(half()), [1, -1, 2], 'log of a negative number'],
    ['exp', loss.mul(loss.exp(x), 0), [1, 104, 2], 'exp overflowed: largest input 104'],
    ['sqrt', loss.add(loss.sqrt(x), 1), [1, -1, 2], 'square root of a negative number'],
    ['division', loss.div(1, half()), [1, 0, 2], 'division by 0'],
    ['power', loss.pow(x, -1), [1, 0, 2], '0 to a negative power'],
    ['fractional power', loss.pow(x, 0.5), [1, -1, 2], 'a fractional power of a negative number'],
    ['overflow', loss.mul(x, x), [1, 1e30, 2], '1 infinite of 3 from finite inputs up to 1.00e+30 in magnitude'],
  ])('names the node that made it: %s', async (_, y, data, reason) => {
    const found = await findNonFinite(program(hidden.relu(y)), feed(...data));
    expect(found).toMatchObject({ reason, node: { path: 'loss' } });
    expect(found!.where).toMatch(/^loss\//);
    expect(found!.output.nan + found!.output.infinite).toBe(1);
    for (const statistics of Object.values(found!.inputs)) expect(statistics).toMatchObject({ nan: 0, infinite: 0 });
  });

  it('names the inputs', async () => {
    const found = await findNonFinite(program(loss.div(1, x)), feed(1, 0, 2));
    expect(found!.where).toBe('loss/Div');
    expect(found!.inputs).toMatchObject({ a: { count: 1, max: 1 }, b: { count: 3, min: 0, max: 2, mean: 1 } });
  });

  it('says what was not finite before', async () => {
    const found = await findNonFinite(program(hidden.relu(x)), feed(1, NaN, Infinity));
    expect(found).toMatchObject({
      where: 'the input x',
      reason: 'it holds 1 NaN and 1 infinite before the program runs',
    });
    expect(found).not.toHaveProperty('node');
  });

  it('is null where nothing is wrong', async () => {
    expect(await findNonFinite(program(loss.log(x)), feed(1, 2, 3))).toBeNull();
  });
});

describe('evaluate', () => {
  it('folds constants', () => {
    const sum = hidden.add(hidden.exp(0), 2);
    expect(evaluate([sum, hidden.shape(sum)]).map(toNumbers)).toEqual([[3], []]);
  });

  it('starts from any value that is given', () => {
    const middle = hidden.log(x);
    const y = hidden.exp(middle);
    const zero = tensor('float32', [3], [0, 0, 0]);
    expect(evaluate([y, middle], new Map([[middle, zero]])).map(toNumbers)).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });

  it('names an input without a value', () => {
    expect(() => evaluate([hidden.relu(x)])).toThrow('x: an input has no value. Expected float32 [3].');
    expect(() => evaluate([hidden.mul(x, input('y', 'float32', []))], new Map([[x, scalar(1)]]))).toThrow(DataError);
  });
});
