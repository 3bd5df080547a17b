'use client';
/** A surface from above: lines of equal height, closer where it is steep. */
import { useMemo, useRef } from 'react';
import { contourOf } from './path.ts';
import type { Area } from './plot.tsx';
import { scaleOf } from './scale.ts';

export interface ContoursProps {
  readonly area: Area;
  readonly values: ArrayLike<number>;
  readonly across: number;
  readonly levels: readonly number[];
}

export function Contours({ area: { left, top, width, height }, values, across, levels }: ContoursProps) {
  const rows = values.length / across;
  // The same numbers come with each state.
  const known = useRef(values);
  if (!isSame(known.current, values)) known.current = values;
  const shown = known.current;
  const paths = useMemo(() => {
    const x = scaleOf({ from: 0, to: across - 1 }, left, left + width);
    const y = scaleOf({ from: 0, to: rows - 1 }, top + height, top);
    return levels.map((level) => contourOf(shown, across, level, x, y));
  }, [shown, across, rows, levels, left, top, width, height]);
  return (
    <g fill="none" stroke="var(--class-0)" strokeWidth={1}>
      {paths.map((path, i) => (
        <path key={levels[i]} d={path} opacity={0.5 - 0.35 * (i / levels.length)} />
      ))}
    </g>
  );
}

function isSame(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
