'use client';
/** The rail of places, and the one that is shown. */
import type { ComponentType } from 'react';
import { AugmentPlace } from '../places/augment/augment-place.tsx';
import { BackbonePlace } from '../places/backbone/backbone-place.tsx';
import { PhotosPlace } from '../places/photos/photos-place.tsx';
import { TrainPlace } from '../places/train/train-place.tsx';
import { UnderstandPlace } from '../places/understand/understand-place.tsx';
import { UsePlace } from '../places/use/use-place.tsx';
import { useText } from '../text/text.tsx';
import { type Place, places, usePlace } from './place.ts';

const shown: Readonly<Record<Place, ComponentType>> = {
  photos: PhotosPlace,
  backbone: BackbonePlace,
  augment: AugmentPlace,
  train: TrainPlace,
  understand: UnderstandPlace,
  use: UsePlace,
};

export function Workspace() {
  const text = useText();
  const [place, go] = usePlace();
  const Shown = shown[place];
  return (
    <div className="grid min-h-dvh grid-cols-[14rem_1fr]">
      <nav className="flex flex-col gap-1 border-line border-r bg-surface p-3">
        {places.map((one) => (
          <a
            key={one}
            href={`#${one}`}
            aria-current={one === place ? 'page' : undefined}
            onClick={() => go(one)}
            className="rounded-small px-3 py-2 text-body text-soft hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:text-ink"
          >
            {text.places[one]}
          </a>
        ))}
      </nav>
      <Shown />
    </div>
  );
}
