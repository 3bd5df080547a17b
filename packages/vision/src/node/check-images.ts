/** What pictures have to be like to be trained on as they lie in memory. */
import { DataError, UsageError } from '@graftml/core';
import { type BrokenPicture, listed } from '../collection/collection.ts';
import type { ImageDataset } from '../dataset.ts';
import { splitOf } from '../layout.ts';
import type { Pixels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import type { Marks } from './entries.ts';

/** A dataset of pictures in memory has one class each, and no weights or groups. */
export function checkPlainMarks({ labels, group, weight }: Marks, where: string): void {
  const lost = group !== undefined ? 'a group' : weight !== undefined ? 'a weight' : undefined;
  if (labels.length !== 1 || lost)
    throw new UsageError(`${lost ?? `${labels.length} labels`} would be lost here`, {
      where,
      expected: 'one label for each picture, and neither groups nor weights',
      hint: 'openCollection honours all that a manifest says',
    });
}

export function checkSameSize(pixels: Pixels, { width, height }: Preprocessing, name: string, first: string) {
  if (pixels.width !== width || pixels.height !== height)
    throw new DataError('the pictures have different sizes', {
      where: name,
      expected: `${width}x${height}, as ${first}`,
      received: `${pixels.width}x${pixels.height}`,
      hint: 'say to which size they should be brought, size: 64',
    });
}

export function checkClasses(
  classNames: readonly string[],
  folders: ReadonlySet<string>,
  broken: readonly BrokenPicture[],
  example: string,
) {
  const [empty] = emptyClasses(classNames, folders);
  if (empty !== undefined) {
    const reason = broken.find(({ name }) => name.includes(`${empty}/`));
    throw new DataError('the class folder holds no picture that can be read', {
      where: empty,
      ...(reason && { received: `${reason.name}: ${reason.reason}` }),
      hint: 'add pictures, or remove the folder',
    });
  }
  if (classNames.every(splitOf))
    throw new DataError('there are split folders, but no class folders in them', {
      where: example,
      expected: 'train/cat/1.jpg',
      received: `pictures directly in ${listed(classNames)}`,
    });
  if (classNames.length < 2)
    throw new DataError('there is just one class, so there is nothing to learn', {
      where: example,
      expected: 'two or more folders named after their classes',
      received: `"${classNames[0]}"`,
      hint: 'name the folder above the class folders, or several class folders',
    });
}

export function checkTrained(train: ImageDataset) {
  const present = new Set(train.labels);
  const absent = train.classNames.find((_, label) => !present.has(label));
  if (absent !== undefined)
    throw new DataError(`the class "${absent}" has pictures to test, but none to train on`, {
      hint: `add a folder train/${absent}, or remove the other`,
    });
}

/** An empty class is a folder without folders in it, whose name no good picture has for its class. */
export function emptyClasses(classNames: readonly string[], folders: ReadonlySet<string>): string[] {
  const used = new Set(classNames);
  const parents = new Set([...folders].map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  return [...folders].filter((path) => !parents.has(path) && !used.has(path.slice(path.lastIndexOf('/') + 1)));
}
