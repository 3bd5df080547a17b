'use client';
/** How much the features tell at each cut: bars with what chance would make. */
import type { Probe } from '@graftml/vision';
import { useText } from '../../text/text.tsx';
import { classes } from '../../ui/classes.ts';
import { share } from '../../ui/figures.ts';

export function Probes({ probes }: { readonly probes: readonly Probe[] }) {
  const { backbone: text } = useText();
  const best = Math.max(...probes.map(({ accuracy }) => accuracy));
  return (
    <figure>
      <figcaption className="mb-2 font-medium text-small">
        {text.probes} <span className="ml-1 font-normal text-faint">{text.probesTerm}</span>
      </figcaption>
      <ul className="grid grid-cols-[minmax(0,auto)_1fr_auto] items-center gap-x-3 gap-y-1.5 text-small">
        {probes.map(({ at, accuracy, standardError }) => (
          <li key={at ?? ''} className="contents">
            <span className="truncate text-soft" title={at}>
              {at ?? text.output}
            </span>
            <span aria-hidden className="relative h-4">
              <span
                className={classes('block h-full rounded-[3px]', accuracy === best ? 'bg-accent' : 'bg-line-strong')}
                style={{ width: `${accuracy * 100}%` }}
              />
              <span
                className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-ink"
                style={{
                  left: `${Math.max(0, accuracy - standardError) * 100}%`,
                  right: `${Math.max(0, 1 - accuracy - standardError) * 100}%`,
                }}
              />
            </span>
            <span className="counts text-right">
              {share(accuracy)} <span className="text-faint">± {(standardError * 100).toFixed(1)}</span>
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
