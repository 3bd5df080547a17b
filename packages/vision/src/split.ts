/** Parts of a labelled set that each hold every class in proportion. */
import { permutation, UsageError } from '@graftml/core';
import { type ImageDataset, imageSubset } from './dataset.ts';
import { groupedBy } from './grouped.ts';

/**
 * Splits a dataset at random, class by class, so that each part has the classes in the proportion of the whole (to one
 * picture a class). The same pictures, fractions and seed give the same parts; inside a part the order stays.
 * @param fractions `0.1` gives two parts, the rest and a tenth; `[0.8, 0.1, 0.1]` gives three, and must add up to 1
 * @throws UsageError for fractions that make no sense, or that leave a part without a picture
 */
export function stratifiedSplit(dataset: ImageDataset, fraction: number, seed: number): [ImageDataset, ImageDataset];
export function stratifiedSplit(dataset: ImageDataset, fractions: readonly number[], seed: number): ImageDataset[];
export function stratifiedSplit(dataset: ImageDataset, fractions: number | readonly number[], seed: number) {
  const shares = typeof fractions === 'number' ? [1 - fractions, fractions] : fractions;
  return stratifiedIndices(dataset.labels, shares, seed).map((indices) => imageSubset(dataset, indices));
}

/** The same on labels alone: the indices of each part, ascending. */
export function stratifiedIndices(labels: Int32Array, fractions: readonly number[], seed: number): Int32Array[] {
  checkFractions(fractions, 'stratifiedSplit');
  const parts = fractions.map((): number[] => []);
  for (const [label, members] of groupedBy(labels.keys(), (i) => labels[i])) {
    const order = permutation({ seed, purpose: 'split', step: label }, members.length);
    let cumulative = 0;
    let from = 0;
    fractions.forEach((fraction, part) => {
      cumulative += fraction;
      // Counted from cumulated shares: the parts of a class always add up to the class.
      const to = part === fractions.length - 1 ? members.length : Math.round(cumulative * members.length);
      for (; from < to; from++) parts[part]!.push(members[order[from]!]!);
    });
  }
  const empty = parts.findIndex((part) => part.length === 0);
  if (empty >= 0)
    throw new UsageError(`a part of ${fractions[empty]} would hold no picture`, {
      where: 'stratifiedSplit',
      received: `${labels.length} pictures`,
      hint: 'take a larger fraction or more pictures',
    });
  return parts.map((part) => Int32Array.from(part).sort());
}

/** @throws UsageError unless there are two and more, above 0, that add up to 1 */
export function checkFractions(fractions: readonly number[], where: string): void {
  const sum = fractions.reduce((a, b) => a + b, 0);
  if (fractions.length < 2 || fractions.some((f) => !(f > 0 && f < 1)) || Math.abs(sum - 1) > 1e-6)
    throw new UsageError('the fractions of a split must each lie between 0 and 1 and add up to 1', {
      where,
      received: `[${fractions.join(', ')}]`,
    });
}
