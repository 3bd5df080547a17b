'use client';
/** Settings and details at the right; at the bottom of a narrow window. */
import { type ReactNode, useId } from 'react';
import { closedByAny, useModal } from './modal.ts';
import { WindowContent } from './window-content.tsx';

export interface DrawerProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Drawer({ open, onClose, title, hint, children, actions }: DrawerProps) {
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
        <WindowContent id={id} title={title} hint={hint} actions={actions} onClose={onClose} className="h-full">
          {children}
        </WindowContent>
      )}
    </dialog>
  );
}
