'use client';
import { Camera } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { classes } from '../../../ui/classes.ts';

export interface HoldButtonProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly holding: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

/** Does something as long as it is held, by pointer, Space or Enter. */
export function HoldButton({ label, disabled, holding, onStart, onStop }: HoldButtonProps) {
  const isKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      disabled={disabled}
      aria-pressed={holding}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onStart();
      }}
      onPointerUp={onStop}
      onPointerCancel={onStop}
      onLostPointerCapture={onStop}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) onStart();
      }}
      onKeyUp={(event) => isKey(event) && onStop()}
      onBlur={onStop}
      onContextMenu={(event) => event.preventDefault()}
      className={classes(
        'flex h-14 touch-none items-center justify-center gap-3 rounded-card px-4 font-medium text-body text-on-accent transition-colors duration-150 select-none disabled:opacity-45',
        holding ? 'bg-accent-strong' : 'bg-accent hover:bg-accent-strong',
      )}
    >
      <Camera size={20} aria-hidden className="shrink-0" />
      <span className="truncate">{label}</span>
    </button>
  );
}
