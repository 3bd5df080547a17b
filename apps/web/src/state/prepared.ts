'use client';
/** The backbone of the project, ready to be used: loaded once by the lab, asked for by every place that shows it. */
import type { LoadEvent, Prepared } from '@graftml/studio';
import { useCallback, useEffect, useState } from 'react';
import { useProject, useStudio } from './studio.tsx';

export type Preparing =
  | { readonly kind: 'loading'; readonly event?: LoadEvent }
  | { readonly kind: 'ready'; readonly prepared: Prepared }
  | { readonly kind: 'failed'; readonly error: unknown };

/** How far it is, and how to try again. It goes on loading while another place is shown. */
export function usePrepared(): readonly [Preparing, () => void] {
  const { lab } = useStudio();
  const projectId = useProject(({ id }) => id);
  const backbone = useProject(({ settings }) => settings.backbone);
  const device = useProject(({ settings }) => settings.device);
  const [state, setState] = useState<Preparing>({ kind: 'loading' });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is a reason
  useEffect(() => {
    let isShown = true;
    const show = (next: Preparing) => {
      if (isShown) setState(next);
    };
    show({ kind: 'loading' });
    lab
      .prepare({ projectId, backbone, device }, { onEvent: (event) => show({ kind: 'loading', event }) })
      .then((prepared) => show({ kind: 'ready', prepared }))
      .catch((error: unknown) => show({ kind: 'failed', error }));
    return () => {
      isShown = false;
    };
  }, [lab, projectId, backbone, device, tries]);
  return [state, useCallback(() => setTries((n) => n + 1), [])];
}
