import { deleteJob, getJob } from '@graftml/studio/node';
import { guarded } from '../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../src/server/jobs.ts';

interface Params {
  readonly id: string;
}

export const GET = guarded<Params>(async (_, { id }) => getJob(await jobsHere(), id));
export const DELETE = guarded<Params>(async (_, { id }) => deleteJob(await jobsHere(), id));
