'use client';
/** What the model says of what a camera sees: one picture after the other, as quickly as they are answered. */
import { askedUnsure, type Explained } from '@graftml/studio';
import { type RefObject, useEffect, useState } from 'react';
import { useProject, useStudio } from '../../../state/studio.tsx';

export interface Live {
  readonly explained?: Explained;
  readonly perSecond?: number;
  readonly error?: unknown;
  readonly retry: () => void;
}

/** Of the time between two answers, so much of the new one counts. */
const weight = 0.15;

/** @param heat asks for the heat map of each, which takes longer */
export function useLive(video: RefObject<HTMLVideoElement | null>, running: boolean, heat: boolean): Live {
  const { lab } = useStudio();
  const projectId = useProject((project) => project.id);
  const unsure = useProject((project) => askedUnsure(project));
  const [live, setLive] = useState<Omit<Live, 'retry'>>({});
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again at every try
  useEffect(() => {
    if (!running) return;
    let left = false;
    let usual = 0;
    let last = performance.now();
    const step = async () => {
      const seen = video.current;
      if (!seen?.videoWidth) return;
      const picture = await createImageBitmap(seen);
      const explained = await lab
        .explain({ projectId, picture, answerOnly: !heat, ...(unsure !== undefined && { unsure }) })
        .finally(() => picture.close());
      const now = performance.now();
      usual = usual === 0 ? now - last : usual + weight * (now - last - usual);
      last = now;
      if (!left) setLive({ explained, perSecond: 1000 / usual });
    };
    const loop = async () => {
      while (!left) {
        // No more than the screen shows, and none while the page is hidden.
        await new Promise((resolve) => requestAnimationFrame(resolve));
        if (!left) await step();
      }
    };
    loop().catch((error: unknown) => left || setLive({ error }));
    return () => {
      left = true;
    };
  }, [video, running, heat, lab, projectId, unsure, tries]);
  return { ...live, retry: () => setTries((before) => before + 1) };
}
