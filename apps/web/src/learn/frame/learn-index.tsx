'use client';
/** All pages, in the order in which they are best read. */
import { learnLink } from '../links.ts';
import { type Part, pageNames, parts } from '../names.ts';
import { useLearnText } from '../text/use-learn-text.ts';
import { Glyph } from './glyph.tsx';
import { LearnFrame } from './learn-frame.tsx';

export function LearnIndex() {
  const { frame, pages, parts: names } = useLearnText();
  return (
    <LearnFrame>
      <div className="mx-auto w-full max-w-6xl px-4 pt-8 pb-16 sm:px-6 sm:pt-12">
        <h1 className="text-balance font-semibold text-display tracking-tight sm:text-[2.5rem] sm:leading-tight">
          {frame.title}
        </h1>
        <p className="mt-3 max-w-[65ch] text-pretty text-body text-soft">{frame.lead}</p>
        {(Object.keys(parts) as Part[]).map((part) => (
          <section key={part} className="mt-10">
            <h2 className="mb-3 font-semibold text-title">{names[part]}</h2>
            <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
              {parts[part].map((name) => (
                <li key={name} className="flex">
                  <a
                    href={learnLink(name)}
                    className="flex w-full items-start gap-4 rounded-card border border-line bg-surface p-4 shadow-rest transition-colors duration-150 hover:border-line-strong"
                  >
                    <Glyph of={name} />
                    <span className="min-w-0">
                      <span className="flex items-baseline gap-2 font-medium">
                        <span className="counts text-faint text-small">{pageNames.indexOf(name) + 1}</span>
                        {pages[name].name}
                      </span>
                      <span className="mt-0.5 block text-pretty text-small text-soft">{pages[name].title}</span>
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </LearnFrame>
  );
}
