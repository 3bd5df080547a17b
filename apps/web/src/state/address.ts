'use client';
/** Which project the address names: `?project=ID#photos`. */
import { useEffect, useRef } from 'react';

export const projectInAddress = (): string | undefined =>
  new URLSearchParams(window.location.search).get('project') ?? undefined;

/** Writes it there, as a step that the back button takes back. The place stays if it is the same project. */
export function nameProject(id: string | undefined): void {
  if (projectInAddress() === id) return;
  window.history.pushState(null, '', id === undefined ? window.location.pathname : `?project=${id}#photos`);
  // The place is read from the fragment, which changes unheard here.
  window.dispatchEvent(new Event('hashchange'));
}

/** Calls when the person went back or forth to another project. */
export function useAddress(onProject: (id: string | undefined) => void): void {
  const latest = useRef(onProject);
  latest.current = onProject;
  useEffect(() => {
    const onPop = () => latest.current(projectInAddress());
    window.addEventListener('popstate', onPop);
    return () => window.removeEventListener('popstate', onPop);
  }, []);
}
