'use client';
/** The less it answers, the more of that is right. */
import type { Coverage } from '@graftml/vision';
import { useText } from '../../text/text.tsx';

const width = 240;
const height = 150;
const left = 56;
const top = 10;
const bottom = 40;

export interface CoverageCurveProps {
  readonly curve: readonly Coverage[];
  /** Where it is now. */
  readonly now: Coverage;
}

export function CoverageCurve({ curve, now }: CoverageCurveProps) {
  const { coverage } = useText().understand;
  const shown = curve.filter((one): one is Coverage & { accuracy: number } => one.accuracy !== undefined);
  const least = Math.max(0, Math.floor(Math.min(...shown.map(({ accuracy }) => accuracy), 0.9) * 10) / 10);
  const x = (share: number) => left + share * width;
  const y = (share: number) => top + (1 - (share - least) / (1 - least)) * height;
  const points = shown.map((one) => `${x(one.coverage).toFixed(1)},${y(one.accuracy).toFixed(1)}`).join(' ');
  return (
    <svg
      viewBox={`0 0 ${left + width + 24} ${top + height + bottom}`}
      className="w-full max-w-80 text-[11px]"
      role="img"
      aria-label={coverage.curve}
    >
      {[least, (least + 1) / 2, 1].map((share) => (
        <g key={share} className="fill-faint">
          <line x1={x(0)} x2={x(1)} y1={y(share)} y2={y(share)} className="stroke-line" />
          <text x={left - 8} y={y(share) + 4} textAnchor="end" className="counts">
            {Math.round(share * 100)} %
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((share) => (
        <text key={share} x={x(share)} y={y(least) + 16} textAnchor="middle" className="counts fill-faint">
          {share * 100} %
        </text>
      ))}
      <text x={x(0.5)} y={y(least) + 34} textAnchor="middle" className="fill-soft">
        {coverage.answered}
      </text>
      <text transform={`translate(11 ${top + height / 2}) rotate(-90)`} textAnchor="middle" className="fill-soft">
        {coverage.isRight}
      </text>
      <polyline points={points} fill="none" className="stroke-accent" strokeWidth={2} strokeLinejoin="round" />
      {now.accuracy !== undefined && (
        <g
          className="transition-transform duration-150"
          style={{ transform: `translate(${x(now.coverage)}px, ${y(now.accuracy)}px)` }}
        >
          <line y2={y(least) - y(now.accuracy)} className="stroke-accent/50" strokeDasharray="3 3" />
          <circle r={6} className="fill-accent stroke-surface" strokeWidth={2} />
        </g>
      )}
    </svg>
  );
}
