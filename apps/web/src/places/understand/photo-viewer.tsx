'use client';
/** A photo with what is said of it and why; it can be given another class on the spot. */
import type { Judgement, PhotoId } from '@graftml/studio';
import { ChevronLeft, ChevronRight, Images } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useKeys } from '../../state/keys.tsx';
import { useModelClasses } from '../../state/model-classes.ts';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { AnswerBars } from '../../ui/answer-bars.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Empty } from '../../ui/states.tsx';
import { Alike } from './alike.tsx';
import { LookedName } from './looked-name.tsx';
import { PhotoActions } from './photo-actions.tsx';
import { PhotoPicture, type Seen } from './photo-picture.tsx';
import { PhotoStrip } from './photo-strip.tsx';
import { Said } from './said.tsx';
import type { Found } from './understand-place.tsx';
import { useExplained } from './use-explained.ts';
import type { Looking } from './use-looked-at.ts';

export interface PhotoViewerProps {
  readonly findings: Found;
  readonly looking: Looking;
}

export function PhotoViewer({ findings, looking: { looked, at, go } }: PhotoViewerProps) {
  const { understand } = useText();
  const judged = useMemo(() => new Map(findings.judgements.map((one) => [one.id, one])), [findings]);
  const id = looked.ids[at];
  return (
    <section
      aria-label={understand.photo}
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4 shadow-rest lg:sticky lg:top-0"
    >
      <header className="flex items-center gap-1">
        <h2 className="min-w-0 flex-1 truncate font-semibold text-body">
          <LookedName of={looked.of} />
        </h2>
        {looked.ids.length > 0 && (
          <output className="counts whitespace-nowrap text-small text-soft">
            {understand.place(at + 1, looked.ids.length)}
          </output>
        )}
        <IconButton
          icon={ChevronLeft}
          label={understand.previous}
          keys="arrowleft"
          disabled={at === 0}
          onClick={() => go(at - 1)}
        />
        <IconButton
          icon={ChevronRight}
          label={understand.next}
          keys="arrowright"
          disabled={at >= looked.ids.length - 1}
          onClick={() => go(at + 1)}
        />
      </header>
      {id === undefined ? (
        <Empty icon={Images} title={understand.nothing} />
      ) : (
        <>
          <Photo key={id} id={id} next={looked.ids[at + 1]} judged={judged.get(id)} onDone={() => go(at + 1)} />
          <PhotoStrip ids={looked.ids} at={at} onGo={go} />
        </>
      )}
    </section>
  );
}

interface PhotoProps {
  readonly id: PhotoId;
  readonly next: PhotoId | undefined;
  readonly judged: Judgement | undefined;
  /** The person has decided about it. */
  readonly onDone: () => void;
}

function Photo({ id, next, judged, onDone }: PhotoProps) {
  const { understand } = useText();
  const photo = useProject((project) => project.photos[id]);
  const classes = useModelClasses();
  const [seen, setSeen] = useState<Seen>('said');
  const label = classes.find((one) => one.id === photo?.label);
  const { explained, error } = useExplained(photo && id, seen === 'label' ? label?.label : undefined, next);
  const order: readonly Seen[] = label ? ['said', 'label', 'photo'] : ['said', 'photo'];
  useKeys([
    {
      keys: 'h',
      says: understand.heat,
      act: () => setSeen((now) => order[(order.indexOf(now) + 1) % order.length] ?? 'said'),
    },
  ]);
  if (!photo) return <Empty title={understand.gone} />;
  return (
    <>
      <PhotoPicture
        photo={photo}
        explained={explained}
        error={error}
        seen={seen}
        onSeen={setSeen}
        label={label}
        classes={classes}
      />
      <Said photo={photo} explained={explained} judged={judged} classes={classes} />
      <PhotoActions photo={photo} onDone={onDone} />
      {explained && <AnswerBars top={explained.prediction.top} classes={classes} most={3} />}
      {explained?.nearest && <Alike nearest={explained.nearest} />}
    </>
  );
}
