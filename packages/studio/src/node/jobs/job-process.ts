/** The process that trains for one job: what becomes of it cannot harm the server. Its folder is its only argument. */
import { openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { writeWhole } from '@graftml/vision/node';
import type { TrainEvent } from '../../lab/lab.ts';
import { type SentError, sentError } from '../../lab/remote.ts';
import type { Project } from '../../project/project.ts';
import { folderStore } from '../folder-store.ts';
import { nodeLab } from '../node-lab.ts';
import { jobFiles } from './job-files.ts';

/** What it tells the server. */
export type FromJob =
  | { readonly type: 'event'; readonly event: TrainEvent }
  | { readonly type: 'done' }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly error: SentError };

const files = jobFiles(process.argv[2]!);
const store = folderStore(files.store);
const controller = new AbortController();
const tell = (message: FromJob) =>
  new Promise<void>((resolve) => (process.send ? process.send(message, undefined, {}, () => resolve()) : resolve()));

process.on('message', () => controller.abort(new DOMException('stopped', 'AbortError')));
// The server went away. What was learnt until the last checkpoint is there for the next one.
process.on('disconnect', () => process.exit(1));

async function projectHere(lab: ReturnType<typeof nodeLab>): Promise<Project> {
  const here = await store.open(files.project).catch(() => undefined);
  if (here) return here.project;
  const file = { path: 'project.zip', blob: await openAsBlob(files.archive) };
  const project = await lab.importProject({ file, id: files.project }, { signal: controller.signal });
  await rm(files.archive);
  return project;
}

async function main(): Promise<void> {
  const lab = nodeLab({ store });
  const project = await projectHere(lab);
  const settings = { ...project.settings, device: 'auto' as const };
  const trained = await lab.train(
    { project: { ...project, settings }, goOn: true },
    { signal: controller.signal, onEvent: (event) => void tell({ type: 'event', event }) },
  );
  await writeWhole(files.result, JSON.stringify(trained));
  await tell({ type: 'done' });
}

try {
  await main();
} catch (error) {
  await tell(controller.signal.aborted ? { type: 'stopped' } : { type: 'failed', error: sentError(error) });
}
process.exit(0);
