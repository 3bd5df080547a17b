/** MNIST's files: pictures in one idx file, their labels in another. */
import { basename, dirname } from 'node:path';
import { FileError } from '@graftml/core';
import { type Idx, parseIdx } from '../idx.ts';
import type { Split } from '../layout.ts';
import { type ReadOptions, readAll, type Sniffed } from './bytes.ts';
import type { Entry } from './entries.ts';

export interface IdxFile extends Sniffed {
  readonly path: string;
}

export interface IdxPair {
  readonly images: IdxFile;
  /** Absent where only the pictures are there, to be predicted. */
  readonly labels?: IdxFile;
  /** By the file's name: `train-…`, `t10k-…` or `test-…`. */
  readonly split?: Split;
}

/** Brings pictures and labels together by their names, `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`. */
export function pairIdxFiles(files: readonly IdxFile[]): IdxPair[] {
  const images = files.filter(({ kind }) => kind === 'idx-images');
  const labels = files.filter(({ kind }) => kind === 'idx-labels');
  const taken = new Set<IdxFile>();
  const pairs = images.map((image): IdxPair => {
    const partner =
      labels.find((label) => stem(label.path) === stem(image.path)) ??
      (images.length === 1 && labels.length === 1 ? labels[0] : undefined);
    if (partner) taken.add(partner);
    const split = splitByName(image.path);
    return { images: image, ...(partner && { labels: partner }), ...(split && { split }) };
  });
  const alone = labels.find((label) => !taken.has(label));
  if (alone)
    throw new FileError('holds labels, but the pictures that belong to them are missing', {
      where: alone.path,
      hint: 'name the …-images-idx3-ubyte file too, or the folder that holds both',
    });
  return pairs;
}

/** The pictures, grey, with the label's digits as their class; paths are numbers. */
export async function* readIdxPair({ images, labels, split }: IdxPair, options: ReadOptions): AsyncGenerator<Entry> {
  const read = async ({ path, gzip }: IdxFile) => parseIdx(await readAll(path, gzip, options), path);
  const pictures = await read(images);
  const [count = 0, height = 0, width = 0] = pictures.shape;
  const classes = labels && (await read(labels));
  if (labels && classes) checkCounts(images, pictures, labels, classes);
  const length = width * height;
  for (let i = 0; i < count; i++) {
    const data = pictures.data.subarray(i * length, (i + 1) * length);
    const place = classes && { className: `${classes.data[i]}`, ...(split && { split }) };
    const content = { width, height, channels: 1, data } as const;
    yield { kind: 'picture', path: `${i}`, content, ...(place && { place }), read: async () => content };
  }
}

function checkCounts(images: IdxFile, pictures: Idx, labels: IdxFile, classes: Idx) {
  if (pictures.shape[0] !== classes.shape[0])
    throw new FileError('does not have one label a picture', {
      where: labels.path,
      expected: `${pictures.shape[0]} labels, as ${basename(images.path)} has pictures`,
      received: `${classes.shape[0]}`,
    });
}

/** The path without what differs between the two of a pair, and without how they are packed. */
const stem = (path: string): string =>
  `${dirname(path)}/${basename(path)
    .replace(/\.gz$/, '')
    .replace(/images|labels/, '*')
    .replace(/idx[13]/, 'idx')}`;

function splitByName(path: string): Split | undefined {
  const name = basename(path);
  if (/^train/i.test(name)) return 'train';
  return /^(t10k|test)/i.test(name) ? 'test' : undefined;
}
