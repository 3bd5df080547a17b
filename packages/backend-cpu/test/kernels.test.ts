/** Kernels against ONNX Runtime, NumPy or PyTorch: see reference/make.py. */
import { readFileSync } from 'node:fs';
import { evaluate } from '@graftml/backend-cpu';
import {
  type Attributes,
  constant,
  type DType,
  full,
  input,
  isFloat,
  node,
  type Tensor,
  tensor,
  toNumbers,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}
interface Case {
  readonly op: string;
  readonly witness: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Stored | null)[];
  readonly outputs: readonly Stored[];
}

const cases = JSON.parse(readFileSync(new URL('reference/cases.json', import.meta.url), 'utf8')) as Case[];
const decode = ({ dtype, shape, data }: Stored): Tensor => tensor(dtype, shape, data.map(Number)) as Tensor;

/** Relative to the largest value around: the witnesses sum in another order, in float32. */
function expectClose(actual: Tensor, expected: Tensor): void {
  expect({ dtype: actual.dtype, shape: actual.shape }).toEqual({ dtype: expected.dtype, shape: expected.shape });
  const [got, wanted] = [toNumbers(actual), toNumbers(expected)];
  const scale = Math.max(1, ...wanted.filter(Number.isFinite).map(Math.abs));
  const tolerance = isFloat(expected.dtype) ? scale * (expected.dtype === 'float64' ? 1e-13 : 2e-6) : 0;
  wanted.forEach((value, i) => {
    if (Number.isFinite(value)) expect(Math.abs(got[i]! - value), `element ${i}`).toBeLessThanOrEqual(tolerance);
    else expect(got[i], `element ${i}`).toBe(value);
  });
}

const show = ({ op, attributes, inputs, witness }: Case, i: number): string =>
  `${i} ${op} ${JSON.stringify(attributes)} of ${inputs.map((x) => (x ? `${x.dtype} [${x.shape}]` : '-')).join(', ')} (${witness})`;

// The conformance suite, which judges every op, says more of the others.
describe.each([...new Set(cases.map(({ op }) => op))])('%s', (op) => {
  const own = cases.filter((c) => c.op === op);
  own.forEach((c, i) => {
    it(show(c, i), () => {
      const inputs = c.inputs.map((x) => (x ? constant(decode(x)) : undefined));
      const results = evaluate(node(op, 'layer', inputs, c.attributes).outputs);
      c.outputs.forEach((expected, o) => {
        expectClose(results[o]!, decode(expected));
      });
    });
  });
});

it('a recurrent layer refuses lengths that are none', () => {
  const zeros = (shape: readonly number[]) => constant(full('float32', shape, 0));
  const lengths = input('lengths', 'int32', [2]);
  const weights = [zeros([1, 4, 2]), zeros([1, 4, 1]), undefined];
  const { outputs } = node('lstm', 'layer', [zeros([3, 2, 2]), ...weights, lengths], {});
  const run = (numbers: readonly number[]) =>
    evaluate([outputs[0]!], new Map([[lengths, tensor('int32', [2], numbers)]]));
  expect(() => run([0, 3])).toThrow('layer/LSTM: sequence_lens must be from 1 to 3, got 0');
  expect(() => run([1, 4])).toThrow('sequence_lens must be from 1 to 3, got 4');
  expect(run([1, 3])[0]!.shape).toEqual([3, 1, 2, 1]);
});
