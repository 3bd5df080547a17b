/** Coloured code, made on the server. */
import type { Piece, PieceKind } from '../code.ts';

const looks: Readonly<Record<PieceKind, string>> = {
  plain: '',
  comment: 'text-soft italic',
  string: 'text-[color-mix(in_oklch,var(--class-1)_78%,var(--ink))]',
  number: 'text-(--class-4)',
  keyword: 'text-(--class-5)',
  type: 'text-(--class-2)',
  call: 'text-(--class-0)',
};

export const CodeBlock = ({ pieces }: { readonly pieces: readonly Piece[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
  <pre tabIndex={0} className="overflow-x-auto border-line border-t px-4 py-4 font-mono text-[13px] leading-5">
    <code>
      {pieces.map(([kind, text], i) => {
        const key = `${i}`;
        return kind === 'plain' ? (
          text
        ) : (
          <span key={key} className={looks[kind]}>
            {text}
          </span>
        );
      })}
    </code>
  </pre>
);
