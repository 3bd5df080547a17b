'use client';
/** What a page shows: states that come from the worker, at a pace. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Settings } from './controls.ts';
import type { PageName } from './names.ts';
import type { Asked, Said } from './scene.ts';

export interface Playing {
  readonly state: unknown;
  readonly isRunning: boolean;
  /** There is nothing after what is shown. */
  readonly isOver: boolean;
  readonly trouble: string | undefined;
  readonly run: () => void;
  readonly pause: () => void;
  readonly step: () => void;
  /** From the start, with the same settings. */
  readonly again: () => void;
}

export interface SceneOptions {
  readonly settings: Settings;
  /** States in a second; none for a picture that does not move. */
  readonly pace: number | undefined;
}

const startWorker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'graft-learn' });

export function useScene(page: PageName, { settings, pace }: SceneOptions): Playing {
  const [shown, setShown] = useState<{ readonly state: unknown; readonly isOver: boolean; readonly trouble?: string }>({
    state: undefined,
    isOver: pace === undefined,
  });
  // What is wanted: a change of the settings begins again, and goes on.
  const [isRunning, setRunning] = useState(false);
  const { isOver } = shown;
  const [openings, setOpenings] = useState(0);
  const worker = useRef<Worker>(undefined);
  const link = useRef({ run: 0, isAsked: false, isOver: false });

  useEffect(() => {
    const made = startWorker();
    worker.current = made;
    made.onmessage = ({ data }: MessageEvent<Said>) => {
      const at = link.current;
      if (data.run !== at.run) return;
      at.isAsked = false;
      at.isOver = data.isLast;
      setShown((before) => ({
        state: data.state ?? before.state,
        isOver: data.isLast,
        ...(data.trouble !== undefined && { trouble: data.trouble }),
      }));
    };
    return () => made.terminate();
  }, []);

  useEffect(() => setRunning(!window.matchMedia('(prefers-reduced-motion: reduce)').matches), []);

  const ask = useCallback((asked: Asked) => {
    link.current.isAsked = true;
    worker.current?.postMessage(asked);
  }, []);

  // By what they say: an object that says the same is the same.
  const said = JSON.stringify(settings);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an opening more begins again
  useEffect(() => {
    const run = link.current.run + 1;
    link.current = { run, isAsked: false, isOver: false };
    ask({ ask: 'open', run, page, settings: JSON.parse(said) as Settings });
  }, [page, said, openings, ask]);

  const next = useCallback(
    (count: number) => {
      const { run, isAsked, isOver } = link.current;
      if (!isAsked && !isOver) ask({ ask: 'next', run, count });
    },
    [ask],
  );

  useEffect(() => {
    if (!isRunning || isOver || pace === undefined) return;
    let [last, due] = [performance.now(), 0];
    const tick = (now: number) => {
      due = Math.min(due + ((now - last) * pace) / 1000, Math.max(1, pace / 10));
      last = now;
      if (due >= 1 && !link.current.isAsked) {
        next(Math.floor(due));
        due %= 1;
      }
      frame = requestAnimationFrame(tick);
    };
    let frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [isRunning, isOver, pace, next]);

  const again = useCallback(() => setOpenings((n) => n + 1), []);
  return useMemo(
    () => ({
      ...shown,
      trouble: shown.trouble,
      isRunning: isRunning && !isOver,
      run: () => {
        if (link.current.isOver) again();
        setRunning(true);
      },
      pause: () => setRunning(false),
      step: () => {
        setRunning(false);
        next(1);
      },
      again,
    }),
    [shown, isRunning, isOver, next, again],
  );
}
