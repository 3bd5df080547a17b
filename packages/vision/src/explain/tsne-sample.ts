/** Which of many examples t-SNE is asked about. */
import { permutation } from '@graftml/core';

/** Of each class before others of any. */
const ofEach = 5;

/** `count` of `size` by chance, in their order; five of each class are among them, or, where there is no room, as many of each as there is. */
export function drawSample(size: number, count: number, seed: number, labels?: ArrayLike<number>): Int32Array {
  const order = Array.from(permutation({ seed, purpose: 'sample', step: 0 }, size));
  if (labels) {
    const seen = new Map<number, number>();
    const rank = new Int32Array(size);
    for (const i of order) {
      const before = seen.get(labels[i]!) ?? 0;
      rank[i] = Math.min(before, ofEach);
      seen.set(labels[i]!, before + 1);
    }
    order.sort((a, b) => rank[a]! - rank[b]!);
  }
  return Int32Array.from(order.slice(0, count)).sort();
}
