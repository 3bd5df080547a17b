import { guarded } from '../../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../../src/server/jobs.ts';
import { studio } from '../../../../../src/server/studio.ts';

interface Params {
  readonly id: string;
}

export const POST = guarded<Params>(async (_, { id }) => (await studio()).stopJob(await jobsHere(), id));
