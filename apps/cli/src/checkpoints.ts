/** Where a training saves itself, and where it goes on from. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, readCheckpoint, type Storage, type TrainingState, UsageError } from '@graftml/core';
import { checkWritable, folderStorage } from '@graftml/vision/node';
import { count } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';

export interface CheckpointRequest {
  /** A folder. */
  readonly checkpoint?: string;
  /** Seconds after which it is saved in the middle of an epoch too; 30 unless given. */
  readonly checkpointEvery?: number;
  /** Goes on with the training in it. */
  readonly resume?: boolean;
  readonly epochs: number;
}

export interface Checkpoints {
  readonly storage: Storage;
  readonly everySeconds: number;
  /** Undefined at the beginning. */
  readonly state: TrainingState | undefined;
}

/**
 * Looks at the folder before anything else is done. @throws UsageError where a training lies there that is not to be resumed,
 * FileError where it is damaged or cannot be written
 */
export async function openCheckpoints(
  { checkpoint, checkpointEvery, resume = false, epochs }: CheckpointRequest,
  screen: Screen,
): Promise<Checkpoints | undefined> {
  if (checkpoint === undefined) {
    if (checkpointEvery !== undefined)
      throw new UsageError('needs a folder to save in', {
        where: '--checkpoint-every',
        hint: 'name it: --checkpoint DIR',
      });
    if (resume)
      throw new UsageError('needs the folder in which the training was saved', {
        where: '--resume',
        hint: 'name it: --checkpoint DIR --resume',
      });
    return undefined;
  }
  await mkdir(checkpoint, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    const received = cause.code === 'EEXIST' || cause.code === 'ENOTDIR' ? 'a file of that name' : cause.message;
    throw new FileError('cannot be made a folder', { where: checkpoint, received, cause });
  });
  await checkWritable(join(checkpoint, 'last.json'));
  const storage = folderStorage(checkpoint);
  const state = await readCheckpoint(storage);
  if (state && !resume)
    throw new UsageError('holds a training already', {
      where: `--checkpoint ${checkpoint}`,
      received: `one that was saved ${moment(state)}`,
      hint: 'add --resume to go on with it, or name another folder',
    });
  if (resume)
    screen.fact(
      'Resumed',
      state
        ? `${moment(state)}, as saved in ${printable(checkpoint)}${isOver(state, epochs) ? ': no epoch is left to train' : ''}`
        : `nothing is saved in ${printable(checkpoint)} yet: from the beginning`,
    );
  return { storage, everySeconds: checkpointEvery ?? 30, state };
}

const moment = ({ epoch, batch }: TrainingState): string =>
  batch > 0 ? `in epoch ${epoch}, after ${count(batch)} steps` : `after epoch ${epoch - 1}`;

const isOver = ({ epoch, stopped }: TrainingState, epochs: number): boolean => epoch > epochs || stopped !== undefined;
