'use client';
/** The settings of a page: in the fragment of its address, so that a state can be shared. */
import { useCallback, useEffect, useState } from 'react';
import { type Controls, fragmentOf, type Settings, settingsIn, startOf } from './controls.ts';

export function useSettings(controls: Controls): readonly [Settings, (changed: Settings) => void] {
  const [settings, setSettings] = useState(() => startOf(controls));
  useEffect(() => {
    const read = () => setSettings(settingsIn(controls, window.location.hash));
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, [controls]);
  useEffect(() => {
    // Browsers do not let a page change its address at every move of a slider.
    const timer = setTimeout(() => {
      const fragment = fragmentOf(controls, settings);
      if (fragment === window.location.hash.slice(1)) return;
      const { pathname, search } = window.location;
      window.history.replaceState(window.history.state, '', `${pathname}${search}${fragment && `#${fragment}`}`);
    }, 300);
    return () => clearTimeout(timer);
  }, [controls, settings]);
  const set = useCallback((changed: Settings) => setSettings((before) => ({ ...before, ...changed })), []);
  return [settings, set];
}
