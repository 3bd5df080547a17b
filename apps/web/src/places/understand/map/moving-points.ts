'use client';
/** Points that glide to where they belong. */
import { useEffect, useRef } from 'react';

/** Of the way that is left, so much in each frame. */
const pace = 0.22;
/** Nearer than this, they are there. */
const near = 0.3;

/**
 * @param wanted pixels, x and y in turn
 * @param draw is called with where they are, for as long as they move, and once when it changes
 */
export function useMovingPoints(
  wanted: Float32Array,
  draw: (points: Float32Array) => void,
): { readonly current: Float32Array } {
  const points = useRef(wanted);
  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches || points.current.length !== wanted.length;
    if (still) points.current = wanted.slice();
    let frame: number | undefined;
    const step = () => {
      let most = 0;
      const now = points.current;
      for (let i = 0; i < now.length; i++) {
        const left = wanted[i]! - now[i]!;
        now[i] = now[i]! + left * (Math.abs(left) < near ? 1 : pace);
        most = Math.max(most, Math.abs(left));
      }
      draw(now);
      if (most >= near) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [wanted, draw]);
  return points;
}
