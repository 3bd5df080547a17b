/** What a learning-rate range test found, as a picture. */
import type { RangeTest } from '@graftml/core';
import { type Frame, palette, showNumber } from './style.ts';
import { lines } from './xy.ts';

/**
 * The loss over the rate, which is logarithmic: single batches faint, their smoothed mean, and the suggestion where there is
 * one. Single batches far above the mean lie outside of the picture.
 */
export function learningRateCurve(
  { rates, losses, smoothed, suggestion }: Pick<RangeTest, 'rates' | 'losses' | 'smoothed' | 'suggestion'>,
  frame: Frame = {},
): string {
  const highest = 1.1 * Math.max(...smoothed.filter(Number.isFinite));
  return lines({
    title: 'Learning-rate range test',
    ...frame,
    x: { name: 'learning rate', log: true },
    y: 'loss',
    series: [
      {
        name: 'each batch',
        x: rates,
        y: losses.map((loss) => (loss <= highest ? loss : Number.NaN)),
        color: '#b9cfdf',
        thickness: 1,
      },
      { name: 'smoothed', x: rates, y: smoothed, color: palette[0] },
    ],
    ...(suggestion !== undefined && { marks: [{ x: suggestion, label: `suggested: ${showNumber(suggestion, 2)}` }] }),
  });
}
