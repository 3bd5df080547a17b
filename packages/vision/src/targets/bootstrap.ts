/** Where a figure of some examples may lie for others like them, by drawing the examples again and again. */
import { randomBits } from '@graftml/core';

/** So many draws of examples; fewer of very many, which differ less. */
const draws = { most: 4000, least: 200, numbers: 4e7 } as const;

/**
 * The middle 95 % of each figure over draws of `n` of `n` examples with putting back (Efron 1979, percentiles). The same examples give the
 * same intervals. Draws of which a figure is no number are left out; undefined where all are.
 * @param figures of the examples with these indices
 */
export function bootstrap(
  n: number,
  figures: (indices: Uint32Array) => readonly number[],
): (readonly [number, number] | undefined)[] {
  const count = Math.round(Math.min(draws.most, Math.max(draws.least, draws.numbers / n)));
  const found = Array.from({ length: count }, (_, step) => {
    const bits = randomBits({ seed: 1, purpose: 'bootstrap', step }, n);
    return figures(bits.map((word) => Math.floor((word / 0x100000000) * n)));
  });
  return found[0]!.map((_, k) => {
    const values = found
      .map((one) => one[k]!)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    if (values.length === 0) return undefined;
    const at = (share: number) => {
      const place = share * (values.length - 1);
      const low = values[Math.floor(place)]!;
      return low + (values[Math.ceil(place)]! - low) * (place % 1);
    };
    return [at(0.025), at(0.975)];
  });
}
