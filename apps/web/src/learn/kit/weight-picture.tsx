'use client';
/** Weights `[3, side, side]` as colours: grey is 0. */
import { Pixels, type Rgba } from './pixels.tsx';

export function WeightPicture({ weights, side }: { readonly weights: Float32Array; readonly side: number }) {
  const area = side * side;
  return (
    <div className="aspect-square overflow-hidden rounded-[4px]">
      <Pixels
        width={side}
        height={side}
        of={[weights]}
        paint={(i): Rgba => {
          const largest = largestOf(weights);
          const level = (channel: number) => 127.5 + (127.5 * weights[channel * area + i]!) / largest;
          return [level(0), level(1), level(2), 255];
        }}
      />
    </div>
  );
}

const known = new WeakMap<Float32Array, number>();

function largestOf(weights: Float32Array): number {
  let largest = known.get(weights);
  if (largest === undefined) {
    largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
    known.set(weights, largest);
  }
  return largest;
}
