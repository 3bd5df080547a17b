/** How checkpoints of older versions become those of this one. */
import type { Tensors } from '../../tensor.ts';

/** What lies in the two files. */
export interface StoredCheckpoint {
  readonly header: Readonly<Record<string, unknown>>;
  readonly tensors: Tensors;
}

/** From one version to the next. */
export type Migration = (stored: StoredCheckpoint) => StoredCheckpoint;

/**
 * The first takes version 1 to version 2, and so on. Whoever changes what a checkpoint holds adds one at the end, and keeps
 * a checkpoint of the version before among the tests.
 */
export const migrations: readonly Migration[] = [];

/** The version that is written. */
export const currentVersion = (list: readonly Migration[] = migrations): number => list.length + 1;

/** `stored`, of `version`, as the current version has it. */
export const migrate = (
  stored: StoredCheckpoint,
  version: number,
  list: readonly Migration[] = migrations,
): StoredCheckpoint => list.slice(version - 1).reduce((before, migration) => migration(before), stored);
