'use client';
/** A square grid of a plane as pixels; its rows begin at the smallest y, as a surface has them. */
import { faded, Pixels, type Rgba } from './pixels.tsx';

type Named = (variable: `--${string}`) => Rgba;

export interface PlaneMapProps {
  readonly across: number;
  readonly paint: (index: number, named: Named) => Rgba;
  readonly of: readonly unknown[];
  readonly isSmooth?: boolean;
}

export const PlaneMap = ({ across, paint, of, isSmooth = true }: PlaneMapProps) => (
  <Pixels
    width={across}
    height={across}
    isSmooth={isSmooth}
    of={of}
    paint={(i, named) => paint((across - 1 - Math.floor(i / across)) * across + (i % across), named)}
  />
);

/** Two classes: the more certain, the stronger. */
export const twoSided = (p: number, named: Named): Rgba =>
  faded(named(p > 0.5 ? '--class-1' : '--class-0'), 0.05 + 0.55 * Math.abs(p - 0.5));
