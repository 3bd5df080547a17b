'use client';
/** The colours of the theme for a canvas, which knows no variables. */
import { type RefObject, useEffect, useState } from 'react';
import { classColoursIn } from '../../../ui/class-colours.ts';

export interface ThemeColours {
  /** Of classes, the last for unsorted photos. */
  readonly classes: readonly string[];
  readonly ink: string;
  readonly surface: string;
}

export function useThemeColours(within: RefObject<HTMLElement | null>): ThemeColours | undefined {
  const [colours, setColours] = useState<ThemeColours>();
  useEffect(() => {
    const read = () => {
      const element = within.current;
      if (!element) return;
      const style = getComputedStyle(element);
      setColours({ classes: classColoursIn(element), ink: style.color, surface: style.backgroundColor });
    };
    read();
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', read);
    const chosen = new MutationObserver(read);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      system.removeEventListener('change', read);
      chosen.disconnect();
    };
  }, [within]);
  return colours;
}
