'use client';
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classes } from './classes.ts';
import { Tip } from './tip.tsx';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** What it does: told to who points at it, or cannot see it. */
  readonly label: string;
  /** As `useKeys` takes them. */
  readonly keys?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is an icon. */
export function IconButton({ icon: Icon, label, keys, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tip text={label} {...(keys !== undefined && { keys })}>
      <button
        type={type}
        aria-label={label}
        className={classes(
          'inline-flex size-9 shrink-0 items-center justify-center rounded-small text-soft transition-colors duration-150 ease-calm',
          'hover:bg-sunken hover:text-ink disabled:pointer-events-none disabled:opacity-40 aria-pressed:bg-accent-soft aria-pressed:text-accent',
          className,
        )}
        {...rest}
      >
        <Icon size={18} aria-hidden />
      </button>
    </Tip>
  );
}
