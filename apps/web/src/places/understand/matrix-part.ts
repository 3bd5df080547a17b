/** Which classes a matrix shows where there are too many for it. */
import type { Findings } from '@graftml/studio';

/** More cannot be read, let alone touched. */
export const mostClasses = 14;

/** Places of the classes that are mixed up most, in their order. */
export function matrixPart({ confusion }: Pick<Findings, 'confusion'>, most = mostClasses): readonly number[] {
  const all = [...confusion.keys()];
  if (all.length <= most) return all;
  const wrong = all.map((i) => all.reduce((sum, k) => sum + (i === k ? 0 : confusion[i]![k]! + confusion[k]![i]!), 0));
  return all
    .sort((a, b) => wrong[b]! - wrong[a]!)
    .slice(0, most)
    .sort((a, b) => a - b);
}
