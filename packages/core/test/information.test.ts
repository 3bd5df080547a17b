import { crossEntropy, DataError, entropy, information, relativeEntropy, softmaxOf, UsageError } from '@graftml/core';
import { describe, expect, test } from 'vitest';

const nats = { base: Math.E };
const pairs = [
  [
    [0.5, 0.25, 0.125, 0.125],
    [0.25, 0.25, 0.25, 0.25],
  ],
  [
    [0.9, 0.1, 0, 0],
    [0.4, 0.3, 0.2, 0.1],
  ],
  [
    [0, 0, 1],
    [0.2, 0.3, 0.5],
  ],
  [
    [1e-12, 1 - 1e-12],
    [0.5, 0.5],
  ],
] as const;

describe('information', () => {
  test('in bits, nats and hartleys', () => {
    expect(information(1 / 8)).toBeCloseTo(3, 12);
    expect(information(1 / Math.E, nats)).toBeCloseTo(1, 12);
    expect(information(0.01, { base: 10 })).toBeCloseTo(2, 12);
  });
  test('the certain tells nothing, the impossible infinitely much', () => {
    expect(information(1)).toBe(0);
    expect(information(0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('entropy, cross-entropy and relative entropy', () => {
  test('known values', () => {
    expect(entropy([0.5, 0.25, 0.125, 0.125])).toBeCloseTo(1.75, 12);
    expect(entropy(new Array(8).fill(1 / 8))).toBeCloseTo(3, 12);
    expect(entropy([0, 1, 0])).toBe(0);
    expect(crossEntropy([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(0.5 * 2 + 0.5 * Math.log2(4 / 3), 12);
    expect(relativeEntropy([0.5, 0.5], [0.25, 0.75])).toBeCloseTo(0.5 * Math.log2(2) + 0.5 * Math.log2(2 / 3), 12);
  });

  test.each(pairs)('H(p, q) = H(p) + KL(p‖q): %j, %j', (p, q) => {
    for (const options of [{}, nats])
      expect(crossEntropy(p, q, options)).toBeCloseTo(entropy(p, options) + relativeEntropy(p, q, options), 12);
  });

  test('never negative, and 0 only for the same distribution', () => {
    for (const [p, q] of pairs) {
      expect(relativeEntropy(p, q)).toBeGreaterThan(0);
      expect(relativeEntropy(p, p)).toBe(0);
    }
  });

  test('what q calls impossible and p does not costs infinitely much; 0 · log 0 costs nothing', () => {
    expect(crossEntropy([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeEntropy([0.5, 0.5], [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeEntropy([1, 0], [1, 0])).toBe(0);
    expect(crossEntropy([1, 0], [0.5, 0.5])).toBeCloseTo(1, 12);
  });
});

describe('softmaxOf', () => {
  test('sums to 1 at any size of scores', () => {
    expect(softmaxOf([1e4, -1e4, 1e4])).toEqual([0.5, 0, 0.5]);
    expect(softmaxOf([0, Math.log(3)])[1]).toBeCloseTo(0.75, 12);
    expect(softmaxOf(Float32Array.of(1, 1, 1, 1))).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
  test('temperature flattens and sharpens', () => {
    expect(entropy(softmaxOf([1, 2, 3], { temperature: 5 }))).toBeGreaterThan(entropy(softmaxOf([1, 2, 3])));
    expect(softmaxOf([1, 2, 3], { temperature: 0.01 })).toEqual([expect.closeTo(0), expect.closeTo(0), 1]);
  });
});

describe('bad input', () => {
  test.each<[string, () => unknown, typeof DataError | typeof UsageError]>([
    ['from 0 to 1', () => information(1.5), DataError],
    ['from 0 to 1', () => information(Number.NaN), DataError],
    ['a sum of 0.9', () => entropy([0.5, 0.4]), DataError],
    ['-0.5 at 1', () => entropy([1.5, -0.5]), DataError],
    ['a sum of 0', () => entropy([]), DataError],
    ['NaN at 0', () => crossEntropy([Number.NaN, 1], [0.5, 0.5]), DataError],
    ['same outcomes', () => relativeEntropy([1], [0.5, 0.5]), DataError],
    ['base', () => entropy([1], { base: 1 }), UsageError],
    ['temperature', () => softmaxOf([1], { temperature: 0 }), UsageError],
    ['scores must be numbers', () => softmaxOf([]), DataError],
    ['scores must be numbers', () => softmaxOf([1, Number.NaN]), DataError],
  ])('%s', (message, make, type) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  });
});
