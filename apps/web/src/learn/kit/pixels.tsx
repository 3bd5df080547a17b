'use client';
/** Numbers as pixels: maps of a plane, grey pictures, colour pictures. */
import { useEffect, useRef } from 'react';
import { colourIn, useThemeChanges } from '../../ui/canvas-colours.ts';

export type Rgba = readonly [number, number, number, number];

export interface PixelsProps {
  readonly width: number;
  readonly height: number;
  /** Of the pixel at that place, row by row from the top. `named` says what a colour of the theme is. */
  readonly paint: (index: number, named: (variable: `--${string}`) => Rgba) => Rgba;
  /** What `paint` depends on. */
  readonly of: readonly unknown[];
  readonly isSmooth?: boolean;
  readonly className?: string;
  readonly label?: string;
}

export function Pixels({ width, height, paint, of, isSmooth = false, className = '', label }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeChanges();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` says what is painted
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const image = context.createImageData(width, height);
    const known = new Map<string, Rgba>();
    const named = (variable: `--${string}`) => {
      const found = known.get(variable) ?? rgbaOf(colourIn(document.body, variable));
      known.set(variable, found);
      return found;
    };
    for (let i = 0; i < width * height; i++) image.data.set(paint(i, named), 4 * i);
    context.putImageData(image, 0, 0);
  }, [width, height, theme, ...of]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={`block h-full w-full ${className}`}
      style={{ imageRendering: isSmooth ? 'auto' : 'pixelated' }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}

/** What the browser makes of the words for a colour. */
function rgbaOf(colour: string): Rgba {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 255] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a];
}

export const faded = ([r, g, b]: Rgba, share: number): Rgba => [
  r,
  g,
  b,
  Math.round(255 * Math.min(1, Math.max(0, share))),
];

/** From one colour to another. */
export const between = (a: Rgba, b: Rgba, share: number): Rgba => {
  const t = Math.min(1, Math.max(0, share));
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2]), a[3] + t * (b[3] - a[3])];
};

/** Light that is 0 to 1, as grey. */
export const grey = (light: number): Rgba => {
  const level = Math.round(255 * Math.min(1, Math.max(0, light)));
  return [level, level, level, 255];
};

/** Below 0 in orange, above in blue, nothing at 0. */
export const signed = (share: number, named: (variable: `--${string}`) => Rgba): Rgba =>
  faded(named(share < 0 ? '--class-1' : '--class-0'), Math.min(1, Math.abs(share)));
