import type { ReactNode } from 'react';

export interface SectionProps {
  readonly title: string;
  /** The technical term, in small beside it, so that one learns it. */
  readonly term?: string;
  readonly hint?: ReactNode;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a place. */
export const Section = ({ title, term, hint, tools, children }: SectionProps) => (
  <section className="mb-6 rounded-card border border-line bg-surface p-4 shadow-rest sm:p-6">
    <header className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="font-semibold text-body">
          {title}
          {term && <span className="ml-2 font-normal text-faint text-small">{term}</span>}
        </h2>
        {hint && <p className="mt-1 max-w-[65ch] text-small text-soft">{hint}</p>}
      </div>
      {tools}
    </header>
    {children}
  </section>
);
