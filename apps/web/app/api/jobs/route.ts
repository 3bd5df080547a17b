import { postJob } from '@graftml/studio/node';
import { guarded } from '../../../src/server/guarded.ts';
import { jobsHere } from '../../../src/server/jobs.ts';

export const POST = guarded(async (request) => postJob(await jobsHere(), request));
