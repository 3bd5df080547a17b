'use client';
/** How photos are changed while a network learns from them, and what it will see of them. */
import { ArrowRight, ImagePlus } from 'lucide-react';
import { useState } from 'react';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { PlacePage } from '../../ui/place-page.tsx';
import { Empty } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import { ContactSheet } from './contact-sheet.tsx';
import { IdleNote } from './idle-note.tsx';
import { Presets } from './presets.tsx';
import { useDraft } from './use-draft.ts';
import { WordSwitches } from './word-switches.tsx';

export function AugmentPlace() {
  const { places, backbone, augment: text } = useText();
  const session = useSession();
  const [, go] = usePlace();
  const stored = useProject(({ settings }) => settings.augmentation);
  const isEmpty = useProject(({ photos }) => Object.keys(photos).length === 0);
  const [spec, set] = useDraft(stored, (augmentation) =>
    session.apply({ type: 'settings', settings: { augmentation } }),
  );
  const [epoch, setEpoch] = useState(1);
  if (isEmpty)
    return (
      <PlacePage title={places.augment} hint={text.hint}>
        <Empty icon={ImagePlus} title={text.needPhotos} hint={text.needPhotosHint}>
          <Button kind="primary" onClick={() => go('photos')}>
            {text.addPhotos}
          </Button>
        </Empty>
      </PlacePage>
    );
  return (
    <PlacePage
      title={places.augment}
      hint={text.hint}
      primary={
        <Button kind="primary" onClick={() => go('train')}>
          {backbone.toTrain}
          <ArrowRight size={18} aria-hidden />
        </Button>
      }
    >
      <IdleNote />
      <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <div className="order-2 flex flex-col gap-6 lg:order-1">
          <Presets spec={spec} onChange={set} />
          <WordSwitches spec={spec} onChange={set} />
        </div>
        <div className="order-1 lg:sticky lg:top-4 lg:order-2">
          <ContactSheet spec={spec} epoch={epoch} onAgain={() => setEpoch((n) => n + 1)} />
        </div>
      </div>
    </PlacePage>
  );
}
