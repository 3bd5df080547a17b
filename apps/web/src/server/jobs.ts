/** The jobs of this process: its routes are bundled apart from each other, and share what is global. */
import type { Jobs } from '@graftml/studio/node';
import { studio } from './studio.ts';

const key = Symbol.for('graft.jobs');
const shared = globalThis as { [key]?: Promise<Jobs> | undefined };

/** Opened when somebody asks first. */
export function jobsHere(): Promise<Jobs> {
  const known = shared[key];
  if (known) return known;
  const folder = process.env.GRAFT_JOBS;
  const opening = studio().then(({ openJobs }) => openJobs(folder ? { folder } : {}));
  shared[key] = opening;
  opening.catch(() => {
    shared[key] = undefined;
  });
  return opening;
}
