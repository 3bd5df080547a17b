'use client';
/** How far something is, how fast it goes, when it will be done, and how to stop it. */
import { Square } from 'lucide-react';
import { useText } from '../text/text.tsx';
import { Button } from './button.tsx';
import { useRate } from './rate.ts';

export interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** Unknown as yet, if absent: the bar wanders. */
  readonly total?: number | undefined;
  /** What is counted, after the number: `photos`; with it, the rate is told. */
  readonly unit?: string;
  /** Instead of "3 of 10". */
  readonly detail?: string;
  readonly onStop?: (() => void) | undefined;
  readonly stopping?: boolean;
}

export function Progress({ label, done, total, unit, detail, onStop, stopping }: ProgressProps) {
  const { app } = useText();
  const { perSecond, left } = useRate(done, total);
  const facts = [
    detail ?? (total === undefined ? done > 0 && done.toLocaleString() : app.of(done, total)),
    unit && perSecond !== undefined && app.rate(perSecond, unit),
    left !== undefined && app.eta(left),
  ].filter(Boolean);
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4 text-small">
          <span className="font-medium">{stopping ? app.stopping : label}</span>
          <span className="counts text-soft">{facts.join(' · ')}</span>
        </div>
        <Bar label={label} done={done} total={total} />
      </div>
      {onStop && (
        <Button size="small" onClick={onStop} disabled={stopping}>
          <Square size={14} aria-hidden />
          {app.stop}
        </Button>
      )}
    </div>
  );
}

/** Only the bar. */
export function Bar({ label, done, total }: Pick<ProgressProps, 'label' | 'done' | 'total'>) {
  const share = total === undefined ? undefined : total === 0 ? 1 : Math.min(1, done / total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={1}
      {...(share !== undefined && { 'aria-valuenow': Math.round(share * 100) / 100 })}
      className="relative h-1.5 overflow-hidden rounded-full bg-line"
    >
      {share === undefined ? (
        <div className="wander absolute inset-y-0 w-1/4 rounded-full bg-accent" />
      ) : (
        <div
          className="h-full origin-left rounded-full bg-accent transition-transform duration-200 ease-calm"
          style={{ transform: `scaleX(${share})` }}
        />
      )}
    </div>
  );
}
