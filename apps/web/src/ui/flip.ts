'use client';
/** What changes its place flies there, so that the eye can follow. */
import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Children with `data-flip`, by its value; nothing moves for those who asked for less motion. @param order another one when they may have moved */
export function useFlip(order: string): RefObject<HTMLElement | null> {
  const box = useRef<HTMLElement>(null);
  const before = useRef(new Map<string, DOMRect>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order is what it is for
  useLayoutEffect(() => {
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const after = new Map<string, DOMRect>();
    for (const element of box.current?.querySelectorAll<HTMLElement>('[data-flip]') ?? []) {
      const key = element.dataset.flip!;
      const to = element.getBoundingClientRect();
      after.set(key, to);
      if (still) continue;
      const from = before.current.get(key);
      const easing = 'cubic-bezier(0.2, 0.8, 0.2, 1)';
      if (!from) element.animate([{ opacity: 0, transform: 'scale(0.85)' }, {}], { duration: 160, easing });
      else if (from.left !== to.left || from.top !== to.top)
        element.animate([{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, {}], {
          duration: 200,
          easing,
        });
    }
    before.current = after;
  }, [order]);
  return box;
}
