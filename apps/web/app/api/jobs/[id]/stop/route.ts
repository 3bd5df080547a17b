import { stopJob } from '@graftml/studio/node';
import { guarded } from '../../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../../src/server/jobs.ts';

interface Params {
  readonly id: string;
}

export const POST = guarded<Params>(async (_, { id }) => stopJob(await jobsHere(), id));
