'use client';
/** What is around every page: language and theme. */
import { type ReactNode, useEffect } from 'react';
import { usePreference } from '../state/preference.ts';
import { Speaker } from '../text/text.tsx';

export function Frame({ children }: { readonly children: ReactNode }) {
  const [theme] = usePreference('theme');
  useEffect(() => {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  return <Speaker>{children}</Speaker>;
}
