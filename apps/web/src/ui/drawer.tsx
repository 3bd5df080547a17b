'use client';
/** Settings and details at the right; at the bottom of a narrow window. */
import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useText } from '../text/text.tsx';
import { IconButton } from './icon-button.tsx';
import { closedByAny, useModal } from './modal.ts';

export interface DrawerProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Drawer({ open, onClose, title, hint, children, actions }: DrawerProps) {
  const { app } = useText();
  const id = useId();
  return (
    <dialog
      ref={useModal(open)}
      {...closedByAny}
      aria-labelledby={id}
      onClose={onClose}
      className="drawer mt-auto mr-0 mb-0 ml-auto h-[85dvh] max-h-none w-full max-w-none rounded-t-sheet border border-line bg-surface text-ink shadow-sheet backdrop:bg-black/25 sm:h-dvh sm:w-[28rem] sm:rounded-none sm:border-y-0 sm:border-r-0"
    >
      {open && (
        <div className="flex h-full flex-col">
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
          {actions && <footer className="flex justify-end gap-2 border-line border-t px-6 py-4">{actions}</footer>}
        </div>
      )}
    </dialog>
  );
}
