/**
 * Formulas as MathML, from a few signs: `x_i`, `e^{-x}`, `frac{a}{b}`, `sqrt{x}`, `sum_i`. Words of several letters stand upright,
 * what is between quotation marks is said as it is.
 */
import { createElement, type ReactNode } from 'react';

const tokens = /"[^"]*"|[A-Za-z]+|\d+(?:[.,]\d+)*|[{}_^]|\s+|./gu;
const big: Readonly<Record<string, string>> = { sum: '∑', prod: '∏' };

export function Formula({ of, isDisplay = false }: { readonly of: string; readonly isDisplay?: boolean }) {
  const left = (of.match(tokens) ?? []).filter((token) => token.trim() !== '');
  const content = group(left);
  return createElement('math', isDisplay ? { display: 'block' } : {}, createElement('mrow', null, ...content));
}

/** Up to the brace that closes. Takes what it reads from `left`. */
function group(left: string[]): ReactNode[] {
  const all: ReactNode[] = [];
  while (left.length > 0 && left[0] !== '}') all.push(scripted(left));
  left.shift();
  return all;
}

function scripted(left: string[]): ReactNode {
  const base = atom(left);
  const scripts: { _?: ReactNode; '^'?: ReactNode } = {};
  while (left[0] === '_' || left[0] === '^') scripts[left.shift() as '_' | '^'] = atom(left);
  const { _: under, '^': over } = scripts;
  if (under !== undefined && over !== undefined) return createElement('msubsup', null, base, under, over);
  if (under !== undefined) return createElement('msub', null, base, under);
  return over === undefined ? base : createElement('msup', null, base, over);
}

function atom(left: string[]): ReactNode {
  const token = left.shift() ?? '';
  if (token === '{') return createElement('mrow', null, ...group(left));
  if (token === 'frac') return createElement('mfrac', null, atom(left), atom(left));
  if (token === 'sqrt') return createElement('msqrt', null, atom(left));
  if (big[token]) return createElement('mo', { movablelimits: 'false' }, big[token]);
  if (token.startsWith('"')) return createElement('mtext', null, token.slice(1, -1));
  if (/^\d/.test(token)) return createElement('mn', null, token);
  const word = createElement('mi', null, token);
  if (/^[a-z]{2}/.test(token)) return createElement('mrow', null, word, createElement('mspace', { width: '0.17em' }));
  if (/^\p{L}/u.test(token)) return word;
  return createElement('mo', { stretchy: 'false' }, token === '-' ? '−' : token);
}
