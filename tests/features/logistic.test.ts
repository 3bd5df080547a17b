/** Linear classifiers by which features are judged, against scikit-learn. */
import { readFileSync } from 'node:fs';
import { DataError, tensor, UsageError } from '@graftml/core';
import { fitLogistic, linearProbe, standardizer } from '@graftml/vision';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';

const made = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), 'utf8'));

interface Case {
  readonly classes: number;
  readonly c: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly points: readonly number[];
  readonly found: readonly number[];
  readonly probabilities: readonly number[];
  /** Of a model that counts rare classes as much as frequent ones. */
  readonly weights?: readonly number[];
}

describe('fitLogistic', () => {
  it.each(made<readonly Case[]>('logistic'))(
    '$classes classes, c = $c: decides as LogisticRegression does, and is as sure',
    ({ classes, c, x, y, points, found, probabilities, weights }) => {
      const fitted = fitLogistic(x, y, { classes, c, tolerance: 1e-6, ...(weights && { weights }) });
      expect([...fitted.classify(points)]).toEqual(found);
      expectClose([...fitted.probabilities(points)], probabilities, 1e-5);
    },
  );

  it('refuses labels that do not fit', () => {
    expect(() => fitLogistic([1, 2, 3], [0, 1], { classes: 2 })).toThrow(DataError);
    expect(() => fitLogistic([1, 2], [0, 2], { classes: 2 })).toThrow('Expected 0 to 1; received 2');
    expect(() => fitLogistic([1, 2], [0, 1], { classes: 2, c: 0 })).toThrow(UsageError);
    expect(() => fitLogistic([1, 2], [0, 1], { classes: 2, weights: [1] })).toThrow('Expected 2; received 1');
  });
});

interface Probe {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly folds: number;
  readonly seed: number;
  readonly c: number;
  readonly parts: readonly (readonly number[])[];
  readonly predictions: readonly number[];
}

describe('linearProbe', () => {
  const cases = made<readonly Probe[]>('probe');
  const featuresOf = ({ x, y }: Pick<Probe, 'x' | 'y'>) => tensor('float32', [y.length, x.length / y.length], x);

  it.each(cases)('takes every example for what scikit-learn does, in $folds parts', (probe) => {
    const { y, parts, predictions, ...options } = probe;
    const { folds, seed, c } = options;
    const found = linearProbe(featuresOf(probe), y, { folds, seed, c });
    expect(found.folds.map(({ indices }) => [...indices])).toEqual(parts);
    expect([...found.predictions]).toEqual(predictions);
    const right = (indices: readonly number[]) =>
      indices.filter((i) => predictions[i] === y[i]).length / indices.length;
    expect(found.folds.map(({ accuracy }) => accuracy)).toEqual(parts.map(right));
    expect(found.accuracy).toBe(right([...y.keys()]));
    expect(found.standardError).toBeCloseTo(Math.sqrt((found.accuracy * (1 - found.accuracy)) / y.length), 12);
  });

  it('has every example in one part, the classes in proportion, and no group in two', () => {
    const { x, y } = cases[1]!;
    const groups = y.map((_, i) => (i % 3 ? `${i % 20}` : undefined));
    const { folds } = linearProbe(featuresOf({ x, y }), y, { folds: 4, groups });
    const partOf = new Map(folds.flatMap(({ indices }, part) => [...indices].map((i) => [i, part] as const)));
    expect(partOf.size).toBe(y.length);
    for (const [i, group] of groups.entries())
      if (group !== undefined) expect(partOf.get(i)).toBe(partOf.get(groups.indexOf(group)));
    const plain = linearProbe(featuresOf({ x, y }), y);
    for (const label of [0, 1, 2, 3]) {
      const all = y.filter((it) => it === label).length;
      for (const { indices } of plain.folds) {
        const held = [...indices].filter((i) => y[i] === label).length;
        expect(Math.abs(held - all / 5)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('knows nothing where there is nothing to know', () => {
    const y = Array.from({ length: 60 }, (_, i) => i % 2);
    const same = tensor('float32', [60, 2], new Float32Array(120).fill(0.3));
    expect(linearProbe(same, y).accuracy).toBeLessThanOrEqual(0.5);
  });

  it('refuses what makes no sense', () => {
    const x = tensor('float32', [4, 1], [1, 2, 3, 4]);
    expect(() => linearProbe(x, [0, 1, 0])).toThrow(DataError);
    expect(() => linearProbe(x, [0, 1, 0, 1], { folds: 1 })).toThrow(UsageError);
    expect(() => linearProbe(x, [0, 1, 0, 1], { folds: 5 })).toThrow('Expected a whole number from 2 to 4; received 5');
    expect(() => linearProbe(x, [0, 1, 0, -1], { folds: 2 })).toThrow(DataError);
  });
});

describe('standardizer', () => {
  it('leaves what does not change alone', () => {
    const scaled = standardizer([0.1, 1, 0.1, 3, 0.1, 5], 2)([0.1, 3, 0.1, 7]);
    expectClose([...scaled], [0, 0, 0, 4 / Math.sqrt(8 / 3)], 1e-12);
  });
});
