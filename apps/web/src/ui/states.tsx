'use client';
/** What a place shows instead of its content: nothing yet, on its way, or what went wrong. */
import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { saidOf } from './said.ts';

export interface EmptyProps {
  readonly icon?: LucideIcon;
  /** What is missing. */
  readonly title: string;
  readonly hint?: ReactNode;
  /** The button that mends it. */
  readonly children?: ReactNode;
}

export const Empty = ({ icon: Icon, title, hint, children }: EmptyProps) => (
  <div className="m-auto flex max-w-md flex-col items-center gap-3 p-8 text-center">
    {Icon && (
      <span className="mb-1 flex size-14 items-center justify-center rounded-full bg-sunken text-soft">
        <Icon size={26} strokeWidth={1.75} aria-hidden />
      </span>
    )}
    <h2 className="text-balance font-semibold text-title">{title}</h2>
    {hint && <p className="text-balance text-body text-soft">{hint}</p>}
    {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
  </div>
);

/** Where something will stand. @param className its size */
export const Skeleton = ({ className }: { readonly className?: string }) => (
  <span aria-hidden className={classes('skeleton block rounded-small bg-sunken', className)} />
);

export interface TroubleProps {
  readonly error: unknown;
  /** What was tried; `saidOf` the error stands below. */
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
  readonly onClose?: (() => void) | undefined;
  /** Another way on. */
  readonly children?: ReactNode;
}

/** What went wrong, where it did. */
export function Trouble({ error, title, onRetry, onClose, children }: TroubleProps) {
  const { app } = useText();
  const { statement, hint } = saidOf(error);
  return (
    <div role="alert" className="flex gap-3 rounded-card border border-wrong/40 bg-wrong-soft p-4 text-small">
      <CircleAlert size={18} className="mt-0.5 shrink-0 text-wrong" aria-hidden />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold text-ink">{title}</p>}
        <p className="break-words text-ink">{statement}</p>
        {hint && <p className="mt-1 text-soft">{hint}</p>}
        {(onRetry || onClose || children) && (
          <div className="mt-3 flex flex-wrap gap-2">
            {onRetry && (
              <Button size="small" onClick={onRetry}>
                {app.retry}
              </Button>
            )}
            {children}
            {onClose && (
              <Button size="small" kind="quiet" onClick={onClose}>
                {app.close}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
