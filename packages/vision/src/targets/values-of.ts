/** The numbers that pictures have. */
import { DataError } from '@graftml/core';
import type { Picture } from '../collection/collection.ts';

/** @throws DataError for a picture without one */
export function valuesOf(pictures: readonly Pick<Picture, 'name' | 'value'>[]): number[] {
  return pictures.map(({ name, value }) => {
    if (value !== undefined) return value;
    throw new DataError('has no value', {
      where: name,
      expected: 'a number for every picture',
      hint: 'a manifest gives them, in a column value: path,value',
    });
  });
}
