/** What is drawn between axes. */
import { soft, surface } from './colours.ts';
import { pathOf } from './path.ts';
import type { Area } from './plot.tsx';

export interface CurveProps {
  readonly area: Area;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly colour: string;
  readonly width?: number;
  readonly isDashed?: boolean;
  readonly opacity?: number;
}

export const Curve = ({ area, x, y, colour, width = 2, isDashed = false, opacity = 1 }: CurveProps) => (
  <path
    d={pathOf(x, y, area.x, area.y)}
    fill="none"
    stroke={colour}
    strokeWidth={width}
    strokeLinejoin="round"
    strokeLinecap="round"
    opacity={opacity}
    {...(isDashed && { strokeDasharray: '5 4' })}
  />
);

export interface DotProps {
  readonly area: Area;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly radius?: number;
  readonly isHollow?: boolean;
}

export const Dot = ({ area, x, y, colour, radius = 4, isHollow = false }: DotProps) => (
  <circle
    cx={area.x(x)}
    cy={area.y(y)}
    r={radius}
    fill={isHollow ? surface : colour}
    stroke={isHollow ? colour : surface}
    strokeWidth={isHollow ? 2 : 1.25}
  />
);

/** Points of several classes: each its colour and its shape. */
export function Points({
  area,
  points,
  labels,
  colours,
  radius = 4,
}: {
  readonly area: Area;
  readonly points: readonly (readonly [number, number])[];
  readonly labels: readonly number[];
  readonly colours: readonly string[];
  readonly radius?: number;
}) {
  return (
    <g stroke={surface} strokeWidth={1}>
      {points.map(([x, y], i) => {
        const label = labels[i] ?? 0;
        const key = `${i}`;
        return <path key={key} d={shapeAt(label, area.x(x), area.y(y), radius)} fill={colours[label] ?? soft} />;
      })}
    </g>
  );
}

/** A circle, a square, a triangle. */
export function shapeAt(label: number, x: number, y: number, r: number): string {
  const [a, b] = [x.toFixed(1), y.toFixed(1)];
  if (label % 3 === 1) return `M${a} ${b}m${-0.9 * r} ${-0.9 * r}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`;
  if (label % 3 === 2) return `M${a} ${b}m0 ${-1.2 * r}l${1.15 * r} ${2 * r}h${-2.3 * r}z`;
  return `M${a} ${b}m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/** A line across, with a word. */
export const Mark = ({
  area,
  x,
  y,
  text,
  colour = soft,
}: {
  readonly area: Area;
  readonly x?: number;
  readonly y?: number;
  readonly text?: string;
  readonly colour?: string;
}) => {
  const { left, top, width, height } = area;
  if (x !== undefined) {
    const at = area.x(x);
    const isRight = at > left + width * 0.6;
    return (
      <g fontSize={12} fill={colour}>
        <line x1={at} x2={at} y1={top} y2={top + height} stroke={colour} strokeDasharray="3 3" />
        {text && (
          <text x={at + (isRight ? -5 : 5)} y={top + 13} textAnchor={isRight ? 'end' : 'start'} {...halo}>
            {text}
          </text>
        )}
      </g>
    );
  }
  const at = area.y(y ?? 0);
  return (
    <g fontSize={12} fill={colour}>
      <line x1={left} x2={left + width} y1={at} y2={at} stroke={colour} strokeDasharray="3 3" />
      {text && (
        <text x={left + width - 5} y={at - 5} textAnchor="end" {...halo}>
          {text}
        </text>
      )}
    </g>
  );
};

/** So that words over lines can be read. */
export const halo = { paintOrder: 'stroke', stroke: surface, strokeWidth: 4, strokeLinejoin: 'round' } as const;

export interface LegendProps {
  readonly of: readonly {
    readonly name: string;
    readonly colour: string;
    /** As it is drawn: a line unless said otherwise. */
    readonly as?: 'line' | 'dashed' | 'area' | 0 | 1 | 2;
  }[];
}

export const Legend = ({ of }: LegendProps) => (
  <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-soft">
    {of.map(({ name, colour, as = 'line' }) => (
      <span key={name} className="inline-flex items-center gap-1.5">
        <svg width={16} height={12} aria-hidden className="shrink-0">
          {as === 'line' || as === 'dashed' ? (
            <line
              x1={0}
              x2={16}
              y1={6}
              y2={6}
              stroke={colour}
              strokeWidth={2.5}
              {...(as === 'dashed' && { strokeDasharray: '4 3' })}
            />
          ) : as === 'area' ? (
            <rect x={2} width={12} height={12} rx={2} fill={colour} />
          ) : (
            <path d={shapeAt(as, 8, 6, 4.5)} fill={colour} />
          )}
        </svg>
        {name}
      </span>
    ))}
  </span>
);
