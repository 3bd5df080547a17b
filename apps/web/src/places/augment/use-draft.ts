'use client';
/** A setting that is moved about: seen at once, one step of the project when it rests. */
import { useCallback, useEffect, useRef, useState } from 'react';

/** Milliseconds without a change. */
const rest = 500;

export function useDraft(
  value: string,
  commit: (value: string) => void,
): readonly [draft: string, set: (draft: string) => void] {
  const [draft, setDraft] = useState(value);
  const waiting = useRef<{ readonly value: string; readonly timer: ReturnType<typeof setTimeout> }>(undefined);
  const latest = useRef(commit);
  latest.current = commit;
  const settle = useCallback(() => {
    const { value, timer } = waiting.current ?? {};
    clearTimeout(timer);
    waiting.current = undefined;
    if (value !== undefined) latest.current(value);
  }, []);
  const set = useCallback(
    (next: string) => {
      setDraft(next);
      clearTimeout(waiting.current?.timer);
      waiting.current = { value: next, timer: setTimeout(settle, rest) };
    },
    [settle],
  );
  // What is taken back elsewhere is seen here.
  useEffect(() => {
    if (!waiting.current) setDraft(value);
  }, [value]);
  useEffect(() => settle, [settle]);
  return [draft, set];
}
