'use client';
/** A question or a short form in the middle of the window. */
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { classes } from './classes.ts';
import { closedByAny, useModal } from './modal.ts';
import { WindowContent } from './window-content.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** Keys that it hears, wherever in it the focus is. */
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function Dialog({ open, onClose, title, hint, children, actions, wide, onKeyDown }: DialogProps) {
  const id = useId();
  return (
    <dialog
      ref={useModal(open)}
      {...closedByAny}
      aria-labelledby={id}
      onClose={onClose}
      onKeyDown={onKeyDown}
      className={classes(
        'sheet m-auto w-[calc(100%-2rem)] rounded-sheet border border-line bg-surface text-ink shadow-sheet',
        'backdrop:bg-black/40',
        wide ? 'max-w-4xl' : 'max-w-md',
      )}
    >
      {open && (
        <WindowContent id={id} title={title} hint={hint} actions={actions} onClose={onClose} className="max-h-[85dvh]">
          {children}
        </WindowContent>
      )}
    </dialog>
  );
}
