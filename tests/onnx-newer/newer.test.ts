/** Ops that no node of opset 20 says, as the reader writes them out: ONNX's own evaluator says what they give. */
import { evaluate } from '@graftml/backend-cpu';
import { builder, constant, type DType, grad, input, type Tensor, tensor, toNumbers, type Value } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import type { RawAttribute } from '../../packages/onnx/src/attribute.ts';
import { writtenOut } from '../../packages/onnx/src/newer/index.ts';
import { reference } from '../support/reference.ts';

interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
  readonly constant?: boolean;
}
interface Case {
  readonly name: string;
  readonly type: string;
  readonly opset: number;
  readonly attributes: Readonly<Record<string, number | string>>;
  readonly inputs: readonly (Stored | null)[];
  readonly outputs: readonly Stored[];
}

const cases = reference<readonly Case[]>('newer-ops');

const named: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity };
const numbersOf = ({ data }: Stored): number[] => data.map((x) => (typeof x === 'number' ? x : named[x]!));
const decode = (stored: Stored): Tensor => tensor(stored.dtype, stored.shape, numbersOf(stored)) as Tensor;

/** Of the attributes that are used here, those that ONNX says are floats. */
const floats = new Set(['alpha', 'epsilon', 'scale', 'softcap']);
const raw = (name: string, value: number | string): RawAttribute => ({
  kind: typeof value === 'string' ? 'string' : floats.has(name) ? 'float' : 'int',
  value,
});

function outputsOf({ type, opset, attributes }: Case, inputs: readonly (Value | undefined)[]) {
  const raws = Object.entries(attributes).map(([name, value]) => [name, raw(name, value)] as const);
  const node = { type, where: 'layer', inputs, outputs: [], attributes: Object.fromEntries(raws) };
  return writtenOut(node, opset)!(builder('layer'), node);
}

describe('written out', () => {
  it.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const feeds = new Map<Value, Tensor>();
    const inputs = c.inputs.map((stored, i) => {
      if (!stored) return undefined;
      if (stored.constant) return constant(decode(stored));
      const value = input(`x${i}`, stored.dtype, stored.shape);
      feeds.set(value, decode(stored));
      return value;
    });
    const outputs = outputsOf(c, inputs).slice(0, c.outputs.length) as Value[];
    evaluate(outputs, feeds).forEach((y, o) => {
      const { dtype, shape, ...rest } = c.outputs[o]!;
      expect({ dtype: y.dtype, shape: y.shape }).toEqual({ dtype, shape });
      const expected = numbersOf({ dtype, shape, ...rest });
      const received = toNumbers(y);
      expected.forEach((number, i) => {
        if (Number.isFinite(number)) expect(received[i], `output ${o}, element ${i}`).toBeCloseTo(number, 5);
        else expect(received[i], `output ${o}, element ${i}`).toBe(number);
      });
    });
  });
});

describe('attention', () => {
  const at = (name: string) => cases.find((c) => c.name === `Attention: ${name}`)!;

  it('passes no gradient, and no NaN, to a query that may look at nothing', () => {
    const c = at('a mask of truth, a row of nothing');
    const [q, ...others] = c.inputs.map((stored) => constant(decode(stored!)));
    const x = input('q', 'float32', q!.shape);
    const [y] = outputsOf(c, [x, ...others]);
    const g = builder();
    const [dq] = evaluate(grad(g.reduceSum(g.mul(y!, y!), { keepdims: 0 }), [x]), new Map([[x, decode(c.inputs[0]!)]]));
    // [batch 2, heads 2, queries 3, size 4]: the second query of each.
    const slopes = toNumbers(dq!);
    expect(slopes.every(Number.isFinite)).toBe(true);
    expect(slopes.filter((_, i) => Math.floor(i / 4) % 3 === 1).every((slope) => slope === 0)).toBe(true);
    expect(slopes.some((slope) => slope !== 0)).toBe(true);
  });

  it('takes any batch', () => {
    const c = at('grouped queries, three axes, causal');
    const shapes = c.inputs.map((stored) => ['N', ...stored!.shape.slice(1)]);
    const [y] = outputsOf(
      c,
      shapes.map((shape, i) => input(`x${i}`, 'float32', shape)),
    );
    expect(y!.shape).toEqual(['N', 3, 12]);
  });

  it('refuses by name what it does not do', () => {
    const c = at('four axes');
    const inputs = c.inputs.map((stored) => constant(decode(stored!)));
    const refused = (attributes: Case['attributes']) => () => outputsOf({ ...c, attributes }, inputs);
    expect(refused({ softmax_precision: 10 })).toThrow(/layer: Attention: softmax_precision must be 1/);
    expect(refused({ qk_matmul_output_mode: 4 })).toThrow(/qk_matmul_output_mode/);
    expect(refused({ some_attribute: 1 })).toThrow(/'some_attribute' is not supported/);
    expect(() => outputsOf(at('three axes'), [...inputs.slice(0, 2), undefined])).toThrow(/input V is missing/);
  });
});

it('ops of opset 20 are left alone', () => {
  const node = { type: 'GroupNormalization', where: '', inputs: [], outputs: [], attributes: {} };
  expect(writtenOut(node, 18)).toBeUndefined();
  expect(writtenOut(node, 21)).toBeDefined();
  expect(writtenOut({ ...node, type: 'QuantizeLinear' }, 21)).toBeUndefined();
  expect(writtenOut({ ...node, type: 'toString' }, 21)).toBeUndefined();
});
