'use client';
/** The model is made ready while the person looks for a picture, so that the first answer is quick. */
import { useEffect } from 'react';
import { useProject, useStudio } from '../../state/studio.tsx';

export function useWarm(): void {
  const { lab } = useStudio();
  const projectId = useProject((project) => project.id);
  const model = useProject((project) => project.trained?.at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model has to be made ready, too
  useEffect(() => {
    const canvas = new OffscreenCanvas(16, 16);
    canvas.getContext('2d')?.fillRect(0, 0, 16, 16);
    const picture = canvas.transferToImageBitmap();
    // What goes wrong will be said where something is asked.
    lab.explain({ projectId, picture, answerOnly: true }).then(
      () => {},
      () => {},
    );
  }, [lab, projectId, model]);
}
