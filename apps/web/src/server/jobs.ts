/** The jobs of this process: its routes are bundled apart from each other, and share what is global. */
import { join } from 'node:path';
import { type Jobs, openJobs } from '@graftml/studio/node';
import { cacheFolder } from '@graftml/vision/node';

const key = Symbol.for('graft.jobs');
const shared = globalThis as { [key]?: Promise<Jobs> | undefined };

/** Opened when somebody asks first. */
export function jobsHere(): Promise<Jobs> {
  const known = shared[key];
  if (known) return known;
  const opening = openJobs({ folder: process.env.GRAFT_JOBS || join(cacheFolder(), 'jobs') });
  shared[key] = opening;
  opening.catch(() => {
    shared[key] = undefined;
  });
  return opening;
}
