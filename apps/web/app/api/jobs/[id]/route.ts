import { guarded } from '../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../src/server/jobs.ts';
import { studio } from '../../../../src/server/studio.ts';

interface Params {
  readonly id: string;
}

export const GET = guarded<Params>(async (_, { id }) => (await studio()).getJob(await jobsHere(), id));
export const DELETE = guarded<Params>(async (_, { id }) => (await studio()).deleteJob(await jobsHere(), id));
