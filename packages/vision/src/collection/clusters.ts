/** Things that belong together, found pair by pair (union-find; Tarjan 1975). */
import { groupedBy } from '../grouped.ts';

/** See `clusters`. */
export interface Clusters {
  /** From now on the two are together, and all that is with either. */
  join(a: number, b: number): void;
  /** A number that things have in common if they are together. */
  of(index: number): number;
  /** Those of two and more, ascending inside and among each other. */
  list(): number[][];
}

/** `size` things, each by itself. */
export function clusters(size: number): Clusters {
  const parent = Int32Array.from({ length: size }, (_, i) => i);
  const of = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  return {
    of,
    join(a, b) {
      const [one, other] = [of(a), of(b)];
      // The smaller index leads, so that the result does not depend on the order.
      if (one < other) parent[other] = one;
      else parent[one] = other;
    },
    list() {
      return [...groupedBy(parent.keys(), of).values()].filter((list) => list.length > 1);
    },
  };
}

/** Those that have the same key; without a key, none. */
export function sameKey(keys: readonly (string | undefined)[]): number[][] {
  return [...groupedBy(keys.keys(), (i) => keys[i]).values()].filter((list) => list.length > 1);
}
