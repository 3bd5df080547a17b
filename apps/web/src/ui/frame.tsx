'use client';
/** What is around every page: language, theme, keys, tasks, and what is said in passing. */
import { type ReactNode, useEffect } from 'react';
import { KeysProvider } from '../state/keys.tsx';
import { usePreference } from '../state/preference.ts';
import { TasksProvider } from '../state/use-tasks.tsx';
import { Speaker } from '../text/text.tsx';
import { TipProvider } from './tip.tsx';
import { ToastProvider } from './toast.tsx';

export function Frame({ children }: { readonly children: ReactNode }) {
  const [theme] = usePreference('theme');
  useEffect(() => {
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }, [theme]);
  return (
    <Speaker>
      <KeysProvider>
        <TasksProvider>
          <TipProvider>
            <ToastProvider>{children}</ToastProvider>
          </TipProvider>
        </TasksProvider>
      </KeysProvider>
    </Speaker>
  );
}
