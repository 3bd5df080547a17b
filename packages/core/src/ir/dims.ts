/** Extents that may be symbolic. An expression is its own text; equal text means equal extents. */
import { product, quotient, readSum, type Sum, sum, symbolic, writeSum } from './extent-sum.ts';
import type { Dim, Shape } from './value.ts';

/** Whether every extent is a number. */
export const isStatic = (shape: Shape): shape is readonly number[] => shape.every((d) => typeof d === 'number');

/** A shape for people: `'[N,3,224,224]'`. */
export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`;

const numeric = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => Math.trunc(a / b),
};
/** What can be done with extents; `/` cuts towards zero. */
export type DimOperator = keyof typeof numeric;

const ofSums: Readonly<Record<DimOperator, (a: Sum, b: Sum) => Sum>> = {
  '+': (a, b) => sum(a, b),
  '-': (a, b) => sum(a, b, -1),
  '*': product,
  '/': quotient,
};

/**
 * `a operator b`; `/` drops the fraction. Texts are brought into one form, a sum of products: `N + N` is `'(2*N)'`, and
 * `H - 1 + 1` is `'H'`. Only what divides without a remainder is divided: the rest stays, as `'((H-1)/2)'`. Throws a
 * GraftError for an expression that got longer than anybody can mean.
 */
export function combineDims(operator: DimOperator, a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return numeric[operator](a, b);
  return writeSum(ofSums[operator](readSum(a), readSum(b)));
}

/** The number of elements, symbolic where an extent is. */
export const sizeOf = (shape: Shape): Dim => shape.reduce((size, d) => combineDims('*', size, d), 1 as Dim);

/** Puts numbers in place of names: `bindDim('(2*N)', { N: 4 })` is 8. Names without a number stay. */
export const bindDim = (dim: Dim, sizes: Readonly<Record<string, number>>): Dim =>
  typeof dim === 'number' ? dim : writeSum(readSum(dim, (name) => symbolic(name, sizes)));
