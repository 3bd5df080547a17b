/** Whether one classifier is better than another on the same examples. */
import { paired } from '@graftml/vision';
import { expect, it } from 'vitest';

/** Examples on which both are right, only the second, only the first, and none. */
const answers = (both: number, won: number, lost: number, none: number) => {
  const rows = [
    ...Array.from({ length: both }, () => [true, true] as const),
    ...Array.from({ length: won }, () => [false, true] as const),
    ...Array.from({ length: lost }, () => [true, false] as const),
    ...Array.from({ length: none }, () => [false, false] as const),
  ];
  return [rows.map(([first]) => first), rows.map(([, second]) => second)] as const;
};

it("is McNemar's test: Agresti's 1,600 who were asked twice whether they approve", () => {
  // Categorical Data Analysis, 10.1.1: 150 changed to no, 86 to yes; z = -4.17.
  const { n, won, lost, standardError, isBetter } = paired(...answers(794, 86, 150, 570));
  expect({ n, won, lost, isBetter }).toEqual({ n: 1600, won: 86, lost: 150, isBetter: false });
  expect((won - lost) / standardError).toBeCloseTo(-4.17, 2);
  expect(paired(...answers(794, 150, 86, 570)).isBetter).toBe(true);
});

it('takes one example more for chance, and does not mind where both are right or wrong', () => {
  expect(paired(...answers(31, 1, 0, 0)).isBetter).toBe(false);
  expect(paired(...answers(30, 2, 0, 0)).isBetter).toBe(true);
  expect(paired(...answers(3000, 3, 1, 1000)).isBetter).toBe(false);
  expect(paired(...answers(0, 4, 1, 0)).isBetter).toBe(true);
  expect(paired([], []).isBetter).toBe(false);
});
