/** Trainings for others, one at a time: each has a folder, and goes on after the server was away. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '@graftml/core';
import { cacheFolder, writeWhole } from '@graftml/vision/node';
import type { Trained } from '../../project/project.ts';
import { isOver, type Job, type JobLimits, usualLimits } from './job.ts';
import { jobFiles } from './job-files.ts';
import { type JobLog, jobLog, type NumberedEvent } from './job-log.ts';
import { type JobEnd, type RunningJob, runJob } from './run-job.ts';
import { checkArchive, receive, tooLarge, UploadError } from './upload.ts';

/** Options of `openJobs`. */
export interface JobsOptions {
  /** For jobs alone, of this process alone; `jobs` in `cacheFolder()` unless given. */
  readonly folder?: string;
  readonly limits?: Partial<JobLimits>;
}

/** A job as it is asked for. */
export interface NewJob {
  /** An archive that `exportProject` made. */
  readonly archive: ReadableStream<Uint8Array>;
  /** Bytes, if that is said. */
  readonly size?: number;
  readonly signal?: AbortSignal;
}

/** Trainings on this machine, one after the other, each in a process of its own. */
export interface Jobs {
  /** @throws UploadError for what may not be, FileError for what is no archive of a project: nothing of it is left then */
  create(request: NewJob): Promise<Job>;
  get(id: string): Job | undefined;
  /** Tells the events after a number, then those that come; and the job when it is over, once. Returns what ends that. */
  follow(id: string, after: number, listener: JobListener): () => void;
  /** The best until now becomes its result, if there is one. */
  stop(id: string): Promise<void>;
  /** With all its files. */
  remove(id: string): Promise<void>;
  /** The path of its model, when it is done. */
  model(id: string): string | undefined;
  /** Ends what runs; it goes on when the folder is opened again. */
  close(): Promise<void>;
}

/** Who follows a job. */
export interface JobListener {
  readonly onEvent: (event: NumberedEvent) => void;
  readonly onEnd: (job: Job) => void;
  /** Nothing more comes from here: whoever wants the end asks again when the folder is opened again. */
  readonly onClose: () => void;
}

interface Entry {
  job: Job;
  readonly log: JobLog;
  readonly listeners: Set<JobListener>;
  running?: RunningJob;
}

const hour = 3_600_000;

/** What was under way when the folder was left goes on. @throws FileError if the folder cannot be used */
export async function openJobs({
  folder = join(cacheFolder(), 'jobs'),
  limits: asked,
}: JobsOptions = {}): Promise<Jobs> {
  const limits = { ...usualLimits, ...asked };
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new FileError('cannot be made a folder', { where: folder, received: String(cause), cause });
  });
  const all = await storedJobs(folder);
  const filesOf = (id: string) => jobFiles(join(folder, id));
  let coming = 0;
  let isClosed = false;

  const change = async (entry: Entry, change: Partial<Job>): Promise<void> => {
    entry.job = { ...entry.job, ...change };
    await writeWhole(filesOf(entry.job.id).job, JSON.stringify(entry.job));
    if (!isOver(entry.job)) return;
    for (const listener of entry.listeners) listener.onEnd(entry.job);
    entry.listeners.clear();
  };
  /** Begins the oldest that waits, if none runs. */
  const next = (): void => {
    const entries = [...all.values()];
    if (isClosed || entries.some(({ running }) => running)) return;
    const entry = entries.find(({ job }) => job.state === 'waiting');
    if (entry) void run(entry);
  };
  const run = async (entry: Entry): Promise<void> => {
    const { id } = entry.job;
    entry.running = runJob(filesOf(id).folder, (event) => {
      const numbered = entry.log.add(event);
      for (const listener of entry.listeners) listener.onEvent(numbered);
    });
    entry.job = { ...entry.job, state: 'running' };
    const end = await entry.running.end;
    delete entry.running;
    if (end.type !== 'killed') await change(entry, await resultOf(end, filesOf(id).result)).catch(() => {});
    next();
  };
  const remove = async (id: string): Promise<void> => {
    const entry = all.get(id);
    if (!entry) return;
    all.delete(id);
    if (!isOver(entry.job)) for (const listener of entry.listeners) listener.onEnd({ ...entry.job, state: 'stopped' });
    entry.running?.kill();
    await entry.running?.end;
    await rm(filesOf(id).folder, { recursive: true, force: true });
    next();
  };
  const expire = (): void => {
    for (const { job } of all.values())
      if (Date.now() - Date.parse(job.created) > limits.hours * hour) void remove(job.id);
  };

  expire();
  const timer = setInterval(expire, hour).unref();
  next();

  return {
    async create({ archive, size = 0, signal }) {
      if (size > limits.bytes) throw tooLarge(limits, `${size} bytes`);
      if (all.size + coming >= limits.jobs)
        throw new UploadError(503, 'has too many trainings already', {
          where: 'this server',
          received: `${limits.jobs}`,
          hint: 'wait until one is over',
        });
      const id = randomUUID();
      const files = filesOf(id);
      coming++;
      try {
        await mkdir(files.folder, { mode: 0o700 });
        await receive(archive, files.archive, { limits, ...(signal && { signal }) });
        await checkArchive(files.archive, limits);
        const job: Job = { id, created: new Date().toISOString(), state: 'waiting' };
        await writeWhole(files.job, JSON.stringify(job));
        all.set(id, { job, log: await jobLog(files.events), listeners: new Set() });
        next();
        return job;
      } catch (error) {
        await rm(files.folder, { recursive: true, force: true });
        throw error;
      } finally {
        coming--;
      }
    },
    get(id) {
      const entry = all.get(id);
      return entry && { ...entry.job, ...learntIn(entry.log) };
    },
    follow(id, after, listener) {
      const entry = all.get(id);
      if (!entry) return () => {};
      for (const event of entry.log.after(after)) listener.onEvent(event);
      if (isOver(entry.job)) listener.onEnd(entry.job);
      else if (isClosed) listener.onClose();
      else entry.listeners.add(listener);
      return () => void entry.listeners.delete(listener);
    },
    async stop(id) {
      const entry = all.get(id);
      if (entry?.running) entry.running.stop();
      else if (entry?.job.state === 'waiting') await change(entry, { state: 'stopped' });
    },
    remove,
    model: (id) => (all.get(id)?.job.state === 'done' ? filesOf(id).model : undefined),
    async close() {
      isClosed = true;
      clearInterval(timer);
      const running = [...all.values()].flatMap((entry) => entry.running ?? []);
      for (const one of running) one.kill();
      for (const { listeners } of all.values()) for (const listener of listeners) listener.onClose();
      await Promise.all(running.map(({ end }) => end));
    },
  };
}

async function resultOf(end: JobEnd, result: string): Promise<Partial<Job>> {
  if (end.type === 'failed') return { state: 'failed', error: end.error };
  if (end.type !== 'done') return { state: 'stopped' };
  return { state: 'done', trained: JSON.parse(await readFile(result, 'utf8')) as Trained };
}

function learntIn(log: JobLog): Pick<Job, 'learnt'> {
  const epochs = log
    .after(0)
    .flatMap(({ event }) => ('training' in event && event.training?.phase === 'epoch' ? event.training : []));
  if (epochs.length === 0) return {};
  const history: Record<string, number>[] = [];
  // One that went on from a checkpoint went through some epochs again.
  for (const { epoch, logs } of epochs) history.splice(epoch - 1, history.length, logs as Record<string, number>);
  return { learnt: { history, of: epochs.at(-1)!.epochs } };
}

/** By their ids, the oldest first. What has no document never came whole. */
async function storedJobs(folder: string): Promise<Map<string, Entry>> {
  const entries: Entry[] = [];
  for (const id of await readdir(folder)) {
    const files = jobFiles(join(folder, id));
    const text = await readFile(files.job, 'utf8').catch(() => undefined);
    if (text === undefined) await rm(files.folder, { recursive: true, force: true });
    else {
      const job = JSON.parse(text) as Job;
      entries.push({
        job: job.state === 'running' ? { ...job, state: 'waiting' } : job,
        log: await jobLog(files.events),
        listeners: new Set(),
      });
    }
  }
  entries.sort((a, b) => a.job.created.localeCompare(b.job.created));
  return new Map(entries.map((entry) => [entry.job.id, entry]));
}
