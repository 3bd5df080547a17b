/** A paragraph: `$x_i$` is a formula, a whole line of it between `$$` stands by itself; `` `code` `` and **what counts**. */
import type { ReactNode } from 'react';
import { Formula } from './formula.tsx';

export function Prose({ text }: { readonly text: string }) {
  if (text.startsWith('$$'))
    return (
      <div className="my-4 overflow-x-auto py-1 text-[1.15rem]">
        <Formula of={text.slice(2, -2)} isDisplay />
      </div>
    );
  return <p className="text-pretty">{inline(text)}</p>;
}

export const inline = (text: string): ReactNode[] =>
  text.split(/(\$[^$]+\$|`[^`]+`|\*\*[^*]+\*\*)/).map((piece, i) => {
    const key = `${i}`;
    if (piece.startsWith('$')) return <Formula key={key} of={piece.slice(1, -1)} />;
    if (piece.startsWith('`'))
      return (
        <code key={key} className="rounded-[4px] bg-sunken px-1 py-0.5 font-mono text-[0.875em]">
          {piece.slice(1, -1)}
        </code>
      );
    if (piece.startsWith('**')) return <strong key={key}>{piece.slice(2, -2)}</strong>;
    return piece;
  });
