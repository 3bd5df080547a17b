import type { ButtonHTMLAttributes } from 'react';
import { classes } from './classes.ts';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** One `primary` a screen. */
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 'usual' | 'small';
}

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong shadow-rest',
  plain: 'bg-surface text-ink border border-line hover:border-line-strong shadow-rest',
  quiet: 'text-soft hover:text-ink hover:bg-sunken',
  danger: 'bg-surface text-wrong border border-line hover:border-wrong',
} as const;

const sizes = { usual: 'h-11 px-5 text-body', small: 'h-9 px-3 text-small' } as const;

export function Button({ kind = 'plain', size = 'usual', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={classes(
        'inline-flex items-center justify-center gap-2 rounded-small font-medium whitespace-nowrap select-none',
        'transition-colors duration-150 ease-calm disabled:pointer-events-none disabled:opacity-45',
        kinds[kind],
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
