/** Axes: a name always, numbers along them, perhaps logarithmic. */
import { DataError, UsageError } from '@graftml/core';
import { colors, fontSize, showNumber } from './style.ts';

/** An axis with more than a name. */
export interface AxisOptions {
  /** With the unit, `'seconds'`. */
  readonly name: string;
  /** Each step along it is a factor of ten; all values must be above 0. */
  readonly log?: boolean;
  /** Where it begins and ends; by the data unless given. */
  readonly min?: number;
  readonly max?: number;
}

/** Its name, or more than that. */
export type Axis = string | AxisOptions;

export const axisOptions = (axis: Axis): AxisOptions => (typeof axis === 'string' ? { name: axis } : axis);

export function requireAxis(where: string, axis: Axis | undefined): AxisOptions {
  const options = axis === undefined ? undefined : axisOptions(axis);
  if (!options || typeof options.name !== 'string' || options.name.trim() === '')
    throw new UsageError('an axis needs a name', { where, hint: "x: 'epoch'" });
  const { min, max, log } = options;
  if (min !== undefined && max !== undefined && !(min < max))
    throw new UsageError('an axis must begin before it ends', { where, received: `${min} to ${max}` });
  if (log && min !== undefined && min <= 0)
    throw new UsageError('a logarithmic axis must begin above 0', { where, received: String(min) });
  return options;
}

/** Throws if a logarithmic axis has nowhere to put one of the values. */
export function requireFits(where: string, { log, name }: AxisOptions, values: Iterable<number>): void {
  if (!log) return;
  for (const value of values)
    if (value <= 0)
      throw new DataError(`the logarithmic axis '${name}' shows only numbers above 0`, {
        where,
        received: String(value),
      });
}

const nameStyle = { fontSize: fontSize.text, color: colors.text } as const;
const labelStyle = { fontSize: fontSize.small, color: colors.faint } as const;

/** An axis of numbers. `along` says which of the two it is, `room` how much of it stays free beyond the data, as a part of it. */
export function numberAxis(along: 'x' | 'y', { name, log = false, min, max }: AxisOptions, room = 0): object {
  return {
    ...axisOf(along, name),
    type: log ? 'log' : 'value',
    scale: true,
    boundaryGap: [room, room],
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    splitLine: { show: true, lineStyle: { color: colors.grid } },
    axisLabel: { ...labelStyle, hideOverlap: true, formatter: (value: number) => showNumber(value) },
  };
}

/** An axis of words. */
export const wordAxis = (along: 'x' | 'y', name: string, words: readonly string[]): object => ({
  ...axisOf(along, name),
  type: 'category',
  data: [...words],
  axisTick: { show: false },
  splitLine: { show: false },
  axisLabel: { ...labelStyle, interval: 0, hideOverlap: true },
});

const axisOf = (along: 'x' | 'y', name: string): object => ({
  name,
  nameLocation: 'middle',
  nameGap: along === 'x' ? 10 : 12,
  ...(along === 'y' && { nameRotate: 90 }),
  nameTextStyle: nameStyle,
  axisLine: { show: true, onZero: false, lineStyle: { color: colors.axis } },
  axisTick: { show: true, lineStyle: { color: colors.axis } },
});
