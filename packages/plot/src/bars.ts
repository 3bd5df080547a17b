/** Amounts side by side. */
import { UsageError } from '@graftml/core';
import { type Axis, numberAxis, requireAxis, wordAxis } from './axes.ts';
import { colorOf } from './legend.ts';
import { render } from './render.ts';
import { type Frame, fontSize, showNumber } from './style.ts';

/** One bar for each word, all of one colour. */
export interface BarSeries {
  readonly name?: string;
  /** One for each word of `x`; what is not a finite number has no bar. */
  readonly values: ArrayLike<number>;
  readonly color?: string;
}

/** Options of `bars`. */
export interface BarsOptions extends Frame {
  /** What the words are. */
  readonly x: string;
  /** One for each group of bars. */
  readonly words: readonly string[];
  readonly y: Axis;
  readonly series: readonly BarSeries[];
  /** Writes the numbers above the bars; on where there are 24 bars or less. */
  readonly showValues?: boolean;
}

/** Bars from zero in groups, one group for each word, as SVG text. Throws a UsageError for what cannot be drawn. */
export function bars(options: BarsOptions): string {
  const { words, series } = options;
  const x = requireAxis('bars: x', options.x);
  const y = requireAxis('bars: y', options.y);
  if (y.log) throw new UsageError('bars grow from zero, which a logarithmic axis does not have', { where: 'bars: y' });
  if (words.length === 0 || series.length === 0) throw new UsageError('there is nothing to draw', { where: 'bars' });
  for (const { name, values } of series)
    if (values.length !== words.length)
      throw new UsageError('a series needs one value for each word', {
        where: name === undefined ? 'bars' : `bars: ${name}`,
        received: `${values.length} values, ${words.length} words`,
      });
  const { showValues = words.length * series.length <= 24 } = options;
  return render({
    frame: options,
    legend:
      series.length > 1
        ? series.flatMap(({ name, color }, i) =>
            name === undefined ? [] : [{ name, color: color ?? colorOf(i), symbol: 'square' as const }],
          )
        : [],
    option: {
      xAxis: wordAxis('x', x.name, words),
      yAxis: { ...numberAxis('y', y), scale: false },
      series: series.map(({ values, color }, i) => ({
        type: 'bar',
        silent: true,
        barMaxWidth: 56,
        barGap: '8%',
        itemStyle: { color: color ?? colorOf(i) },
        data: Array.from(values, (value) => ({
          value: Number.isFinite(value) ? value : '-',
          label: { position: value < 0 ? 'bottom' : 'top' },
        })),
        label: {
          show: showValues,
          fontSize: fontSize.small,
          formatter: ({ value }: { readonly value: number }) => showNumber(value, 3),
        },
      })),
    },
  });
}
