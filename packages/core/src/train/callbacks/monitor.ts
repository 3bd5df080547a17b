/** Watching one figure of the logs for a better value. */
import { UsageError } from '../../errors.ts';
import { requireOption } from '../../options.ts';
import type { Logs } from '../logs.ts';

/** Which figure of the logs is watched, and when it is better. */
export interface MonitorOptions {
  /** A name in the logs. */
  readonly monitor?: string;
  /** `'auto'`, the default: less is better for losses and errors, more for accuracies and scores; other names need to say. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** By how much a figure must be better to count. */
  readonly minDelta?: number;
}

export const monitorOptions = ['monitor', 'mode', 'minDelta'];

/** Remembers the best value of one figure. */
export function watch({ monitor = 'val_loss', mode = 'auto', minDelta = 0 }: MonitorOptions, who: string) {
  requireOption(['auto', 'min', 'max'].includes(mode), who, 'mode', "'auto', 'min' or 'max'", mode);
  requireOption(minDelta >= 0 && minDelta < Infinity, who, 'minDelta', 'a number that is not negative', minDelta);
  const sign = (mode === 'auto' ? direction(who, monitor) : mode) === 'min' ? -1 : 1;
  let best: number | undefined;
  return {
    reset() {
      best = undefined;
    },
    /** The best value so far, for a checkpoint. */
    read: () => best,
    restore(value: unknown) {
      best = typeof value === 'number' ? value : undefined;
    },
    isBetter(logs: Logs): boolean {
      const value = logs[monitor];
      if (value === undefined)
        throw new UsageError(`there is no figure '${monitor}' to watch`, {
          where: who,
          expected: `one of ${Object.keys(logs).join(', ')}`,
          ...(monitor.startsWith('val_') && { hint: 'give fit a validation set, or watch a figure of the training' }),
        });
      const isBetter = sign * value > (best === undefined ? Number.NEGATIVE_INFINITY : sign * best + minDelta);
      if (isBetter) best = value;
      return isBetter;
    },
  };
}

/** Whether less or more of a figure is better, by its name. */
function direction(who: string, monitor: string): 'min' | 'max' {
  if (/loss|error|entropy|divergence|norm/i.test(monitor)) return 'min';
  if (/acc|precision|recall|f1|r2|auc|score/i.test(monitor)) return 'max';
  throw new UsageError(`the name '${monitor}' does not tell whether more or less of it is better`, {
    where: who,
    hint: "set mode to 'min' or 'max'",
  });
}
