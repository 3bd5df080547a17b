'use client';
/** What follows the sentence: which classes are mixed up, and how far the figure can be trusted. */
import { doubtOf } from '@graftml/vision';
import { TriangleAlert } from 'lucide-react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { usePlace } from '../../workspace/place.ts';
import type { LookedOf } from './looked-at.ts';
import type { Found } from './understand-place.tsx';

export interface VerdictProps {
  readonly findings: Found;
  readonly onOpen: (of: LookedOf) => void;
}

export function Verdict({ findings, onOpen }: VerdictProps) {
  const { understand } = useText();
  const [, go] = usePlace();
  const of = useProject((project) => project.trained?.evaluation.of ?? 'validation');
  const { mixUps, classes, n, interval, perClass } = findings;
  const nameOf = (id: string) => classes.find((one) => one.id === id)?.name ?? '';
  const [worst] = mixUps;
  const doubt = doubtOf({ n, interval, perClass });
  return (
    <>
      <p className="text-ink">
        {worst ? understand.mixesUp(nameOf(worst.classes[0]), nameOf(worst.classes[1])) : understand.noMixUps}{' '}
        {worst && (
          <button
            type="button"
            onClick={() => onOpen({ kind: 'pair', classes: worst.classes })}
            className="rounded-small font-medium text-accent underline decoration-1 underline-offset-4 hover:text-accent-strong"
          >
            {understand.lookAtThese(worst.total)}
          </button>
        )}
      </p>
      <p className="mt-1 text-faint text-small">
        {understand.judgedBy(n, of)} {understand.interval95}
      </p>
      {doubt && (
        <p className="mt-3 flex max-w-3xl items-start gap-2 rounded-small bg-warn-soft px-3 py-2 text-ink text-small">
          <TriangleAlert size={16} className="mt-0.5 shrink-0 text-warn" aria-hidden />
          <span>
            {understand.doubt(doubt)}{' '}
            <button
              type="button"
              onClick={() => go('photos')}
              className="font-medium underline underline-offset-4 hover:text-accent"
            >
              {understand.morePhotos}
            </button>
          </span>
        </p>
      )}
    </>
  );
}
