'use client';
/** A line about what was just done, with a way to take it back. */
import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useText } from '../text/text.tsx';
import { classes } from './classes.ts';

export interface Toast {
  readonly text: ReactNode;
  readonly kind?: 'usual' | 'wrong';
  readonly action?: { readonly label: string; readonly act: () => void };
  /** Milliseconds; what went wrong stays until it is closed. */
  readonly lasts?: number;
}

const ToastContext = createContext<((toast: Toast) => void) | undefined>(undefined);

/** Shows one; the one before goes. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error('there is no ToastProvider around this');
  return show;
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Toast & { readonly id: number }>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const next = useRef(0);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    setShown(undefined);
  }, []);
  const stay = useCallback(
    (lasts: number) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(close, lasts);
    },
    [close],
  );
  const show = useCallback(
    (toast: Toast) => {
      setShown({ ...toast, id: next.current++ });
      clearTimeout(timer.current);
      if (toast.kind !== 'wrong' || toast.lasts) stay(toast.lasts ?? 8000);
    },
    [stay],
  );
  const view = useMemo(() => shown && <Shown key={shown.id} toast={shown} onClose={close} />, [shown, close]);
  return (
    <ToastContext value={show}>
      {children}
      <div aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex justify-center px-4">
        {view}
      </div>
    </ToastContext>
  );
}

function Shown({ toast, onClose }: { readonly toast: Toast; readonly onClose: () => void }) {
  const { app } = useText();
  return (
    <div
      className={classes(
        'toast pointer-events-auto flex max-w-full items-center gap-1 rounded-card py-1.5 pr-1.5 pl-4 text-small shadow-sheet',
        toast.kind === 'wrong' ? 'border border-wrong bg-wrong-soft text-ink' : 'bg-ink text-page',
      )}
    >
      <span className="min-w-0 truncate py-1.5 pr-2">{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          onClick={() => {
            toast.action?.act();
            onClose();
          }}
          className="rounded-small px-3 py-1.5 font-semibold whitespace-nowrap underline-offset-4 hover:underline"
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={app.close}
        onClick={onClose}
        className="rounded-small p-2 opacity-70 hover:opacity-100"
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
