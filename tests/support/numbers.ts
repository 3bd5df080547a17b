import { expect } from 'vitest';

/** Each number within `tolerance`, relative to the larger of 1 and the expected size. */
export function expectClose(
  received: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what = '',
): void {
  expect(received.length, what).toBe(expected.length);
  received.forEach((x, i) => {
    const error = Math.abs(x - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    expect(error <= tolerance, `${what} [${i}]: received ${x}, expected ${expected[i]}`).toBe(true);
  });
}
