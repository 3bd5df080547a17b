'use client';
import { useEffect, useRef, useState } from 'react';

export interface Rate {
  readonly perSecond?: number;
  /** Seconds. */
  readonly left?: number;
}

/** How fast `done` grew during the last ten seconds; nothing during the first, which say little. */
export function useRate(done: number, total: number | undefined): Rate {
  const seen = useRef<{ readonly at: number; readonly done: number }[]>([]);
  const [rate, setRate] = useState<Rate>({});
  const latest = useRef({ done, total });
  latest.current = { done, total };
  useEffect(() => {
    const look = () => {
      const at = performance.now();
      const { done, total } = latest.current;
      const before = seen.current.at(-1);
      if (before && done < before.done) seen.current = [];
      seen.current = [...seen.current.filter((one) => at - one.at < 10_000), { at, done }];
      const first = seen.current[0]!;
      const perSecond = at - first.at < 1500 ? undefined : ((done - first.done) / (at - first.at)) * 1000;
      if (!perSecond) return setRate({});
      setRate({ perSecond, ...(total !== undefined && { left: Math.max(0, total - done) / perSecond }) });
    };
    look();
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, []);
  return rate;
}
