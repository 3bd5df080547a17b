/** Gives up what makes no progress. */

/** The reason why a watchdog aborts. */
export class Stalled extends Error {}

export interface Watchdog {
  /** Aborts when `signal` does, or when nothing has come for a while. */
  readonly signal: AbortSignal;
  /** Something has come. */
  feed(): void;
  end(): void;
}

/** @param patience milliseconds without `feed` */
export function watchdog(outer: AbortSignal | undefined, patience: number): Watchdog {
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const feed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => own.abort(new Stalled(`nothing came for ${patience / 1000} seconds`)), patience);
  };
  feed();
  const signal = outer ? AbortSignal.any([outer, own.signal]) : own.signal;
  return { signal, feed, end: () => clearTimeout(timer) };
}
