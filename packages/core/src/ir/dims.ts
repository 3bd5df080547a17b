/** Extents that may be symbolic. An expression is its own text; equal text means equal extents. */
import type { Dim, Shape } from './value.ts';

export const isStatic = (shape: Shape): shape is readonly number[] => shape.every((d) => typeof d === 'number');

export const showShape = (shape: Shape): string => `[${shape.join(', ')}]`;

const apply = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => Math.trunc(a / b),
};
export type DimOperator = keyof typeof apply;

/** `a operator b`, folded where it can be; `/` drops the fraction. */
export function combineDims(operator: DimOperator, a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return apply[operator](a, b);
  const neutral = operator === '+' || operator === '-' ? 0 : 1;
  if (b === neutral) return a;
  if (a === neutral && (operator === '+' || operator === '*')) return b;
  return `(${a}${operator}${b})`;
}

/** The number of elements, symbolic where an extent is. */
export const sizeOf = (shape: Shape): Dim => shape.reduce((size, d) => combineDims('*', size, d), 1 as Dim);

/** Puts numbers in place of names: `bindDim('(N*2)', { N: 4 })` is 8. Names without a number stay. */
export function bindDim(dim: Dim, sizes: Readonly<Record<string, number>>): Dim {
  if (typeof dim === 'number') return dim;
  return parse(dim, (name) => sizes[name] ?? name);
}

/** Reads the texts that `combineDims` writes: a name, a number, or `(left operator right)`. */
function parse(text: string, lookup: (name: string) => Dim): Dim {
  let at = 0;
  const expression = (): Dim => {
    if (text[at] === '(') {
      at++;
      const left = expression();
      const operator = text[at++] as DimOperator;
      const right = expression();
      at++;
      return combineDims(operator, left, right);
    }
    const word = /^-?[^()+*/-]+/.exec(text.slice(at))?.[0] ?? text.slice(at);
    at += word.length;
    return /^-?\d+$/.test(word) ? Number(word) : lookup(word);
  };
  const result = expression();
  // A name that is not ours (a file may call a dimension 'batch-size') is taken whole.
  return at === text.length ? result : lookup(text);
}
