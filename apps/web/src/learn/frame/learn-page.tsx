'use client';
/** A page: the idea, the picture, and the code behind it. */
import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Prose } from '../kit/prose.tsx';
import { appLink, learnLink } from '../links.ts';
import { type PageName, pageNames } from '../names.ts';
import type { PageText } from '../text/page-text.ts';
import { useLearnText } from '../text/use-learn-text.ts';
import { LearnFrame } from './learn-frame.tsx';
import { Live } from './live.tsx';

export interface LearnPageProps {
  readonly name: PageName;
  /** The coloured code. */
  readonly code: ReactNode;
}

export function LearnPage({ name, code }: LearnPageProps) {
  const { frame, pages } = useLearnText();
  const text: PageText = pages[name];
  const number = pageNames.indexOf(name);
  const [lead = '', ...more] = text.idea;
  return (
    <LearnFrame place={frame.place(number + 1, pageNames.length)}>
      <article className="mx-auto w-full max-w-6xl px-4 pt-5 pb-12 sm:px-6">
        <header className="mb-4">
          <h1 className="text-balance font-semibold text-title tracking-tight sm:text-[1.625rem] sm:leading-9">
            {text.title}
          </h1>
          <div className="mt-1 max-w-[84ch] text-body text-soft">
            <Prose text={lead} />
          </div>
        </header>
        <Live name={name} />
        <div className="mt-8 flex max-w-[68ch] flex-col gap-3 text-body leading-7">
          {more.map((paragraph) => (
            <Prose key={paragraph} text={paragraph} />
          ))}
          {text.note && (
            <aside className="mt-2 rounded-card bg-sunken px-4 py-3 text-small text-soft">
              <Prose text={text.note} />
            </aside>
          )}
          {text.yours && (
            <p>
              <a href={appLink(text.yours.place)} className="font-medium text-accent hover:text-accent-strong">
                {text.yours.text} <ArrowRight size={16} aria-hidden className="inline" />
              </a>
            </p>
          )}
        </div>
        <details className="group mt-8 overflow-hidden rounded-card border border-line bg-surface">
          <summary className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 font-medium hover:bg-sunken">
            {frame.code}
            <span className="font-mono font-normal text-small text-soft">examples/src/{name}.ts</span>
          </summary>
          <p className="border-line border-t px-4 py-3 text-small text-soft">
            {frame.runIt}{' '}
            <code className="rounded-[4px] bg-sunken px-1.5 py-0.5 font-mono text-ink">
              npm run -s example -- {name}
            </code>
          </p>
          {code}
        </details>
        <nav aria-label={frame.pages} className="mt-8 grid gap-3 sm:grid-cols-2">
          <Neighbour name={pageNames[number - 1]} isNext={false} />
          <Neighbour name={pageNames[number + 1]} isNext />
        </nav>
      </article>
    </LearnFrame>
  );
}

function Neighbour({ name, isNext }: { readonly name: PageName | undefined; readonly isNext: boolean }) {
  const { frame, pages } = useLearnText();
  if (name === undefined) return <span className="hidden sm:block" />;
  const Icon = isNext ? ArrowRight : ArrowLeft;
  return (
    <a
      href={learnLink(name)}
      className={`flex items-center gap-3 rounded-card border border-line bg-surface px-4 py-3 transition-colors duration-150 hover:border-line-strong ${isNext ? 'flex-row-reverse text-right' : ''}`}
    >
      <Icon size={18} aria-hidden className="shrink-0 text-soft" />
      <span className="min-w-0 flex-1">
        <span className="block text-small text-soft">{isNext ? frame.next : frame.previous}</span>
        <span className="block truncate font-medium">{pages[name].name}</span>
      </span>
    </a>
  );
}
