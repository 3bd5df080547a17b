'use client';
import type { SortedRow } from '@graftml/studio';
import { ImageOff } from 'lucide-react';
import { useBlobUrl } from '../../../state/blob-url.ts';
import type { ModelClass } from '../../../state/model-classes.ts';
import { useText } from '../../../text/text.tsx';
import { percentOf } from '../../../ui/answer-bars.tsx';
import { ClassName } from '../../../ui/class-name.tsx';

export interface SortedLineProps {
  readonly row: SortedRow;
  readonly blob: Blob | undefined;
  readonly classes: readonly ModelClass[];
}

export function SortedLine({ row: { path, answer, broken }, blob, classes }: SortedLineProps) {
  const { use } = useText();
  const url = useBlobUrl(answer && blob);
  const known = classes.find((one) => one.label === answer?.label);
  return (
    <div className="flex h-full items-center gap-3 px-3 text-small">
      <span className="flex size-11 shrink-0 items-center justify-center overflow-hidden rounded-small bg-sunken text-faint">
        {url ? (
          // biome-ignore lint/performance/noImgElement: a blob of this browser, nothing to optimise
          <img src={url} alt="" decoding="async" loading="lazy" className="size-full object-cover" />
        ) : (
          broken !== undefined && <ImageOff size={18} aria-hidden />
        )}
      </span>
      <span className="min-w-0 flex-1 truncate">{path}</span>
      {answer && (
        <>
          <span className="flex max-w-[45%] items-center gap-2">
            {answer.unsure && <span className="rounded-[4px] bg-warn-soft px-1.5 text-warn">{use.try.unsure}</span>}
            <ClassName
              index={known?.index ?? -1}
              name={known?.name ?? answer.label}
              className={answer.unsure ? 'text-soft' : ''}
            />
          </span>
          <span className="counts w-14 text-right text-soft">{percentOf(answer.probability)}</span>
        </>
      )}
      {broken !== undefined && <span className="max-w-[55%] truncate text-wrong">{broken}</span>}
    </div>
  );
}
