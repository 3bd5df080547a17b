'use client';
/** Colours of the theme for a canvas, which knows no variables. */
import { useEffect, useState } from 'react';

/** `'--accent'` as it is in the theme of that element. */
export function colourIn(element: Element, variable: `--${string}`): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The same as red, green and blue from 0 to 255, however the theme writes it. */
export function rgbIn(element: Element, variable: `--${string}`): [number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return [255, 255, 255];
  context.fillStyle = colourIn(element, variable);
  context.fillRect(0, 0, 1, 1);
  const [r = 255, g = 255, b = 255] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** A number that is another one whenever the theme changes. */
export function useThemeChanges(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const tell = () => setChanges((n) => n + 1);
    const observer = new MutationObserver(tell);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', tell);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', tell);
    };
  }, []);
  return changes;
}
