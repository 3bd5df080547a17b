import type { ReactNode } from 'react';

export interface CardProps {
  readonly title: string;
  /** The technical term, so that one learns it. */
  readonly term?: string;
  readonly hint?: ReactNode;
  /** At the right of the title. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A picture of the whole with its heading. */
export const Card = ({ title, term, hint, tools, children }: CardProps) => (
  <section className="rounded-card border border-line bg-surface p-4 shadow-rest sm:p-5">
    <header className="mb-4 flex items-start justify-between gap-3">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold text-body">
          {title} {term && <span className="ml-1 font-normal text-faint text-small">{term}</span>}
        </h2>
        {hint && <p className="mt-0.5 text-pretty text-small text-soft">{hint}</p>}
      </div>
      {tools}
    </header>
    {children}
  </section>
);
