/** A collection for `graft train --backbone`: what the options say of test, validation and groups is in it. */
import { UsageError } from '@graftml/core';
import { type Collection, clustersByName, clustersByTime, type Split, withGroups } from '@graftml/vision';
import { openCollection } from '@graftml/vision/node';
import { counter } from './output/bar.ts';
import type { Screen } from './output/screen.ts';

export interface CollectionRequest {
  readonly data: readonly string[];
  readonly test?: readonly string[];
  /** A share, or where the pictures are. */
  readonly validation?: number | string;
  /** `folder`, `time`, or an expression with what the names of a group have in common in parentheses. */
  readonly groupBy?: string;
}

/** Pictures that follow one another within so many seconds were taken in one go. */
const pause = 5;

/**
 * @param known the classes of a trained model
 * @throws as `openCollection`; UsageError for an option that the pictures answer otherwise already
 */
export async function openLabelled(
  request: CollectionRequest,
  screen: Screen,
  signal: AbortSignal,
  known?: readonly string[],
): Promise<Collection> {
  const { data, test, validation, groupBy } = request;
  const byName = groupBy === undefined || groupBy === 'folder' || groupBy === 'time' ? undefined : pattern(groupBy);
  const open = async (paths: readonly string[], classNames?: readonly string[]) => {
    const reading = counter(screen, 'Reading', 'pictures');
    try {
      return await openCollection(paths, {
        groupFolders: groupBy === 'folder',
        ...(classNames && { classNames }),
        progress: (done, total) => reading.at(done, total ? done / total : undefined),
        signal,
      });
    } finally {
      reading.end();
    }
  };
  let all = await open(data, known);
  const add = async (paths: readonly string[], split: Exclude<Split, 'train'>) => {
    if (all.pictures.some((picture) => picture.split === split))
      throw new UsageError(`the data has ${split} pictures of its own`, {
        where: `--${split}`,
        hint: `leave --${split} out, or name the training folder alone`,
      });
    const { pictures, broken } = await open(paths, all.classNames);
    const added = pictures.map((picture) => ({ ...picture, split }));
    all = { ...all, pictures: [...all.pictures, ...added], broken: [...all.broken, ...broken] };
  };
  if (test) await add(test, 'test');
  if (typeof validation === 'string') await add([validation], 'validation');
  if (groupBy === 'time') return withGroups(all, clustersByTime(all.pictures, pause));
  return byName ? withGroups(all, clustersByName(all.pictures, byName)) : all;
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (cause) {
    throw new UsageError('is no regular expression', {
      where: '--group-by',
      expected: "folder, time, or an expression, '^(\\d+)-'",
      received: `'${text}'`,
      cause,
    });
  }
}
