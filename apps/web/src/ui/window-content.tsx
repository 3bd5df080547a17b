import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../text/text.tsx';
import { classes } from './classes.ts';
import { IconButton } from './icon-button.tsx';

export interface WindowContentProps {
  /** Of the title, by which the window around it is named. */
  readonly id: string;
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  readonly onClose: () => void;
  /** How high it may be. */
  readonly className: string;
}

/** What a dialog and a drawer have in them: a title with the way out, what it is about, and buttons. */
export function WindowContent({ id, title, hint, children, actions, onClose, className }: WindowContentProps) {
  const { app } = useText();
  return (
    <div className={classes('flex flex-col', className)}>
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
  );
}
