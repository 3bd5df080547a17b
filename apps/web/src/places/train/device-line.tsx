'use client';
/** Where it will run or runs, and why there. */
import { Cpu } from 'lucide-react';
import { usePrepared } from '../../state/prepared.ts';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import type { Show } from './show.ts';

export function DeviceLine({ running }: { readonly running?: Show['device'] }) {
  const { train: text, backbone } = useText();
  const [preparing] = usePrepared();
  const onServer = useProject(({ settings }) => settings.device === 'server');
  const known = preparing.kind === 'ready' && !onServer ? preparing.prepared : undefined;
  const { device, reason } = running ?? known ?? {};
  const name =
    device && device in backbone.devices ? backbone.devices[device as keyof typeof backbone.devices] : device;
  const term =
    device && device in backbone.deviceTerms ? backbone.deviceTerms[device as keyof typeof backbone.deviceTerms] : '';
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-soft">
      <Cpu size={16} aria-hidden className="text-accent" />
      {running && name !== undefined
        ? text.running(name)
        : onServer
          ? text.runsServer
          : name === undefined
            ? text.loadsFirst
            : text.runs(name)}
      {name !== undefined && term !== name && <span className="text-faint">{term}</span>}
      {reason && <span className="text-faint">({text.because(reason)})</span>}
    </p>
  );
}
