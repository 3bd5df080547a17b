'use client';
/** What is around every page of `/learn`. */
import { ArrowRight, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../text/text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LookMenu } from '../../ui/look-menu.tsx';
import { Mark } from '../../ui/mark.tsx';
import { appLink, learnLink } from '../links.ts';
import { useLearnText } from '../text/use-learn-text.ts';

export function LearnFrame({ place, children }: { readonly place?: string; readonly children: ReactNode }) {
  const { app } = useText();
  const { frame } = useLearnText();
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-line border-b bg-surface px-4 sm:px-6">
        <a href={appLink()} className="flex items-center gap-2 rounded-small font-semibold">
          <Mark />
          {app.name}
        </a>
        <span aria-hidden className="text-faint">
          /
        </span>
        <a href={learnLink()} className="rounded-small text-soft hover:text-ink">
          {app.learn}
        </a>
        {place && <span className="counts ml-1 hidden text-faint text-small sm:inline">{place}</span>}
        <span className="ml-auto flex items-center gap-1">
          <a
            href={appLink()}
            className="flex h-9 items-center gap-1.5 rounded-small px-3 text-small text-soft hover:bg-sunken hover:text-ink"
          >
            {frame.toApp}
            <ArrowRight size={16} aria-hidden />
          </a>
          <LookMenu trigger={<IconButton icon={SlidersHorizontal} label={app.menu} />} />
        </span>
      </header>
      <main className="flex-1">{children}</main>
    </div>
  );
}
