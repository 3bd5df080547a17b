'use client';
import { type RefObject, useEffect, useRef } from 'react';

/** A `<dialog>` that is open as a state says: the browser keeps the focus inside, and Escape closes. */
export function useModal(open: boolean): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) {
      dialog.showModal();
      // The browser takes the first button, which closes; Escape would only close the tip of that.
      if (document.activeElement === dialog.querySelector('button')) dialog.querySelector('h2')?.focus();
    }
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return ref;
}

/** A click beside it closes it, where the browser knows how; React does not know the attribute yet. */
export const closedByAny = { closedby: 'any' } as Readonly<Record<string, string>>;
