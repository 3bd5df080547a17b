import { getModel } from '@graftml/studio/node';
import { guarded } from '../../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../../src/server/jobs.ts';

interface Params {
  readonly id: string;
}

export const GET = guarded<Params>(async (_, { id }) => getModel(await jobsHere(), id));
