/** The pictures of the demonstration set: a shape that is the class, and everything else left to chance. As SVG, or as what that is made of. */
import { UsageError, uniforms } from '@graftml/core';

/** Draws a stroke or fills: corner points of a closed path, or a full circle, about the origin, of area about pi. */
type Outline = readonly (readonly [x: number, y: number])[] | 'circle';

/** Numbers in [0, 1) one after another; the same for the same place. */
export interface Chance {
  between(low: number, high: number): number;
  below(n: number): number;
  chance(probability: number): boolean;
}

/** The shapes that sample pictures show, in the order of their labels. */
export const sampleClasses = ['circle', 'cross', 'square', 'star', 'triangle'] as const;
/** `'circle'`, `'cross'`, `'square'`, `'star'` or `'triangle'`. */
export type SampleClass = (typeof sampleClasses)[number];

/** At most `limit` draws that depend on the seed, the picture's name and its number alone. */
export function chanceOf(seed: number, name: string, index: number, limit = 512): Chance {
  const numbers = uniforms({ seed, purpose: name, step: index }, limit);
  let used = 0;
  const next = () => {
    const value = numbers[used++];
    if (value === undefined) throw new UsageError('a sample picture used up its random numbers', { where: name });
    return value;
  };
  return {
    between: (low, high) => low + (high - low) * next(),
    below: (n) => Math.floor(next() * n),
    chance: (probability) => next() < probability,
  };
}

/** An element of SVG: what it is called, its attributes in their order, and what is in it. */
export interface SampleShape {
  readonly tag: 'defs' | 'g' | 'rect' | 'circle' | 'path' | 'linearGradient' | 'stop';
  readonly attributes: Readonly<Record<string, string>>;
  readonly children?: readonly SampleShape[];
}

/** A picture of `size` x `size` pixels, as SVG. */
export function samplePicture(className: SampleClass, size: number, chance: Chance): string {
  const shapes = sampleShapes(className, chance).map(textOf).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="-1 -1 2 2">${shapes}</svg>`;
}

function textOf({ tag, attributes, children }: SampleShape): string {
  const said = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  const begun = `<${tag}${said.join('')}`;
  return children ? `${begun}>${children.map(textOf).join('')}</${tag}>` : `${begun}/>`;
}

/**
 * A picture between (-1, -1) and (1, 1). Where the shape lies, how large it is and how it is turned and skewed, the colours
 * of shape and ground, stroke or fill, texture, clutter and light are drawn from the same distributions for every class.
 */
export function sampleShapes(className: SampleClass, chance: Chance): SampleShape[] {
  const { between } = chance;
  const ground = colour(chance, between(0.12, 0.88));
  const shape = colour(chance, ground.luma + (ground.luma > 0.5 ? -1 : 1) * between(0.36, 0.62));
  const angle = between(0, 360);
  return [
    element('defs', {}, [
      element('linearGradient', { id: 'ground', gradientTransform: `rotate(${n(angle)} .5 .5)` }, [
        element('stop', { 'stop-color': css(ground) }),
        element('stop', { offset: '1', 'stop-color': css(shade(ground, ground.luma + between(-0.1, 0.1))) }),
      ]),
      light(chance),
    ]),
    whole('url(#ground)'),
    ...texture(chance, ground),
    ...clutter(chance, ground, between(2, 6)),
    figure(className, css(shape), chance),
    ...clutter(chance, ground, between(0, 2)),
    whole('url(#light)'),
  ];
}

const element = (
  tag: SampleShape['tag'],
  attributes: SampleShape['attributes'],
  children?: readonly SampleShape[],
): SampleShape => ({ tag, attributes, ...(children && { children }) });

const whole = (fill: string) => element('rect', { x: '-1', y: '-1', width: '2', height: '2', fill });

function figure(className: SampleClass, paint: string, { between, chance }: Chance): SampleShape {
  const scale = between(0.46, 0.62);
  const room = 0.84 - scale;
  const placed = `translate(${n(between(-room, room))} ${n(between(-room, room))}) rotate(${n(between(-20, 20))})`;
  const bent = `skewX(${n(between(-9, 9))}) scale(${n(scale)} ${n(scale * between(0.85, 1.15))})`;
  const style = chance(0.2)
    ? { fill: 'none', stroke: paint, 'stroke-width': n(between(0.28, 0.42)), 'stroke-linejoin': 'round' }
    : { fill: paint, stroke: paint, 'stroke-width': n(between(0, 0.12)), 'stroke-linejoin': 'round' };
  const outline = outlines[className];
  const body =
    outline === 'circle'
      ? element('circle', { r: '1', ...style })
      : element('path', { d: `M${outline.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}Z`, ...style });
  return element('g', { transform: `${placed} ${bent}` }, [body]);
}

/** Corners on circles, `radii` taking turns. */
const polygon = (corners: number, ...radii: readonly number[]): Outline =>
  Array.from({ length: corners }, (_, i) => {
    const [angle, radius] = [(2 * Math.PI * i) / corners, radii[i % radii.length]!];
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });

const outlines: Readonly<Record<SampleClass, Outline>> = {
  circle: 'circle',
  cross: cross(1.28, 0.4),
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89],
  ],
  star: polygon(10, 1.5, 0.66),
  triangle: polygon(3, 1.5),
};

function cross(reach: number, half: number): Outline {
  const quarter = [
    [half, -reach],
    [half, -half],
    [reach, -half],
  ] as const;
  const turned = (times: number) =>
    quarter.map(
      ([x, y]) =>
        (
          [
            [x, y],
            [-y, x],
            [-x, -y],
            [y, -x],
          ] as const
        )[times]!,
    );
  return [0, 1, 2, 3].flatMap(turned);
}

/** Faint stripes or dots across the ground, or nothing. */
function texture({ between, below }: Chance, ground: Colour): SampleShape[] {
  const kind = below(3);
  const paint = css(shade(ground, ground.luma + (ground.luma > 0.5 ? -0.09 : 0.09)));
  const [step, width, angle] = [between(0.16, 0.4), between(0.02, 0.06), between(0, 180)];
  if (kind === 0) return [];
  const rows = Array.from({ length: Math.ceil(3 / step) }, (_, i) => -1.5 + i * step);
  return [
    element('path', {
      d: rows.map((y) => `M-1.5 ${n(y)}H1.5`).join(''),
      transform: `rotate(${n(angle)})`,
      stroke: paint,
      'stroke-width': n(width * kind),
      ...(kind === 1 ? {} : { 'stroke-dasharray': `0.001 ${n(step)}`, 'stroke-linecap': 'round' }),
    }),
  ];
}

/** Short strokes and specks, smaller than any shape. */
function clutter(chance: Chance, ground: Colour, count: number): SampleShape[] {
  const { between } = chance;
  return Array.from({ length: Math.floor(count) }, () => {
    const paint = css(colour(chance, ground.luma + between(-0.25, 0.25)));
    const [x, y] = [n(between(-1, 1)), n(between(-1, 1))];
    if (chance.chance(0.4)) return element('circle', { cx: x, cy: y, r: n(between(0.03, 0.08)), fill: paint });
    const bend = `q${n(between(-0.3, 0.3))} ${n(between(-0.3, 0.3))} ${n(between(-0.4, 0.4))} ${n(between(-0.4, 0.4))}`;
    return element('path', {
      d: `M${x} ${y}${bend}`,
      fill: 'none',
      stroke: paint,
      'stroke-width': n(between(0.02, 0.06)),
      'stroke-linecap': 'round',
    });
  });
}

/** A light from one side: the picture brightened there and darkened opposite. */
function light({ between }: Chance): SampleShape {
  const [bright, dark] = [between(0, 0.2), between(0, 0.3)];
  return element('linearGradient', { id: 'light', gradientTransform: `rotate(${n(between(0, 360))} .5 .5)` }, [
    element('stop', { 'stop-color': '#fff', 'stop-opacity': n(bright) }),
    element('stop', { offset: '.5', 'stop-color': '#888', 'stop-opacity': '0' }),
    element('stop', { offset: '1', 'stop-color': '#000', 'stop-opacity': n(dark) }),
  ]);
}

/** Red, green and blue from 0 to 1, and what they weigh together: shape and ground must differ in that, not only in hue. */
interface Colour {
  readonly rgb: readonly number[];
  readonly luma: number;
}

/** Any hue, more or less saturated, at a given luma. */
function colour({ between }: Chance, luma: number): Colour {
  const [hue, grey] = [between(0, 6), between(0.1, 0.7)];
  const pure = [0, 4, 2].map((shift) => clamp(Math.abs(((hue + shift) % 6) - 3) - 1, 0, 1));
  return shade({ rgb: pure.map((v) => v + (0.5 - v) * grey), luma: 0 }, luma);
}

/** The colour mixed with white or black until it has the luma. */
function shade({ rgb }: Colour, wanted: number): Colour {
  const luma = clamp(wanted, 0.04, 0.96);
  const [r = 0, g = 0, b = 0] = rgb;
  const now = 0.299 * r + 0.587 * g + 0.114 * b;
  const mixed = rgb.map((v) => (luma > now ? v + ((1 - v) * (luma - now)) / (1 - now) : (v * luma) / now));
  return { rgb: mixed, luma };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const css = ({ rgb }: Colour): string => `rgb(${rgb.map((v) => Math.round(v * 255)).join()})`;
const n = (value: number): string => String(Math.round(value * 1000) / 1000);
