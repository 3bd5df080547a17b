/** Numbers against numbers: lines and points in one plane. */
import { UsageError } from '@graftml/core';
import { type Axis, type AxisOptions, numberAxis, requireAxis, requireFits } from './axes.ts';
import { colorOf, type Look, shapeOf, symbolOf } from './legend.ts';
import { render } from './render.ts';
import { colors, type Frame, fontSize, palette } from './style.ts';
import { requireSurface, type Surface, surfaceSeries } from './surface.ts';

/** Points that belong together, of one colour. */
export interface Series {
  /** Named series stand in the legend, where there are several. */
  readonly name?: string;
  /** 1, 2, 3, … unless given, as epochs are counted. */
  readonly x?: ArrayLike<number>;
  /** What is not a finite number is a gap. */
  readonly y: ArrayLike<number>;
  readonly draw?: 'line' | 'points' | 'both';
  readonly dashed?: boolean;
  /** Of the line, in pixels; 2 unless given. */
  readonly thickness?: number;
  /** The next of the palette unless given. */
  readonly color?: string;
  /** A word beside each point. */
  readonly labels?: readonly string[];
}

/** A dashed line across the picture, at an x or a y, and what it marks. */
export type Mark = ({ readonly x: number } | { readonly y: number }) & { readonly label?: string };

/** A word at a place. */
export interface Note {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Options of `lines` and `scatter`. */
export interface PlaneOptions extends Frame {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly marks?: readonly Mark[];
  readonly notes?: readonly Note[];
  /** Behind everything: a function of both coordinates, as bands of colour. */
  readonly surface?: Surface;
}

/** Series as lines. */
export const lines = (options: PlaneOptions): string => plane('lines', 'line', options);

/** Series as points. */
export const scatter = (options: PlaneOptions): string => plane('scatter', 'points', options);

function plane(where: string, usual: 'line' | 'points', options: PlaneOptions): string {
  const { series, marks = [], notes = [], surface } = options;
  const x = requireAxis(`${where}: x`, options.x);
  const y = requireAxis(`${where}: y`, options.y);
  if (series.length === 0 && !surface) throw new UsageError('there is nothing to draw', { where });
  if (surface) requireSurface(where, surface, [x, y]);
  const points = series.map((one) => pointsOf(where, usual, one));
  const places = [...points.flat(), ...notes.map((note) => [note.x, note.y] as const)];
  requireFits(where, x, [...places.map(([at]) => at), ...marks.flatMap((mark) => ('x' in mark ? [mark.x] : []))]);
  requireFits(where, y, [...places.map(([, at]) => at), ...marks.flatMap((mark) => ('y' in mark ? [mark.y] : []))]);
  const looks = series.map((one, i) => lookOf(one, i, usual));
  const names = series.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (new Set(names).size < names.length)
    throw new UsageError('two series have the same name', { where, received: names.join(', ') });
  const room = !surface && series.some(({ draw = usual }) => draw === 'points') ? 0.04 : 0;
  const axis = (along: 'x' | 'y', own: AxisOptions) =>
    numberAxis(along, surface ? { min: surface[along][0], max: surface[along][1], ...own } : own, room);
  return render({
    frame: options,
    legend:
      series.length > 1 ? series.flatMap(({ name }, i) => (name === undefined ? [] : [{ name, ...looks[i]! }])) : [],
    option: {
      xAxis: axis('x', x),
      yAxis: axis('y', y),
      series: [
        ...(surface ? [surfaceSeries(surface)] : []),
        ...series.map((one, i) => seriesOption(one, looks[i]!, points[i]!)),
        ...(marks.length > 0 ? [marksSeries(marks)] : []),
        ...(notes.length > 0 ? [notesSeries(notes)] : []),
      ],
    },
  });
}

function pointsOf(where: string, usual: 'line' | 'points', series: Series): (readonly [number, number])[] {
  const { name, x, y, labels, draw = usual, dashed, thickness } = series;
  const who = name === undefined ? where : `${where}: ${name}`;
  if (draw === 'points' && (dashed || thickness !== undefined))
    throw new UsageError('points have no line that could be dashed or thick', { where: who, hint: "draw: 'both'" });
  for (const [what, other] of [
    ['x', x],
    ['labels', labels],
  ] as const)
    if (other && other.length !== y.length)
      throw new UsageError(`${what} and y must have the same length`, {
        where: who,
        received: `${other.length} and ${y.length}`,
      });
  return Array.from(y, (value, i) => [x ? x[i]! : i + 1, value] as const);
}

function lookOf({ draw, dashed = false, color }: Series, index: number, usual: 'line' | 'points'): Look {
  const drawn = draw ?? usual;
  const again = color === undefined && index >= palette.length;
  return {
    color: color ?? colorOf(index),
    ...(drawn !== 'points' && { line: dashed || again ? 'dashed' : 'solid' }),
    ...(drawn !== 'line' && { symbol: shapeOf(index) }),
  };
}

function seriesOption(
  { thickness = 2, labels }: Series,
  { color, line, symbol }: Look,
  points: readonly (readonly [number, number])[],
): object {
  return {
    type: line ? 'line' : 'scatter',
    z: 3,
    silent: true,
    emphasis: { disabled: true },
    data: points.map(([x, y], i) => ({
      value: [x, Number.isFinite(x) && Number.isFinite(y) ? y : '-'],
      ...(labels?.[i] && { label: { show: true, formatter: labels[i], position: 'right', opacity: 1, ...noteStyle } }),
    })),
    // A label needs something to stand beside.
    symbol: symbol ? symbolOf(symbol) : labels ? 'circle' : 'none',
    symbolSize: symbol ? (line ? 6 : 8) : 0,
    showAllSymbol: true,
    clip: true,
    itemStyle: { color, opacity: 0.9, ...(!line && { borderColor: colors.background, borderWidth: 0.8 }) },
    ...(line && { lineStyle: { color, width: thickness, type: line, join: 'round' } }),
  };
}

const noteStyle = {
  color: colors.text,
  fontSize: fontSize.small,
  textBorderColor: colors.background,
  textBorderWidth: 3,
} as const;

const marksSeries = (marks: readonly Mark[]): object => ({
  type: 'line',
  z: 2,
  silent: true,
  data: [],
  markLine: {
    silent: true,
    symbol: 'none',
    animation: false,
    // ECharts would round their places to two decimals.
    precision: -1,
    lineStyle: { color: colors.faint, type: 'dashed', width: 1.2 },
    data: marks.map((mark) => ({
      ...('x' in mark ? { xAxis: mark.x } : { yAxis: mark.y }),
      label: {
        show: mark.label !== undefined,
        formatter: mark.label ?? '',
        position: 'insideEndTop',
        ...noteStyle,
      },
    })),
  },
});

const notesSeries = (notes: readonly Note[]): object => ({
  type: 'scatter',
  z: 4,
  silent: true,
  symbolSize: 0,
  itemStyle: { opacity: 1 },
  data: notes.map(({ x, y, text }) => ({
    value: [x, y],
    label: { show: true, formatter: text, position: 'top', distance: 4, ...noteStyle },
  })),
});
