'use client';
/** Which project the address names: `?project=ID#photos`. */
import { useEffect, useRef } from 'react';

export const projectInAddress = (): string | undefined =>
  new URLSearchParams(window.location.search).get('project') ?? undefined;

/** Writes it there, as a step that the back button takes back. The place stays if it is the same project. @param place as a fragment */
export function nameProject(id: string | undefined, place = '#photos'): void {
  if (projectInAddress() === id) return;
  window.history.pushState(null, '', id === undefined ? window.location.pathname : `?project=${id}${place}`);
  announce();
}

/** For a project that has no name yet and begins at the first place. */
export function forgetPlace(): void {
  if (window.location.hash === '') return;
  window.history.replaceState(null, '', window.location.pathname);
  announce();
}

/** The place is read from the fragment, which scripts change unheard. */
const announce = () => window.dispatchEvent(new Event('hashchange'));

/** Calls when the person went back or forth to another project; not for a step to another place, which is heard in the same way. */
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
    const onName = () => {
      named = projectInAddress();
    };
    window.addEventListener('popstate', onPop);
    window.addEventListener('hashchange', onName);
    return () => {
      window.removeEventListener('popstate', onPop);
      window.removeEventListener('hashchange', onName);
    };
  }, []);
}
