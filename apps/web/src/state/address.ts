'use client';
/** Which project the address names: `?project=ID#photos`. */
import { useEffect, useRef } from 'react';

export const projectInAddress = (): string | undefined =>
  new URLSearchParams(window.location.search).get('project') ?? undefined;

/**
 * Writes it there, as a step that the back button takes back. The place stays if it is the same project.
 * @param place of another project; its photos unless given
 */
export function nameProject(id: string | undefined, place = '#photos'): void {
  if (projectInAddress() === id) return;
  window.history.pushState(null, '', id === undefined ? window.location.pathname : `?project=${id}${place}`);
  // The place is read from the fragment, which changes unheard here.
  window.dispatchEvent(new Event('hashchange'));
}

/** Calls when the person went back or forth to another project; a step to another place of the same is none. */
export function useAddress(onProject: (id: string | undefined) => void): void {
  const latest = useRef(onProject);
  latest.current = onProject;
  useEffect(() => {
    let named = projectInAddress();
    const onPop = () => {
      const id = projectInAddress();
      if (id === named) return;
      named = id;
      latest.current(id);
    };
    const onNamed = () => {
      named = projectInAddress();
    };
    window.addEventListener('popstate', onPop);
    window.addEventListener('hashchange', onNamed);
    return () => {
      window.removeEventListener('popstate', onPop);
      window.removeEventListener('hashchange', onNamed);
    };
  }, []);
}
