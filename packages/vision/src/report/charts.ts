/** The report's charts, as SVG that takes its colours from the page. */
import { lines, palette, type Series, scatter } from '@graftml/plot';
import type { Evaluation } from '../transfer/evaluation.ts';
import type { Unsure } from '../trust/calibrate.ts';
import type { Reliability } from '../trust/reliability.ts';
import type { Curve, ValuesReport } from './report.ts';
import { type Html, raw } from './text.ts';

const [blue, orange] = palette;
/** Drawn at about the size they are seen at, on a phone too. */
const size = { width: 440, height: 330 } as const;

/** What it says against what is so, before and after the temperature. */
export function reliabilityChart({ temperature, before, after }: Evaluation['calibration']): Html {
  const points = ({ bins }: Reliability) => bins.filter(({ n }) => n > 0);
  const series = (name: string, color: string, of: Reliability, dashed: boolean): Series => ({
    name,
    color,
    draw: 'both',
    dashed,
    x: points(of).map(({ confidence }) => confidence),
    y: points(of).map(({ accuracy }) => accuracy!),
  });
  return inlined(
    'reliability',
    lines({
      ...size,
      x: { name: 'how sure it says it is', min: 0, max: 1 },
      y: { name: 'share that is right', min: 0, max: 1 },
      series: [
        { name: 'true', x: [0, 1], y: [0, 1], color: '#888888', dashed: true, thickness: 1.2 },
        ...(temperature === 1 ? [] : [series('before', orange, before, true)]),
        series(temperature === 1 ? 'said' : 'after', blue, after, false),
      ],
    }),
  );
}

/** How much is right of what is answered, as less and less is answered. */
export function coverageChart({ coverage, accuracy }: Evaluation, unsure: Unsure | undefined): Html {
  const points = coverage.filter((point) => point.accuracy !== undefined);
  const at = unsure && points.findLast(({ threshold }) => threshold <= unsure.threshold);
  const least = Math.min(...points.map((point) => point.accuracy!), accuracy);
  return inlined(
    'coverage',
    lines({
      ...size,
      x: { name: 'share that it answers', min: 0, max: 1 },
      y: { name: 'share of answers that is right', min: Math.max(0, Math.floor(least * 10 - 1) / 10), max: 1 },
      series: [
        { x: points.map((point) => point.coverage), y: points.map((point) => point.accuracy!), color: blue },
        ...(at ? [{ x: [at.coverage], y: [at.accuracy!], draw: 'points' as const, color: orange }] : []),
      ],
      ...(at && { marks: [{ x: at.coverage, label: `below ${unsure!.threshold.toFixed(2)}: unsure` }] }),
    }),
  );
}

/** More points make a blot, and a heavy page. */
const mostPoints = 2000;

/** What was told of each picture against what is so. */
export function valuesChart({ points }: ValuesReport): Html {
  const step = Math.ceil(points.length / mostPoints);
  const shown = points.filter((_, i) => i % step === 0);
  const ends = points
    .flat()
    .reduce(
      ([low, high], value) => [Math.min(low!, value), Math.max(high!, value)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
  return inlined(
    'values',
    scatter({
      ...size,
      height: 400,
      x: 'what is so',
      y: 'what it tells',
      series: [
        { x: ends, y: ends, draw: 'line', color: '#888888', dashed: true, thickness: 1.2 },
        { x: shown.map(([value]) => value), y: shown.map(([, said]) => said), color: blue },
      ],
    }),
  );
}

/** A figure by epochs. */
export function curveChart({ figure, series, best }: Curve, index: number): Html {
  return inlined(
    `curve${index}`,
    lines({
      ...size,
      x: 'epoch',
      y: figure,
      series: series.map(({ name, values }) => ({
        name,
        y: values,
        ...(values.length === 1 && { draw: 'both' as const }),
      })),
      ...(best !== undefined && { marks: [{ x: best, label: 'kept' }] }),
    }),
  );
}

/** Ids that no other chart of the page has. */
const inlined = (prefix: string, svg: string): Html =>
  raw(
    svg
      .replace(/\bid="([^"]+)"/g, (_, id: string) => `id="${prefix}-${id}"`)
      .replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${prefix}-${id})`)
      .replace(/href="#([^"]+)"/g, (_, id: string) => `href="#${prefix}-${id}"`),
  );
