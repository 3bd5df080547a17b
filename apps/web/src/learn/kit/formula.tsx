/**
 * Formulas from a few signs: `x_i`, `e^{-x}`, `frac{a}{b}`, `sqrt{x}`, `sum_i`. Words of several letters stand upright, what is
 * between quotation marks is said as it is. Set with plain elements: few machines have a font that MathML looks right with.
 */
import { Fragment, type ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';

const tokens = /"[^"]*"|[A-Za-z]+|\d+(?:[.,]\d+)*|[{}_^]|\s+|./gu;
const big: Readonly<Record<string, string>> = { sum: '∑', prod: '∏' };
const spaced = new Set([...'=+−±←<>·≈']);

export function Formula({ of, isDisplay = false }: { readonly of: string; readonly isDisplay?: boolean }) {
  const left = (of.match(tokens) ?? [])
    .filter((token) => token.trim() !== '')
    .map((token) => (token === '-' ? '−' : token));
  return (
    <span
      role="math"
      aria-label={of.replace(/frac\{(.*?)\}\{(.*?)\}/g, '($1) / ($2)').replace(/[{}"]/g, '')}
      className={classes(
        'items-center font-[Cambria_Math,STIX_Two_Text,Georgia,Times_New_Roman,serif]',
        isDisplay ? 'inline-flex whitespace-nowrap' : 'inline',
      )}
    >
      <span aria-hidden className={isDisplay ? 'inline-flex items-center' : undefined}>
        {group(left)}
      </span>
    </span>
  );
}

/** Up to the brace that closes. Takes what it reads from `left`. */
function group(left: string[]): ReactNode {
  const all: ReactNode[] = [];
  while (left.length > 0 && left[0] !== '}') {
    const isFirst = all.length === 0;
    all.push(<Fragment key={left.length}>{scripted(left, isFirst)}</Fragment>);
  }
  left.shift();
  return all;
}

function scripted(left: string[], isFirst: boolean): ReactNode {
  const base = atom(left, isFirst);
  const scripts: ReactNode[] = [];
  while (left[0] === '_' || left[0] === '^') {
    const Script = left.shift() === '_' ? 'sub' : 'sup';
    scripts.push(
      <Script key={left.length} className="text-[0.72em] leading-none">
        {atom(left, true)}
      </Script>,
    );
  }
  return scripts.length === 0 ? (
    base
  ) : (
    <span className="whitespace-nowrap">
      {base}
      {scripts}
    </span>
  );
}

function atom(left: string[], isFirst: boolean): ReactNode {
  const token = left.shift() ?? '';
  if (token === '{') return group(left);
  if (token === 'frac')
    return (
      <span className="mx-0.5 inline-flex flex-col items-center align-middle text-[0.92em] leading-tight">
        <span className="border-current border-b px-1">{atom(left, true)}</span>
        <span className="px-1">{atom(left, true)}</span>
      </span>
    );
  if (token === 'sqrt')
    return (
      <span className="whitespace-nowrap">
        √<span className="border-current border-t">{atom(left, true)}</span>
      </span>
    );
  if (big[token]) return <span className="mx-0.5 text-[1.3em] leading-none">{big[token]}</span>;
  if (token.startsWith('"'))
    return <span className="whitespace-pre font-sans text-[0.92em]">{token.slice(1, -1)}</span>;
  if (/^[a-z]{2}/.test(token)) return <span className="mx-[0.15em]">{token}</span>;
  if (/^\p{L}/u.test(token)) return <i>{token}</i>;
  if (token === ',') return <span className="mr-[0.3em]">,</span>;
  return <span className={spaced.has(token) && !isFirst ? 'mx-[0.28em]' : undefined}>{token}</span>;
}
