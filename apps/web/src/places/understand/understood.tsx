'use client';
/** The sentence first; then the whole at the left, the photos that it is about at the right. */
import { useState } from 'react';
import { TaskLine } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/field.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { usePlace } from '../../workspace/place.ts';
import { Certainty } from './certainty.tsx';
import { ClassTable } from './class-table.tsx';
import { MapView } from './map/map-view.tsx';
import { Matrix } from './matrix.tsx';
import { PhotoViewer } from './photo-viewer.tsx';
import type { Found } from './understand-place.tsx';
import { useLookedAt } from './use-looked-at.ts';
import { type Relearning, useRelearn } from './use-relearn.ts';
import { Verdict } from './verdict.tsx';

const views = ['matrix', 'classes', 'map', 'sure'] as const;

export function Understood({ findings }: { readonly findings: Found }) {
  const { understand } = useText();
  const [, goTo] = usePlace();
  const [view, setView] = useState<(typeof views)[number]>('matrix');
  const looking = useLookedAt(findings);
  const relearning = useRelearn();
  const { open } = looking;
  return (
    <PlacePage
      title={understand.verdict(findings.accuracy, findings.interval)}
      hint={<Verdict findings={findings} onOpen={open} />}
      note={<Note findings={findings} relearning={relearning} />}
      primary={
        relearning.stale ? (
          <Button kind="primary" onClick={relearning.learn}>
            {understand.again}
          </Button>
        ) : (
          <Button kind="primary" onClick={() => goTo('use')}>
            {understand.use}
          </Button>
        )
      }
    >
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
        <section className="flex min-w-0 flex-col gap-4">
          <div>
            <Segments
              label={understand.views.label}
              value={view}
              choices={views.map((value) => ({ value, label: understand.views[value] }))}
              onChange={setView}
            />
          </div>
          {view === 'matrix' && <Matrix findings={findings} looked={looking.looked.of} onOpen={open} />}
          {view === 'classes' && <ClassTable findings={findings} onOpen={open} />}
          {view === 'map' && <MapView findings={findings} onOpen={open} />}
          {view === 'sure' && <Certainty findings={findings} onOpen={open} />}
        </section>
        <PhotoViewer findings={findings} looking={looking} />
      </div>
    </PlacePage>
  );
}

function Note({ findings, relearning }: { readonly findings: Found; readonly relearning: Relearning }) {
  const { understand } = useText();
  if (relearning.running || !relearning.stale)
    return (
      <div className="max-w-md">
        <TaskLine of="train" />
        {!relearning.running && relearning.before !== undefined && (
          <output>{understand.relearnt(findings.accuracy, relearning.before)}</output>
        )}
      </div>
    );
  return understand.stale;
}
