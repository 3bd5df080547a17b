import type { ReactNode } from 'react';

/** Pictures side by side where there is room. */
export const Panels = ({ children, isWide = false }: { readonly children: ReactNode; readonly isWide?: boolean }) => (
  <div className={`grid gap-x-6 gap-y-6 ${isWide ? 'sm:grid-cols-[3fr_2fr]' : 'sm:grid-cols-2'}`}>{children}</div>
);

export const Column = ({ children }: { readonly children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-6">{children}</div>
);
