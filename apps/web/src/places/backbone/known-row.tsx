'use client';
/** A known network: what it is, how large, under which licence, and whether it is here or has to be fetched. */
import type { KnownModel } from '@graftml/vision';
import { Check, Download } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { bytes, share } from '../../ui/figures.ts';
import { sourceOf } from './known-source.ts';

export interface KnownRowProps {
  readonly model: KnownModel;
  readonly isChosen: boolean;
  readonly isHere: boolean;
  readonly onUse: () => void;
  readonly onFetch: (address: string) => void;
}

export function KnownRow({ model, isChosen, isHere, onUse, onFetch }: KnownRowProps) {
  const { app, backbone: text } = useText();
  const [isAsking, setAsking] = useState(false);
  const { name, what, size, licence, top1 } = model;
  const source = sourceOf(model);
  const shown = model.source.kind === 'package' ? text.ofPackage : what;
  const fetchIt = () => {
    setAsking(false);
    if (source) onFetch(source.address);
  };
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <p className="truncate font-medium">{shown}</p>
          <p className="counts text-faint text-small">
            {name} · {bytes(size)} · {text.column.licence} {licence}
            {top1 && ` · ${text.column.top1} ${text.top1(share(top1.accuracy), top1.by)}`}
          </p>
        </div>
        {isChosen ? (
          <span className="flex items-center gap-2 font-medium text-accent text-small">
            <Check size={16} aria-hidden />
            {text.inUse}
          </span>
        ) : isHere ? (
          <>
            <span className="text-faint text-small">
              {model.source.kind === 'package' ? text.inPackage : text.here}
            </span>
            <Button size="small" onClick={onUse} aria-label={`${text.use} ${shown}`}>
              {text.use}
            </Button>
          </>
        ) : (
          <Button
            size="small"
            onClick={source?.host ? () => setAsking(true) : fetchIt}
            aria-label={`${text.fetch(bytes(size))}: ${shown}`}
          >
            <Download size={16} aria-hidden />
            {text.fetch(bytes(size))}
          </Button>
        )}
      </div>
      {isAsking && source?.host && (
        <div className="mt-2 rounded-small bg-sunken p-3 text-small">
          <p className="mb-2">{text.fromElsewhere(bytes(size), source.host)}</p>
          <div className="flex gap-2">
            <Button size="small" onClick={fetchIt}>
              {text.fetchIt}
            </Button>
            <Button size="small" kind="quiet" onClick={() => setAsking(false)}>
              {app.cancel}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
