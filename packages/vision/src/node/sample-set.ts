/** The demonstration set on disk: real PNG and JPEG files in class folders, drawn from a seed. */
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FileError, normals, UsageError } from '@graftml/core';
import { type Chance, chanceOf, type SampleClass, sampleClasses, samplePicture } from '../sample-picture.ts';
import { mapConcurrent } from './concurrent.ts';
import { loadSharp } from './sharp.ts';

/** Options of `drawSampleSet`, with their defaults. */
export interface SampleSetOptions {
  /** Training pictures of each class, 160. */
  readonly perClass?: number;
  /** Test pictures of each class, a quarter of `perClass`. */
  readonly testPerClass?: number;
  /** Pixels of each side, 48. */
  readonly size?: number;
  /** 0 to 2^32 - 1, 1. The same seed draws the same pictures. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** What was drawn, and where it lies. */
export interface SampleSet {
  readonly folder: string;
  readonly classNames: readonly string[];
  /** Pictures in `train/`. */
  readonly train: number;
  /** Pictures in `test/`. */
  readonly test: number;
}

/**
 * Draws five classes of shapes into `folder/train/<class>/` and `folder/test/<class>/`, PNG and JPEG mixed. Position, size,
 * turn, colours, stroke, clutter, light, blur and noise vary alike in all classes, so only the shape tells them apart.
 * The folder appears when all is drawn.
 * @throws FileError if the folder is there already and holds anything
 */
export async function drawSampleSet(folder: string, options: SampleSetOptions = {}): Promise<SampleSet> {
  const { perClass = 160, testPerClass = Math.ceil(perClass / 4), size = 48, seed = 1, signal } = options;
  for (const [where, value, least] of [
    ['perClass', perClass, 1],
    ['testPerClass', testPerClass, 0],
    ['size', size, 8],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new UsageError('is not valid', { where, expected: `a whole number from ${least}`, received: `${value}` });
  const there = await readdir(folder).catch((): string[] => []);
  if (there.length > 0)
    throw new FileError('is not empty', { where: folder, hint: 'name another folder, or remove this one' });

  const unfinished = join(dirname(resolve(folder)), `.${process.pid}-unfinished-samples`);
  const draw = async ({ split, className, index }: Sample) => {
    signal?.throwIfAborted();
    const { bytes, extension } = await render(className, size, seed, `sample ${split} ${className}`, index);
    const name = `${className}-${String(index + 1).padStart(4, '0')}.${extension}`;
    await writeFile(join(unfinished, split, className, name), bytes);
  };
  try {
    for (const split of testPerClass > 0 ? ['train', 'test'] : ['train'])
      for (const className of sampleClasses) await mkdir(join(unfinished, split, className), { recursive: true });
    for await (const _ of mapConcurrent(samples(perClass, testPerClass), 8, draw));
    await rmdir(folder).catch(() => {}); // An empty one may be there.
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const classes = sampleClasses.length;
  return { folder, classNames: [...sampleClasses], train: classes * perClass, test: classes * testPerClass };
}

interface Sample {
  readonly split: 'train' | 'test';
  readonly className: SampleClass;
  readonly index: number;
}

async function* samples(perClass: number, testPerClass: number): AsyncGenerator<Sample> {
  for (const [split, count] of [
    ['train', perClass],
    ['test', testPerClass],
  ] as const)
    for (const className of sampleClasses)
      for (let index = 0; index < count; index++) yield { split, className, index };
}

/** Drawn, blurred a little, with the noise of a camera, and compressed one way or the other. */
async function render(className: SampleClass, size: number, seed: number, name: string, index: number) {
  const sharp = await loadSharp();
  const chance = chanceOf(seed, name, index);
  const { between } = chance;
  const drawn = sharp(Buffer.from(samplePicture(className, size, chance))).removeAlpha();
  const blur = between(0, 1) < 0.6 ? between(0.3, 0.8) : 0;
  const pixels = await (blur ? drawn.blur(Math.max(0.3, (blur * size) / 48)) : drawn).raw().toBuffer();
  addNoise(pixels, normals({ seed, purpose: `${name} noise`, step: index }, size * size), chance);
  const picture = sharp(pixels, { raw: { width: size, height: size, channels: 3 } });
  return between(0, 1) < 0.5
    ? { bytes: await picture.png().toBuffer(), extension: 'png' }
    : { bytes: await picture.jpeg({ quality: Math.round(between(70, 95)) }).toBuffer(), extension: 'jpg' };
}

/** The same for the three colours of a pixel. */
function addNoise(rgb: Uint8Array, noise: Float32Array, { between }: Chance) {
  const strength = between(0, 10);
  noise.forEach((value, i) => {
    for (let at = i * 3; at < i * 3 + 3; at++)
      rgb[at] = Math.min(255, Math.max(0, Math.round(rgb[at]! + strength * value)));
  });
}
