/** A server that trains for a page: see `openJobs` in `@graftml/studio/node`. */
import type { Hooks, TrainEvent } from '../lab/lab.ts';
import type { Job } from '../node/jobs/job.ts';

/** A server that trains. */
export interface ServerPort {
  /** Sends an archive that `exportProject` made. @throws LabError with what the server says; FileError where it cannot be reached */
  create(archive: Blob, hooks: Hooks<{ readonly done: number; readonly total: number }>): Promise<Job>;
  /** Undefined for one that is not there any more. */
  get(id: string): Promise<Job | undefined>;
  /** Tells all that has happened and happens until it is over. A connection that breaks is made anew. The signal only ends the listening. */
  follow(id: string, hooks: Hooks<TrainEvent>): Promise<Job>;
  stop(id: string): Promise<void>;
  model(id: string): Promise<Uint8Array<ArrayBuffer>>;
  remove(id: string): Promise<void>;
}
