/** Progress on one line: what, a bar, a share, figures, a rate, and the time that is left. */
import { count, duration } from './format.ts';
import type { Colours, Screen } from './screen.ts';
import { columnsOf } from './text.ts';

export function bar(share: number, width: number, { cyan, dim }: Colours): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return cyan('━'.repeat(full)) + dim('━'.repeat(width - full));
}

export interface Moment {
  readonly what: string;
  /** From 0 to 1; absent where the end is not known. */
  readonly share?: number;
  /** In order of importance: the last ones are left out where the terminal is narrow. */
  readonly figures: readonly string[];
}

/** As much of it as fits on the screen. */
export function drawMoment({ what, share, figures }: Moment, { colours, columns }: Screen): string {
  const head = colours.dim(what.padEnd(9));
  const room = columns - 1 - columnsOf(head);
  const barWidth = share === undefined || room < 40 ? 0 : Math.min(30, Math.max(10, room - 60));
  const parts = share === undefined ? [] : [`${String(Math.floor(share * 100)).padStart(3)} %`];
  let used = barWidth + (parts[0] ? parts[0].length + 1 : 0);
  for (const figure of figures) {
    if (used + 3 + columnsOf(figure) > room) break;
    used += 3 + columnsOf(figure);
    parts.push(figure);
  }
  return `${head}${share !== undefined && barWidth > 0 ? `${bar(share, barWidth, colours)} ` : ''}${parts.join('   ')}`;
}

/** Counts things as they are done, on a live line. */
export function counter(screen: Screen, what: string, unit: string) {
  const began = performance.now();
  return {
    /** `share` is of the work as a whole, where that is known. */
    at(done: number, share?: number): void {
      screen.live(() => {
        const seconds = (performance.now() - began) / 1000;
        const rate = `${count(done / Math.max(seconds, 1e-3))}/s`;
        const left =
          share !== undefined && share > 0.02 && seconds > 1
            ? [`${duration((seconds / share) * (1 - share))} left`]
            : [];
        const known = share === undefined ? {} : { share };
        return drawMoment({ what, figures: [`${count(done)} ${unit}`, rate, ...left], ...known }, screen);
      });
    },
    end: () => screen.clear(),
  };
}
