export { isOver, type Job, type JobLimits, usualLimits } from './job.ts';
export type { NumberedEvent } from './job-log.ts';
export { deleteJob, getEvents, getJob, getModel, postJob, stopJob } from './job-routes.ts';
export { type JobListener, type Jobs, type JobsOptions, type NewJob, openJobs } from './jobs.ts';
export { UploadError } from './upload.ts';
