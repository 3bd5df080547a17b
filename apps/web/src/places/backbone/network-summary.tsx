'use client';
/** The chosen network in a line: its name, what it is, and where it runs and why. */
import type { Prepared } from '@graftml/studio';
import { Cpu } from 'lucide-react';
import { useText } from '../../text/text.tsx';
import { count } from '../../ui/figures.ts';

export function NetworkSummary({ prepared }: { readonly prepared: Prepared }) {
  const { backbone: text, train } = useText();
  const { name, device, reason, width, parameters, size } = prepared;
  return (
    <div className="mb-4 flex flex-wrap items-baseline gap-x-6 gap-y-1">
      <div className="min-w-0">
        <p className="truncate font-semibold text-title">{name}</p>
        <p className="counts text-small text-soft">
          {text.facts(`${size.width} × ${size.height}`, count(parameters), width.toLocaleString())}
        </p>
      </div>
      <p className="flex items-center gap-2 text-small text-soft sm:ml-auto" title={train.because(reason)}>
        <Cpu size={16} aria-hidden className="text-accent" />
        {text.runsOn(text.devices[device])}
        <span className="text-faint">{text.deviceTerms[device]}</span>
      </p>
    </div>
  );
}
