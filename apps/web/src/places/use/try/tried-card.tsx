'use client';
import { unsureOf } from '@graftml/studio';
import { useState } from 'react';
import { useBlobUrl } from '../../../state/blob-url.ts';
import { useModelClasses } from '../../../state/model-classes.ts';
import { useProject } from '../../../state/studio.tsx';
import { useText } from '../../../text/text.tsx';
import { AnswerBars } from '../../../ui/answer-bars.tsx';
import { Segments } from '../../../ui/field.tsx';
import { saidOf } from '../../../ui/said.ts';
import { Skeleton } from '../../../ui/states.tsx';
import { Answer } from './answer.tsx';
import type { Tried } from './use-tried.ts';

/** A picture, what is said of it, and where the model looks. */
export function TriedCard({ tried: { name, blob, explained, error } }: { readonly tried: Tried }) {
  const { use } = useText();
  const classes = useModelClasses();
  const threshold = useProject((project) => unsureOf(project)?.threshold);
  const [seen, setSeen] = useState<'heat' | 'plain'>('heat');
  const plain = useBlobUrl(blob);
  const overlay = useBlobUrl(explained?.overlay);
  const url = seen === 'heat' && overlay ? overlay : plain;
  return (
    <li className="arrive flex flex-col overflow-hidden rounded-card border border-line bg-surface shadow-rest">
      <div className="relative flex h-56 items-center justify-center bg-sunken">
        {url && error === undefined && (
          // biome-ignore lint/performance/noImgElement: a blob of this browser, nothing to optimise
          <img src={url} alt={name} className="size-full object-contain" decoding="async" />
        )}
        {overlay && (
          <div className="absolute bottom-2 left-2">
            <Segments
              label={use.try.heat}
              value={seen}
              choices={[
                { value: 'heat', label: use.try.heat },
                { value: 'plain', label: use.try.plain },
              ]}
              onChange={setSeen}
            />
          </div>
        )}
      </div>
      <div className="flex flex-1 flex-col gap-3 p-4">
        <p className="truncate text-faint text-small">{name}</p>
        {error !== undefined && (
          <p role="alert" className="text-small text-wrong">
            {use.try.broken}: {saidOf(error).statement}
          </p>
        )}
        {!explained && error === undefined && (
          <>
            <Skeleton className="h-6 w-40" />
            <Skeleton className="h-16 w-full" />
          </>
        )}
        {explained && (
          <>
            <Answer explained={explained} classes={classes} threshold={threshold} />
            <AnswerBars top={explained.prediction.top} classes={classes} threshold={threshold} />
          </>
        )}
      </div>
    </li>
  );
}
