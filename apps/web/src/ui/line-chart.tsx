'use client';
/** Curves that are drawn while they grow. What they say stands beside them in words and in a table: see `label`. */
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import type uPlot from 'uplot';
import { colourIn, useThemeChanges } from './canvas-colours.ts';

export interface Curve {
  readonly name: string;
  /** One for each x; null where there is none. */
  readonly values: readonly (number | null)[];
  /** The one that counts, or the other. */
  readonly kind: 'main' | 'quiet';
}

export interface LineChartProps {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly xName: string;
  /** Rising. */
  readonly x: readonly number[];
  /** How far the axis goes at least. */
  readonly until: number;
  readonly curves: readonly Curve[];
  readonly format: (value: number) => string;
  /** Of the y axis; what there is unless given. */
  readonly range?: readonly [low: number, high: number];
  readonly flag?: { readonly x: number; readonly text: string } | undefined;
  /** Which x is pointed at. */
  readonly onPoint?: (index: number | undefined) => void;
  readonly height?: number;
}

export function LineChart(props: LineChartProps) {
  const { label, height = 208 } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const theme = useThemeChanges();

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isShown = true;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) plot.current?.setSize({ width: Math.floor(entry.contentRect.width), height });
    });
    void import('uplot').then(({ default: UPlot }) => {
      if (!isShown) return;
      plot.current = new UPlot(optionsOf(element, latest, height), dataOf(latest.current), element);
      observer.observe(element);
    });
    return () => {
      isShown = false;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [height]);

  const { x, curves, flag, until } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them changes what is drawn
  useEffect(() => {
    plot.current?.setData(dataOf(latest.current));
  }, [x, curves, flag, until, theme]);

  return <div ref={box} role="img" aria-label={label} style={{ height }} className="w-full overflow-hidden" />;
}

/** Each of them is seen while they are few. */
const fewPoints = ({ data }: uPlot): boolean => data[0].length <= 30;

const dataOf = ({ x, curves }: LineChartProps): uPlot.AlignedData =>
  [x, ...curves.map(({ values }) => values)] as unknown as uPlot.AlignedData;

function optionsOf(element: HTMLElement, latest: { readonly current: LineChartProps }, height: number): uPlot.Options {
  const colour = (variable: `--${string}`) => () => colourIn(element, variable);
  const font = `12px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: colour('--soft'), font, ticks: { show: false }, gap: 6 };
  return {
    width: Math.max(100, element.clientWidth),
    height,
    legend: { show: false },
    padding: [14, 16, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, range: () => [0, Math.max(latest.current.until, latest.current.x.at(-1) ?? 1)] },
      y: { range: (_, low, high) => yRange(latest.current.range, low, high) },
    },
    axes: [
      {
        ...axis,
        size: 28,
        label: latest.current.xName,
        labelFont: font,
        labelSize: 18,
        labelGap: 0,
        grid: { show: false },
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500],
        border: { show: true, stroke: colour('--line-strong'), width: 1 },
      },
      {
        ...axis,
        size: 52,
        space: 36,
        grid: { stroke: colour('--line'), width: 1 },
        values: (_, values) => values.map((value) => latest.current.format(value)),
      },
    ],
    series: [
      {},
      ...latest.current.curves.map(({ kind }) => ({
        stroke: colour(kind === 'main' ? '--accent' : '--faint'),
        width: kind === 'main' ? 2.5 : 1.75,
        ...(kind === 'quiet' && { dash: [5, 4] }),
        spanGaps: true,
        points: { show: kind === 'main' && fewPoints, size: 6, width: 2, fill: colour('--surface') },
      })),
    ],
    hooks: {
      draw: [(self) => drawFlag(self, latest.current.flag, element, font)],
      setCursor: [({ cursor }) => latest.current.onPoint?.(cursor.idx ?? undefined)],
    },
  };
}

function yRange(asked: LineChartProps['range'], low: number | null, high: number | null): [number, number] {
  if (asked) return [asked[0], asked[1]];
  return [Math.min(0, low ?? 0), (high ?? 1) * 1.08];
}

function drawFlag(self: uPlot, flag: LineChartProps['flag'], element: Element, font: string): void {
  if (!flag) return;
  const { ctx, bbox } = self;
  const ratio = window.devicePixelRatio;
  const x = Math.round(self.valToPos(flag.x, 'x', true));
  ctx.save();
  ctx.strokeStyle = colourIn(element, '--accent');
  ctx.fillStyle = ctx.strokeStyle;
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top - 8 * ratio);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = font.replace(/^[\d.]+px/, `600 ${12 * ratio}px`);
  const width = ctx.measureText(flag.text).width + 12 * ratio;
  const left = Math.min(x, bbox.left + bbox.width - width);
  ctx.beginPath();
  ctx.roundRect(left, bbox.top - 12 * ratio, width, 18 * ratio, 4 * ratio);
  ctx.fill();
  ctx.fillStyle = colourIn(element, '--on-accent');
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(flag.text, left + 6 * ratio, bbox.top - 3 * ratio);
  ctx.restore();
}
