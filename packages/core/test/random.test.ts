import { draw, normals, permutation, randomBits, uniforms } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { philox } from '../src/random/philox.ts';

describe('philox', () => {
  // The known answers of Random123, the authors' own implementation (kat_vectors, philox4x32-10).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [new Array(4).fill(0xffffffff), [0xffffffff, 0xffffffff], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('gives the published answer for %j', (counter, key, expected) => {
    const out = new Uint32Array(4);
    const [first, ...rest] = counter as [number, number, number, number];
    philox(out, key as [number, number], rest, first);
    expect([...out]).toEqual(expected);
  });
});

describe('random numbers by place', () => {
  const place = { seed: 7, purpose: 'test' };

  it('depend on seed, purpose and step, and on nothing else', () => {
    const bits = [...randomBits(place, 8)];
    expect([...randomBits(place, 8)]).toEqual(bits);
    expect([...randomBits(place, 3)]).toEqual(bits.slice(0, 3));
    for (const other of [
      { ...place, seed: 8 },
      { ...place, purpose: 'tesu' },
      { ...place, step: 1 },
    ])
      expect([...randomBits(other, 8)]).not.toEqual(bits);
  });

  it('have the moments of their distributions', () => {
    const n = 100_000;
    const moments = (values: Float32Array) => {
      const mean = values.reduce((a, b) => a + b, 0) / n;
      return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / n] as const;
    };
    const [uniformMean, uniformVariance] = moments(uniforms(place, n));
    expect(uniformMean).toBeCloseTo(1 / 2, 2);
    expect(uniformVariance).toBeCloseTo(1 / 12, 2);
    const [mean, variance] = moments(normals(place, n));
    expect(mean).toBeCloseTo(0, 1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    const mask = draw({ kind: 'dropout', keep: 0.6 }, [n], place).data;
    expect(mask.every((v) => v === 0 || v === Math.fround(1 / 0.6))).toBe(true);
    expect(moments(mask)[0]).toBeCloseTo(1, 1);
  });

  it('permute every number to every place equally often', () => {
    const counts = Array.from({ length: 4 }, () => new Array<number>(4).fill(0));
    for (let step = 0; step < 4000; step++)
      permutation({ ...place, step }, 4).forEach((value, at) => {
        counts[at]![value]!++;
      });
    for (const row of counts) for (const count of row) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it('refuse a seed that is none', () => {
    expect(() => randomBits({ seed: -1, purpose: '' }, 1)).toThrow(/seed must be a whole number.*Received -1/);
  });
});
