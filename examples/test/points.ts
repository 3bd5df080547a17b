/** The point that each example makes, in numbers: an example without an entry does not compile. */
import { expect } from 'vitest';
import type { examples } from '../src/examples.ts';

type Points = {
  readonly [Name in keyof typeof examples]: (figures: Awaited<ReturnType<(typeof examples)[Name]['run']>>) => void;
};

/** For those that need data: which of the test data. */
export const dataOf: Readonly<Record<string, string>> = {};

export const points: Points = {
  logistic({ curves, error }) {
    for (const { slope, atMidpoint, slopeThere, slopeFarAway } of curves) {
      expect(atMidpoint).toBeCloseTo(0.5, 12);
      expect(slopeThere).toBeCloseTo(slope / 4, 12);
      expect(slopeFarAway).toBeLessThan(slopeThere / 30);
    }
    expect(error).toBeLessThan(1e-14);
  },
};
