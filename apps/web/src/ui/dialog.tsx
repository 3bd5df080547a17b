'use client';
/** A question or a short form in the middle of the window. */
import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useText } from '../text/text.tsx';
import { classes } from './classes.ts';
import { IconButton } from './icon-button.tsx';
import { closedByAny, useModal } from './modal.ts';

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
  const { app } = useText();
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
        <div className="flex max-h-[85dvh] flex-col">
          <header className="flex items-start gap-4 p-6 pb-4">
            <div className="min-w-0 flex-1">
              <h2 id={id} tabIndex={-1} className="outline-none text-title font-semibold">
                {title}
              </h2>
              {hint && <p className="mt-1 text-small text-soft">{hint}</p>}
            </div>
            <IconButton icon={X} label={app.close} onClick={onClose} />
          </header>
          <div className="min-h-0 flex-1 overflow-auto px-6 pb-6">{children}</div>
          {actions && (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-6 py-4">{actions}</footer>
          )}
        </div>
      )}
    </dialog>
  );
}
