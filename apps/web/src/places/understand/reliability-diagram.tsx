'use client';
/** What is said against what is so. */
import type { ReliabilityBin } from '@graftml/vision';
import { useText } from '../../text/text.tsx';
import type { LookedOf } from './looked-at.ts';

const side = 240;
const left = 56;
const bottom = 40;
const top = 10;

const x = (share: number) => left + share * side;
const y = (share: number) => top + (1 - share) * side;

export interface ReliabilityDiagramProps {
  readonly bins: readonly ReliabilityBin[];
  readonly onOpen: (of: LookedOf) => void;
}

export function ReliabilityDiagram({ bins, onOpen }: ReliabilityDiagramProps) {
  const { sure } = useText().understand;
  const filled = bins.filter((bin): bin is Required<ReliabilityBin> => bin.accuracy !== undefined);
  const most = Math.max(...filled.map(({ n }) => n), 1);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing with parts that can be pressed
    <svg
      viewBox={`0 0 ${left + side + 24} ${top + side + bottom}`}
      className="w-full max-w-80 text-[11px]"
      role="group"
      aria-label={`${sure.says}; ${sure.isRight}`}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share} className="fill-faint">
          <line x1={x(0)} x2={x(1)} y1={y(share)} y2={y(share)} className="stroke-line" />
          <text x={left - 8} y={y(share) + 4} textAnchor="end" className="counts">
            {share * 100} %
          </text>
          <text x={x(share)} y={y(0) + 16} textAnchor="middle" className="counts">
            {share * 100} %
          </text>
        </g>
      ))}
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="stroke-faint" strokeDasharray="4 4" />
      <text x={x(0.5)} y={y(0) + 34} textAnchor="middle" className="fill-soft">
        {sure.says}
      </text>
      <text transform={`translate(11 ${y(0.5)}) rotate(-90)`} textAnchor="middle" className="fill-soft">
        {sure.isRight}
      </text>
      {filled.map(({ from, to, n, confidence, accuracy, interval }) => {
        const open = () => onOpen({ kind: 'between', from, to });
        return (
          // biome-ignore lint/a11y/useSemanticElements: there are no buttons in a drawing
          <g
            key={from}
            role="button"
            tabIndex={0}
            aria-label={sure.dot(from, to, n, accuracy)}
            onClick={open}
            onKeyDown={(event) => event.key === 'Enter' && open()}
            className="group cursor-pointer rounded-small"
          >
            <title>{sure.dot(from, to, n, accuracy)}</title>
            <line
              x1={x(confidence)}
              x2={x(confidence)}
              y1={y(interval[0])}
              y2={y(interval[1])}
              className="stroke-accent/60"
              strokeWidth={2}
            />
            <circle
              cx={x(confidence)}
              cy={y(accuracy)}
              r={4 + 7 * Math.sqrt(n / most)}
              className="fill-accent stroke-surface transition-colors group-hover:fill-accent-strong"
              strokeWidth={2}
            />
          </g>
        );
      })}
    </svg>
  );
}
