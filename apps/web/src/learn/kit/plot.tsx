'use client';
/** Two axes and what is drawn between them, as wide as there is room. */
import { type ReactNode, useId, useRef } from 'react';
import { useWidth } from '../../places/understand/map/use-width.ts';
import { type Axis, type Scale, scaleOf, shown, ticksOf } from './scale.ts';

export interface Area {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlotProps {
  /** Above it. */
  readonly title?: string;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly height?: number;
  /** As high as wide: for planes in which directions count. */
  readonly isSquare?: boolean;
  /** Names of what is drawn: see `Legend`. */
  readonly legend?: ReactNode;
  /** Pixels under the lines. */
  readonly behind?: ReactNode;
  /** What may reach over the edges. */
  readonly over?: (area: Area) => ReactNode;
  /** Where it was pressed or drawn over, as values of the axes. */
  readonly onPoint?: (x: number, y: number) => void;
  readonly children: (area: Area) => ReactNode;
}

export function Plot(props: PlotProps) {
  const { title, label, x, y, legend, behind, over, onPoint, children, isSquare = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const clip = useId();
  const width = useWidth(box);
  const given = props.height ?? 240;
  const left = 14 + 6.7 * longestOf(y, isSquare ? largest : given) + (y.name ? 16 : 0);
  const bottom = (x.ticks?.length === 0 ? 4 : 20) + (x.name ? 16 : 0);
  const [top, right] = [8, 10];
  const inner = Math.max(10, width - left - right);
  const height = isSquare ? Math.min(inner, largest) + top + bottom : given;
  const area: Area = {
    left,
    top,
    width: isSquare ? Math.min(inner, largest) : inner,
    height: height - top - bottom,
    x: () => 0,
    y: () => 0,
  };
  const scaled: Area = {
    ...area,
    x: scaleOf(x, left, left + area.width),
    y: scaleOf(y, top + area.height, top),
  };
  const pointed =
    onPoint &&
    ((event: React.PointerEvent<SVGSVGElement>) => {
      if (event.buttons !== 1) return;
      const frame = event.currentTarget.getBoundingClientRect();
      const across = (event.clientX - frame.left - left) / area.width;
      const up = 1 - (event.clientY - frame.top - top) / area.height;
      const within = (part: number) => Math.min(1, Math.max(0, part));
      onPoint(x.from + within(across) * (x.to - x.from), y.from + within(up) * (y.to - y.from));
    });
  return (
    <figure className="min-w-0">
      {(title || legend) && (
        <figcaption className="mb-1 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-small">
          {title && <span className="font-medium">{title}</span>}
          {legend}
        </figcaption>
      )}
      <div ref={box} className="relative" role="img" aria-label={label}>
        {width > 0 && (
          <>
            {behind && (
              <div className="absolute overflow-hidden" style={{ left, top, width: area.width, height: area.height }}>
                {behind}
              </div>
            )}
            <svg
              width={width}
              height={height}
              className={`relative block ${pointed ? 'cursor-crosshair touch-none' : ''}`}
              aria-hidden
              onPointerDown={pointed}
              onPointerMove={pointed}
            >
              <clipPath id={clip}>
                <rect x={left} y={top - 1} width={area.width} height={area.height + 2} />
              </clipPath>
              <Axes x={x} y={y} area={scaled} isBare={behind !== undefined} />
              <g clipPath={`url(#${clip})`}>{children(scaled)}</g>
              {over?.(scaled)}
            </svg>
          </>
        )}
      </div>
    </figure>
  );
}

/** Along a side of a square. */
const largest = 380;

/** Signs of the longest number beside an axis. */
const longestOf = (axis: Axis, height: number): number =>
  Math.max(0, ...numbersBeside(axis, height).map((value) => (axis.format ?? shown)(value).length));

const numbersBeside = (axis: Axis, height: number) => ticksOf(axis, Math.max(2, height / 44));

interface AxesProps {
  readonly x: Axis;
  readonly y: Axis;
  readonly area: Area;
  readonly isBare: boolean;
}

function Axes({ x, y, area, isBare }: AxesProps) {
  const { left, top, width, height } = area;
  const format = (axis: Axis) => axis.format ?? shown;
  return (
    <g fontSize={12} fill="var(--soft)" className="counts">
      {numbersBeside(y, height).map((value) => {
        const at = Math.round(area.y(value)) + 0.5;
        return (
          <g key={value}>
            {!isBare && <line x1={left} x2={left + width} y1={at} y2={at} stroke="var(--line)" />}
            <text x={left - 6} y={at} textAnchor="end" dominantBaseline="central">
              {format(y)(value)}
            </text>
          </g>
        );
      })}
      {ticksOf(x, Math.max(2, width / 72)).map((value) => (
        <text key={value} x={area.x(value)} y={top + height + 15} textAnchor="middle">
          {format(x)(value)}
        </text>
      ))}
      <rect
        x={left + 0.5}
        y={top + 0.5}
        width={Math.max(0, width - 1)}
        height={Math.max(0, height - 1)}
        fill="none"
        stroke="var(--line)"
      />
      {x.name && (
        <text x={left + width / 2} y={top + height + (x.ticks?.length === 0 ? 17 : 32)} textAnchor="middle">
          {x.name}
        </text>
      )}
      {y.name && (
        <text transform={`translate(11 ${top + height / 2}) rotate(-90)`} textAnchor="middle">
          {y.name}
        </text>
      )}
    </g>
  );
}
