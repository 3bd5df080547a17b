/** A training for somebody else: of a project that came as an archive. */
import type { SentError } from '../../lab/remote.ts';
import type { Trained } from '../../project/project.ts';

/** What is known of it. All of it is JSON. */
export interface Job {
  readonly id: string;
  /** ISO 8601: when it came. */
  readonly created: string;
  /** `stopped` is without a result: one that was stopped and has one is `done`. */
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  /** Epochs that are done, where a network is trained, and how many there are to be. */
  readonly learnt?: { readonly history: NonNullable<Trained['history']>; readonly of: number };
  readonly trained?: Trained;
  /** Why it failed. */
  readonly error?: SentError;
}

/** Whether nothing more comes of it. */
export const isOver = ({ state }: Pick<Job, 'state'>): boolean => state !== 'waiting' && state !== 'running';

/** What a server lends to others. */
export interface JobLimits {
  /** Of an archive, packed and unpacked. */
  readonly bytes: number;
  /** Files in it. */
  readonly entries: number;
  /** Jobs that are kept at a time. */
  readonly jobs: number;
  /** How long they are kept. */
  readonly hours: number;
}

/** 4 GB and 200,000 files a project, 32 jobs at a time, kept for a day. */
export const usualLimits: JobLimits = { bytes: 4 * 2 ** 30, entries: 200_000, jobs: 32, hours: 24 };
