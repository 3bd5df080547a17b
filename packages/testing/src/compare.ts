/** Comparing tensors. Every function throws an Error that says where and how far the two are apart. */
import { type DType, elementCount, type Shape, type Tensor, type Tensors, toNumbers } from '@graftml/core';
import type { Tolerance } from './tolerances.ts';

export function fail(message: string): never {
  throw new Error(message);
}

/** `actual` has the dtype, the shape and, within the tolerance, the numbers that are expected. */
export function expectClose(
  what: string,
  actual: Tensor | undefined,
  { dtype, shape }: { readonly dtype: DType; readonly shape: Shape },
  expected: ArrayLike<number>,
  { relative, absolute }: Tolerance,
): void {
  if (!actual) fail(`${what} is missing`);
  if (actual.dtype !== dtype || String(actual.shape) !== String(shape))
    fail(`${what} is ${actual.dtype} [${actual.shape}], expected ${dtype} [${shape}]`);
  if (actual.data.length !== elementCount(actual.shape) || actual.data.length !== expected.length)
    fail(`${what} has ${actual.data.length} elements, expected ${expected.length}`);
  const scale = Array.from(expected).reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1);
  toNumbers(actual).forEach((x, i) => {
    const y = expected[i]!;
    if (Object.is(x, y) || x === y) return;
    const allowed = Number.isFinite(y) ? relative * Math.abs(y) + absolute * scale : 0;
    if (!(Math.abs(x - y) <= allowed))
      fail(`${what}: element ${i} of [${shape}] is ${x}, expected ${y} within ${allowed.toExponential(1)}`);
  });
}

/** The same bits. */
export function expectSame(what: string, actual: Tensor | undefined, expected: Tensor): void {
  if (!actual) fail(`${what} is missing`);
  if (actual.dtype !== expected.dtype || String(actual.shape) !== String(expected.shape))
    fail(`${what} is ${actual.dtype} [${actual.shape}], expected ${expected.dtype} [${expected.shape}]`);
  const [a, b] = [bytesOf(actual), bytesOf(expected)];
  const at = a.findIndex((byte, i) => byte !== b[i]);
  if (a.length !== b.length || at >= 0) {
    const i = Math.floor(at / expected.data.BYTES_PER_ELEMENT);
    fail(`${what}: element ${i} is ${actual.data[i]}, expected the very bits of ${expected.data[i]}`);
  }
}

/** The same names in the same order, each with the same bits. */
export function expectAllSame(what: string, actual: Tensors, expected: Tensors): void {
  if (String(Object.keys(actual)) !== String(Object.keys(expected)))
    fail(`${what}: got [${Object.keys(actual)}], expected [${Object.keys(expected)}]`);
  for (const [name, tensor] of Object.entries(expected)) expectSame(`${what}: ${name}`, actual[name], tensor);
}

const bytesOf = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
