import { guarded } from '../../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../../src/server/jobs.ts';
import { studio } from '../../../../../src/server/studio.ts';

interface Params {
  readonly id: string;
}

export const GET = guarded<Params>(async (request, { id }) =>
  (await studio()).getEvents(await jobsHere(), id, request),
);
