/** How far a result of an ONNX node test may be from what is expected. */
import { elementCount, isFloat, type Tensor } from '@graftml/core';
import { expectSame, fail } from '../compare.ts';

/** The ONNX project's own runner: nothing is ever allowed more. */
const runner = { relative: 1e-3, absolute: 1e-7 };
/** Ours is a hundred times tighter; where sums cancel, a number may be off by a little of the largest one. */
const ours = { float32: { relative: 1e-5, ofLargest: 1e-6 }, float64: { relative: 1e-7, ofLargest: 1e-7 } };
/** Some expectations were typed in with four decimals, and made from numbers of four decimals: a unit of the last. */
const unit = 1e-4;

/** Throws an Error that says where and how far the two are apart. Whole numbers and truth are exact, NaN is equal to NaN. */
export function expectAsOnnx(what: string, actual: Tensor | undefined, expected: Tensor): void {
  if (!isFloat(expected.dtype)) {
    expectSame(what, actual, expected);
    return;
  }
  if (!actual) fail(`${what} is missing`);
  if (actual.dtype !== expected.dtype || String(actual.shape) !== String(expected.shape))
    fail(`${what} is ${actual.dtype} [${actual.shape}], expected ${expected.dtype} [${expected.shape}]`);
  const [received, wanted] = [actual.data, expected.data] as [Float64Array, Float64Array];
  if (received.length !== elementCount(expected.shape)) fail(`${what} has ${received.length} elements`);
  const { relative, ofLargest } = ours[expected.dtype];
  const largest = wanted.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1);
  const rounding = isTyped(wanted) ? unit : 0;
  received.forEach((x, i) => {
    const y = wanted[i]!;
    if (Object.is(x, y) || x === y) return;
    const size = Math.abs(y);
    const allowed = Number.isFinite(y)
      ? Math.min(runner.relative * size + runner.absolute, relative * size + Math.max(ofLargest * largest, rounding))
      : 0;
    if (!(Math.abs(x - y) <= allowed))
      fail(`${what}: element ${i} of [${expected.shape}] is ${x}, expected ${y} within ${allowed.toExponential(1)}`);
  });
}

const isTyped = (numbers: Float64Array): boolean =>
  numbers.every((x) => isMultiple(x, unit)) && numbers.some((x) => !isMultiple(x, 10 * unit));

const isMultiple = (x: number, unit: number): boolean =>
  Math.abs(x / unit - Math.round(x / unit)) <= 1e-6 * Math.abs(x / unit);
