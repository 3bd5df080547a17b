/** The demonstration pictures on canvases: `graft demo` draws the same shapes with sharp. */
import { normals } from '@graftml/core';
import { type SampleClass, type SampleShape, sampleChance, sampleClasses, sampleShapes } from '@graftml/vision';
import type { DroppedFile } from '../lab.ts';

/** Few enough to be there in a moment, and enough to learn from. */
const perClass = { sorted: 24, unsorted: 3 } as const;
const side = 128;

/** Photographs in class folders, and some that nobody has sorted. */
export async function drawSamples(seed: number): Promise<readonly DroppedFile[]> {
  const files: DroppedFile[] = [];
  const unsorted: Blob[] = [];
  for (const className of sampleClasses)
    for (let index = 0; index < perClass.sorted + perClass.unsorted; index++) {
      const blob = await draw(className, seed, index);
      if (index < perClass.sorted) files.push({ path: `${className}/${className}-${numbered(index)}.jpg`, blob });
      else unsorted[(index - perClass.sorted) * sampleClasses.length + sampleClasses.indexOf(className)] = blob;
    }
  return [...files, ...unsorted.map((blob, i) => ({ path: `photo-${numbered(i)}.jpg`, blob }))];
}

const numbered = (index: number): string => String(index + 1).padStart(2, '0');

function draw(className: SampleClass, seed: number, index: number): Promise<Blob> {
  const name = `sample ${className}`;
  const chance = sampleChance(seed, name, index);
  const shapes = sampleShapes(className, chance);
  const sharp = new OffscreenCanvas(side, side);
  const context = contextIn(sharp);
  context.setTransform(side / 2, 0, 0, side / 2, side / 2, side / 2);
  drawAll(context, shapes, gradientsIn(context, shapes));
  const canvas = new OffscreenCanvas(side, side);
  const out = contextIn(canvas);
  const blur = chance.between(0, 1) < 0.6 ? (chance.between(0.3, 0.8) * side) / 48 : 0;
  out.drawImage(sharp, 0, 0);
  if (blur > 0) {
    // Beyond its edges a blur finds nothing; what was drawn before shows there.
    out.filter = `blur(${blur}px)`;
    out.drawImage(sharp, 0, 0);
  }
  addNoise(out, normals({ seed, purpose: `${name} noise`, step: index }, side * side), chance.between(0, 10));
  return canvas.convertToBlob({ type: 'image/jpeg', quality: chance.between(0.7, 0.95) });
}

const contextIn = (canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D =>
  canvas.getContext('2d', { willReadFrequently: true, alpha: false })!;

function drawAll(
  context: OffscreenCanvasRenderingContext2D,
  shapes: readonly SampleShape[],
  gradients: ReadonlyMap<string, CanvasGradient>,
): void {
  for (const { tag, attributes, children = [] } of shapes) {
    if (tag === 'defs') continue;
    context.save();
    for (const [, how, numbers = ''] of (attributes.transform ?? '').matchAll(/(\w+)\(([^)]*)\)/g))
      transform(context, how!, numbers.split(' ').map(Number));
    if (tag === 'g') drawAll(context, children, gradients);
    else {
      const paint = (colour: string) => gradients.get(colour) ?? colour;
      const path = pathOf(tag, attributes);
      const { fill = '#000', stroke = 'none' } = attributes;
      if (fill !== 'none') {
        context.fillStyle = paint(fill);
        context.fill(path);
      }
      const width = Number(attributes['stroke-width'] ?? 1);
      if (stroke !== 'none' && width > 0) {
        context.strokeStyle = paint(stroke);
        context.lineWidth = width;
        context.lineJoin = (attributes['stroke-linejoin'] as CanvasLineJoin | undefined) ?? 'miter';
        context.lineCap = (attributes['stroke-linecap'] as CanvasLineCap | undefined) ?? 'butt';
        context.setLineDash((attributes['stroke-dasharray'] ?? '').split(' ').filter(Boolean).map(Number));
        context.stroke(path);
      }
    }
    context.restore();
  }
}

function transform(context: OffscreenCanvasRenderingContext2D, how: string, [a = 0, b]: readonly number[]): void {
  if (how === 'translate') context.translate(a, b ?? 0);
  else if (how === 'rotate') context.rotate((a * Math.PI) / 180);
  else if (how === 'scale') context.scale(a, b ?? a);
  else context.transform(1, 0, Math.tan((a * Math.PI) / 180), 1, 0, 0);
}

function pathOf(tag: SampleShape['tag'], attributes: SampleShape['attributes']): Path2D {
  const number = (name: string) => Number(attributes[name] ?? 0);
  const path = new Path2D(attributes.d);
  if (tag === 'rect') path.rect(number('x'), number('y'), number('width'), number('height'));
  if (tag === 'circle') path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
  return path;
}

/** By how they are named as a paint. Each goes from left to right of the whole picture, turned about the middle. */
function gradientsIn(
  context: OffscreenCanvasRenderingContext2D,
  shapes: readonly SampleShape[],
): ReadonlyMap<string, CanvasGradient> {
  const defined = shapes.filter(({ tag }) => tag === 'defs').flatMap(({ children = [] }) => children);
  return new Map(
    defined.map(({ attributes, children = [] }): [string, CanvasGradient] => {
      const degrees = Number(/rotate\(([-\d.]+)/.exec(attributes.gradientTransform ?? '')?.[1] ?? 0);
      const [x, y] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      const gradient = context.createLinearGradient(-x, -y, x, y);
      for (const { attributes: stop } of children)
        gradient.addColorStop(Number(stop.offset ?? 0), translucent(stop['stop-color']!, stop['stop-opacity']));
      return [`url(#${attributes.id})`, gradient];
    }),
  );
}

/** @param colour `rgb(1,2,3)`, `#fff` or `#888` */
function translucent(colour: string, opacity: string | undefined): string {
  if (opacity === undefined) return colour;
  const level = Number.parseInt(colour[1]!, 16) * 17;
  return `rgba(${level},${level},${level},${opacity})`;
}

/** The same for the three colours of a pixel. */
function addNoise(context: OffscreenCanvasRenderingContext2D, noise: Float32Array, strength: number): void {
  const picture = context.getImageData(0, 0, side, side);
  noise.forEach((value, i) => {
    for (let at = i * 4; at < i * 4 + 3; at++) picture.data[at] = picture.data[at]! + strength * value;
  });
  context.putImageData(picture, 0, 0);
}
