import { readFileSync } from 'node:fs';
import { UsageError } from '@graftml/core';
import { type GroupedSplit, groupedIndices } from '@graftml/vision';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';

/** What scikit-learn does with the same pictures and groups: made by test/reference/splits.py. */
const cases: readonly {
  readonly labels: readonly number[];
  readonly groups: readonly number[];
  readonly folds: number;
  /** For each fold: the largest distance of a class's share from the share wanted. */
  readonly worst_class: readonly number[];
  readonly size: readonly number[];
}[] = JSON.parse(readFileSync(new URL('../reference/splits.json', import.meta.url), 'utf8'));

const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const counts = (labels: readonly (readonly number[])[], part: Int32Array, classes: number) =>
  Array.from({ length: classes }, (_, label) => part.filter((i) => labels[i]!.includes(label)).length);
const single = (sizes: readonly number[]) => sizes.flatMap((n, label) => Array.from({ length: n }, () => [label]));

function checked(split: GroupedSplit): Int32Array[] {
  const parts = groupedIndices(split);
  expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual(split.labels.map((_, i) => i));
  const homes = new Map<string, number>();
  parts.forEach((part, p) => {
    for (const i of part) {
      const group = split.groups?.[i];
      if (group === undefined) continue;
      expect(homes.get(group) ?? p, `group ${group}`).toBe(p);
      homes.set(group, p);
    }
  });
  return parts;
}

describe('groups never lie on both sides', () => {
  test.each(cases.map((it, i) => ({ i, ...it })))(
    'and classes keep their shares better than scikit-learn keeps them: set $i',
    ({ labels, groups, folds, worst_class, size }) => {
      const of = labels.map((label) => [label]);
      const classes = Math.max(...labels) + 1;
      const totals = counts(of, Int32Array.from(labels.keys()), classes);
      const off: number[] = [];
      const offSize: number[] = [];
      for (let seed = 1; seed <= 10; seed++) {
        const fractions = [1 - 1 / folds, 1 / folds];
        const [, held] = checked({ labels: of, groups: groups.map(String), fractions, seed });
        const shares = counts(of, held!, classes).map((n, label) => n / totals[label]!);
        off.push(Math.max(...shares.map((share) => Math.abs(share - 1 / folds))));
        offSize.push(Math.abs(held!.length / labels.length - 1 / folds));
      }
      expect(mean(off)).toBeLessThanOrEqual(mean(worst_class) + 1e-9);
      expect(Math.max(...offSize)).toBeLessThanOrEqual(Math.max(...size) + 1 / labels.length);
    },
  );

  test('in three parts', () => {
    const { labels, groups } = cases[0]!;
    const of = labels.map((label) => [label]);
    const parts = checked({ labels: of, groups: groups.map(String), fractions: [0.7, 0.2, 0.1], seed: 1 });
    parts.forEach((part, p) => {
      expect(Math.abs(part.length / labels.length - [0.7, 0.2, 0.1][p]!)).toBeLessThan(0.01);
    });
  });

  test('what the largest group leaves over is divided', () => {
    const labels = single([60, 60]);
    const groups = labels.map((_, i) => (i < 50 ? 'large' : `${i}`));
    const [train, held] = checked({ labels, groups, fractions: [0.8, 0.2], seed: 2 });
    expect(counts(labels, train!, 2)[0]).toBe(50);
    const [ten, more] = counts(labels, held!, 2);
    expect([ten, more! >= 12 && more! <= 14]).toEqual([10, true]);
  });
});

describe('single pictures', () => {
  test('are split class by class, to one picture', () => {
    const labels = single([100, 50, 10, 7]);
    for (let seed = 0; seed < 20; seed++) {
      const parts = checked({ labels, fractions: [0.8, 0.1, 0.1], seed });
      parts.forEach((part, p) => {
        const share = [0.8, 0.1, 0.1][p]!;
        counts(labels, part, 4).forEach((n, label) => {
          expect(Math.abs(n - share * [100, 50, 10, 7][label]!)).toBeLessThan(1);
        });
      });
    }
  });

  test('of classes too small for a share each still add up to the share', () => {
    const labels = single(Array.from({ length: 100 }, () => 4));
    const [train, held] = checked({ labels, fractions: [0.8, 0.2], seed: 1 });
    expect(Math.abs(held!.length - 80)).toBeLessThanOrEqual(1);
    expect(Math.min(...counts(labels, train!, 100))).toBeGreaterThan(0);
  });

  test('of a class that has one or two are trained on', () => {
    const labels = single([50, 1, 2]);
    const [train] = checked({ labels, fractions: [0.8, 0.2], seed: 1 });
    expect(counts(labels, train!, 3)).toEqual([40, 1, 2]);
  });

  test('of several labels keep every label in proportion', () => {
    // Label 0 on every second, 1 on every third, 2 on every fifth, none on some.
    const labels = Array.from({ length: 600 }, (_, i) => [2, 3, 5].flatMap((n, label) => (i % n === 0 ? [label] : [])));
    const [, held] = checked({ labels, fractions: [0.8, 0.2], seed: 3 });
    expect(Math.abs(held!.length - 120)).toBeLessThanOrEqual(2);
    counts(labels, held!, 3).forEach((n, label) => {
      expect(Math.abs(n - 120 / [2, 3, 5][label]!)).toBeLessThanOrEqual(2);
    });
  });

  test('depend on the seed alone', () => {
    const labels = single([40, 40]);
    const held = (seed: number) => [...groupedIndices({ labels, fractions: [0.75, 0.25], seed })[1]!];
    expect(held(1)).toEqual(held(1));
    expect(held(1)).not.toEqual(held(2));
  });
});

test('every class is trained on, even if its only group would fit better elsewhere', () => {
  const labels = single([10, 3]);
  const groups = labels.map(([label], i) => (label === 1 ? 'rare' : `${i}`));
  for (let seed = 0; seed < 10; seed++) {
    const [train] = checked({ labels, groups, fractions: [0.3, 0.7], seed });
    expect(counts(labels, train!, 2)[1]).toBe(3);
  }
});

test('refuses what makes no sense', async () => {
  const labels = single([5, 5]);
  for (const fractions of [[1], [0.5, 0.4], [1.2, -0.2]])
    await failure(UsageError, () => groupedIndices({ labels, fractions, seed: 1 }));
  await failure(UsageError, () => groupedIndices({ labels, groups: ['a'], fractions: [0.5, 0.5], seed: 1 }));
  const one = labels.map(() => 'together');
  const { message } = await failure(UsageError, () =>
    groupedIndices({ labels, groups: one, fractions: [0.5, 0.5], seed: 1 }),
  );
  expect(message).toMatch(/10 pictures in 1 groups/);
});
