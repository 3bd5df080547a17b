/**
 * Symbolic extents as sums of products, and as text. `'N'` is a name, whatever it holds; every other expression stands
 * in parentheses: `'(2*N+1)'`, `'((H-1)/2)'`, `'(2*"batch size")'`.
 */
import { GraftError } from '../errors.ts';
import type { Dim } from './value.ts';

/** From each product of factors (their texts in order, joined by `*`; empty for 1) to how often it counts. Never 0. */
export type Sum = ReadonlyMap<string, number>;

/** An expression longer than this, in characters, is no extent that anybody means, but a loop that lets one grow. */
const longestText = 1000;

function tooComplicated(text: string): never {
  throw new GraftError('a symbolic extent became too complicated', {
    received: `${text.slice(0, 60)}…`,
    hint: 'bind the symbolic dimensions first',
  });
}

const constant = (n: number): Sum => new Map(n === 0 ? [] : [['', n]]);

/** The number that a name has, or the name. */
export const symbolic = (name: string, sizes: Readonly<Record<string, number>>): Sum =>
  Object.hasOwn(sizes, name) ? constant(sizes[name]!) : unknown(name);

const unknown = (name: string): Sum => new Map([[/^[A-Za-z_][\w.]*$/.test(name) ? name : JSON.stringify(name), 1]]);

/** `a + times · b` */
export function sum(a: Sum, b: Sum, times = 1): Sum {
  const total = new Map(a);
  for (const [factors, count] of b) {
    const now = (total.get(factors) ?? 0) + times * count;
    if (now === 0) total.delete(factors);
    else total.set(factors, now);
  }
  return total;
}

export function product(a: Sum, b: Sum): Sum {
  if (a.size * b.size > longestText) tooComplicated(`(${[...a.keys()].join('+')})`);
  let total: Sum = new Map();
  for (const [x, m] of a)
    for (const [y, n] of b) total = sum(total, new Map([[joined([...factorsOf(x), ...factorsOf(y)]), m * n]]));
  return total;
}

/** `a / b` without the fraction: a sum again if b is one product that divides every term of a, else one unknown. */
export function quotient(a: Sum, b: Sum): Sum {
  if (a.size === 0) return a;
  const whole = b.size === 1 ? exactQuotient(a, [...b][0]!) : undefined;
  if (whole) return whole;
  const [over, under] = [a, b].map(writeSum) as [Dim, Dim];
  if (typeof over === 'number' && typeof under === 'number') return constant(Math.trunc(over / under));
  return new Map([[`(${asFactor(over)}/${asFactor(under)})`, 1]]);
}

function exactQuotient(a: Sum, [divisor, by]: readonly [string, number]): Sum | undefined {
  const terms: [string, number][] = [];
  for (const [factors, count] of a) {
    const rest = [...factorsOf(factors)];
    for (const factor of factorsOf(divisor)) {
      const at = rest.indexOf(factor);
      if (at < 0) return undefined;
      rest.splice(at, 1);
    }
    if (count % by !== 0) return undefined;
    terms.push([joined(rest), count / by]);
  }
  return new Map(terms);
}

const joined = (factors: readonly string[]): string => [...factors].sort().join('*');

const token = /"(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|\d+|[()*/+-]/y;

/** The factors of a product: cut at each `*` outside of parentheses and quotes. */
function factorsOf(text: string): readonly string[] {
  if (text === '') return [];
  const factors = [''];
  let depth = 0;
  for (const word of wordsOf(text) ?? []) {
    if (word === '*' && depth === 0) {
      factors.push('');
      continue;
    }
    if (word === '(') depth++;
    if (word === ')') depth--;
    factors[factors.length - 1] += word;
  }
  return factors;
}

/** The words of an expression; undefined if something else is in it. */
function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (!found) return undefined;
    words.push(found[0]);
  }
  return words;
}

/** An extent as text again: a number if nothing in it is unknown. */
export function writeSum(value: Sum): Dim {
  if (value.size === 0) return 0;
  const terms = [...value].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
  const [[factors, count]] = terms as [[string, number]];
  if (terms.length === 1 && factors === '') return count;
  if (terms.length === 1 && count === 1 && factorsOf(factors).length === 1)
    return factors.startsWith('"') ? (JSON.parse(factors) as string) : factors;
  const text = terms
    .map(([product, n], i) => {
      const sign = n < 0 ? '-' : i > 0 ? '+' : '';
      const size = Math.abs(n);
      return sign + (product === '' ? size : size === 1 ? product : `${size}*${product}`);
    })
    .join('');
  if (text.length > longestText) tooComplicated(text);
  return `(${text})`;
}

/** As a factor of a product, or one side of a division. */
const asFactor = (dim: Dim): string =>
  typeof dim === 'number' || dim.startsWith('(') ? String(dim) : ([...unknown(dim).keys()][0] as string);

/**
 * Reads what `writeSum` wrote; `lookup` tells what a name means. A text that it would not have written is a name (a file
 * may call a dimension `'batch-size'`).
 */
export function readSum(dim: Dim, lookup: (name: string) => Sum = unknown): Sum {
  if (typeof dim === 'number') return constant(dim);
  const words = dim.startsWith('(') ? wordsOf(dim) : undefined;
  return (words && parse(words, lookup)) ?? lookup(dim);
}

/** Undefined if the words are no expression. */
function parse(words: readonly string[], lookup: (name: string) => Sum): Sum | undefined {
  let at = 0;
  const next = (...wanted: readonly string[]): string | undefined =>
    wanted.includes(words[at] as string) ? words[at++] : undefined;

  const factor = (): Sum | undefined => {
    const word = words[at++];
    if (word === undefined || '*/+)'.includes(word)) return undefined;
    if (word === '-') return negative(factor());
    if (word === '(') {
      const inner = expression();
      return next(')') ? inner : undefined;
    }
    if (word.startsWith('"')) return lookup(JSON.parse(word) as string);
    return /^\d/.test(word) ? constant(Number(word)) : lookup(word);
  };
  const term = (): Sum | undefined => {
    let left = factor();
    for (let operator = next('*', '/'); left && operator; operator = next('*', '/')) {
      const right = factor();
      left = right && (operator === '*' ? product : quotient)(left, right);
    }
    return left;
  };
  const expression = (): Sum | undefined => {
    let left = term();
    for (let operator = next('+', '-'); left && operator; operator = next('+', '-')) {
      const right = term();
      left = right && sum(left, right, operator === '+' ? 1 : -1);
    }
    return left;
  };

  const read = expression();
  return at === words.length ? read : undefined;
}

const negative = (value: Sum | undefined): Sum | undefined => value && sum(new Map(), value, -1);
