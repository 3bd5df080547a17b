'use client';
/** What all places have: a heading, their content, and one primary action at the bottom right. */
import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export interface PlacePageProps {
  readonly title: string;
  /** A quiet line below it. */
  readonly hint?: ReactNode;
  /** Small buttons at the right of the title. */
  readonly tools?: ReactNode;
  /** What is said at the left of the primary action. */
  readonly note?: ReactNode;
  /** One `Button kind="primary"`. */
  readonly primary?: ReactNode;
  /** Its content scrolls itself (a grid of photos, a map). */
  readonly fills?: boolean;
  readonly children: ReactNode;
}

export const PlacePage = ({ title, hint, tools, note, primary, fills, children }: PlacePageProps) => (
  <main className="flex min-h-0 min-w-0 flex-1 flex-col">
    <div className={classes('flex min-h-0 flex-1 flex-col', !fills && 'overflow-y-auto')}>
      <header className="flex flex-wrap items-start gap-x-6 gap-y-2 px-4 pt-5 pb-4 sm:px-8 sm:pt-7">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="font-semibold text-display tracking-tight">{title}</h1>
          {hint && <div className="mt-1 text-body text-soft">{hint}</div>}
        </div>
        {tools && <div className="flex flex-wrap items-center gap-2">{tools}</div>}
      </header>
      <div className={classes('flex min-h-0 flex-col px-4 pb-6 sm:px-8', fills ? 'flex-1' : 'flex-auto')}>
        {children}
      </div>
    </div>
    {(primary || note) && (
      <footer className="flex items-center justify-end gap-4 border-line border-t bg-surface px-4 py-3 sm:px-8">
        {note && <div className="min-w-0 flex-1 text-small text-soft">{note}</div>}
        {primary}
      </footer>
    )}
  </main>
);
