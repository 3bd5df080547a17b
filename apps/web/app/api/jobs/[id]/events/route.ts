import { getEvents } from '@graftml/studio/node';
import { guarded } from '../../../../../src/server/guarded.ts';
import { jobsHere } from '../../../../../src/server/jobs.ts';

interface Params {
  readonly id: string;
}

export const GET = guarded<Params>(async (request, { id }) => getEvents(await jobsHere(), id, request));
