'use client';
/** The figures of a training, in a row. */
import type { Findings, Trained } from '@graftml/studio';
import { useText } from '../../text/text.tsx';
import { bytes, share } from '../../ui/figures.ts';
import { range } from './about.ts';

interface FiguresProps {
  readonly trained: Trained;
  readonly findings: Findings | undefined;
}

export function Figures({ trained, findings }: FiguresProps) {
  const { app, backbone, train } = useText();
  const { figures: text } = train;
  const { seconds, size, strategy } = trained;
  const [device = '', reason] = trained.device.split(/: (.*)/s);
  const names: Readonly<Record<string, string>> = backbone.devices;
  const took =
    seconds < 100 ? train.seconds(seconds.toFixed(seconds < 10 ? 1 : 0)) : train.minutes(`${Math.round(seconds / 60)}`);
  const { accuracy, interval, n } = findings ?? {};
  const rows: readonly (readonly [term: string, value: string, more?: string | undefined])[] = [
    ...(accuracy !== undefined && interval
      ? ([[text.accuracy, share(accuracy), text.interval(range(interval))]] as const)
      : []),
    ...(n !== undefined ? ([[text.judged, app.photos(n)]] as const) : []),
    [text.took, took],
    [text.device, names[device] ?? device, reason && train.because(reason)],
    [text.strategy, backbone.strategies[strategy].name, backbone.strategies[strategy].term],
    [text.size, bytes(size)],
  ];
  return (
    <dl className="counts mt-6 grid grid-cols-2 gap-x-6 gap-y-4 border-line border-t pt-4 sm:grid-cols-3">
      {rows.map(([term, value, more]) => (
        <div key={term} className="min-w-0">
          <dt className="text-faint text-small">{term}</dt>
          <dd className="font-medium">
            {value} {more && <span className="block wrap-anywhere font-normal text-faint text-small">{more}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
