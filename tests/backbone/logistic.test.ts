/** The classifier by which features are judged, against scikit-learn. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from '../../scripts/train-backbone/logistic.mjs';

interface Case {
  readonly classes: number;
  readonly c: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly points: readonly number[];
  readonly found: readonly number[];
}
const cases: readonly Case[] = JSON.parse(readFileSync(new URL('reference/logistic.json', import.meta.url), 'utf8'));

describe('fitLogistic', () => {
  it.each(cases)(
    '$classes classes, c = $c: decides as LogisticRegression does',
    ({ classes, c, x, y, points, found }) => {
      const classify = fitLogistic(x, y, { width: 5, classes, c, tolerance: 1e-6 });
      expect(classify(points)).toEqual(found);
    },
  );
});
