/** One set as several, by what each of its examples says. */
import { DataError } from '@graftml/core';
import type { Split } from './layout.ts';

export interface Sets<T> {
  /** All, where only one split occurs. */
  readonly train: T;
  readonly validation?: T;
  readonly test?: T;
}

/**
 * @param splits of each example of `all`
 * @param part the set of the examples at these indices
 * @throws DataError if there are examples to validate and test with, but none to train on
 */
export function splitUp<T>(all: T, splits: readonly Split[], part: (indices: readonly number[]) => T): Sets<T> {
  const indices: Record<Split, number[]> = { train: [], validation: [], test: [] };
  for (const [i, split] of splits.entries()) indices[split].push(i);
  const { train, validation, test } = indices;
  if (Object.values(indices).some((list) => list.length === splits.length)) return { train: all };
  if (train.length === 0)
    throw new DataError('there are validation and test pictures, but none to train on', {
      expected: 'a folder train beside test and val',
      hint: 'to evaluate, name one of the two folders',
    });
  return {
    train: part(train),
    ...(validation.length > 0 && { validation: part(validation) }),
    ...(test.length > 0 && { test: part(test) }),
  };
}
