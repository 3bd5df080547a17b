'use client';
/** The rail of places, and the one that is shown. */
import type { ComponentType } from 'react';
import { AugmentPlace } from '../places/augment/augment-place.tsx';
import { BackbonePlace } from '../places/backbone/backbone-place.tsx';
import { PhotosPlace } from '../places/photos/photos-place.tsx';
import { TrainPlace } from '../places/train/train-place.tsx';
import { useReturn } from '../places/train/use-training.ts';
import { UnderstandPlace } from '../places/understand/understand-place.tsx';
import { UsePlace } from '../places/use/use-place.tsx';
import { KeptProvider } from '../state/kept.tsx';
import { useSession } from '../state/studio.tsx';
import { ThumbnailsProvider } from '../state/thumbnails.tsx';
import { DropAnywhere } from './drop-anywhere.tsx';
import { type Place, usePlace } from './place.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

const shown: Readonly<Record<Place, ComponentType>> = {
  photos: PhotosPlace,
  backbone: BackbonePlace,
  augment: AugmentPlace,
  train: TrainPlace,
  understand: UnderstandPlace,
  use: UsePlace,
};

/** Needs what is kept. */
function Return() {
  useReturn();
  return null;
}

export function Workspace() {
  const session = useSession();
  const [place] = usePlace();
  const Shown = shown[place];
  return (
    <ThumbnailsProvider projectId={session.get().project.id}>
      <KeptProvider>
        <div className="flex h-dvh flex-col">
          <TopBar />
          <div className="flex min-h-0 flex-1 flex-col sm:flex-row">
            <Rail />
            <Shown />
            <DropAnywhere />
            <Return />
          </div>
        </div>
      </KeptProvider>
    </ThumbnailsProvider>
  );
}
