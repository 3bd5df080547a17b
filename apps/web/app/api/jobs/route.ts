import { guarded } from '../../../src/server/guarded.ts';
import { jobsHere } from '../../../src/server/jobs.ts';
import { studio } from '../../../src/server/studio.ts';

export const POST = guarded(async (request) => (await studio()).postJob(await jobsHere(), request));
