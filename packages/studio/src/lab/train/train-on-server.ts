/** A training that a server does: the labelled photos go there, the model comes back, and nothing stays. */
import type { Storage } from '@graftml/core';
import { learntFrom } from '../../project/learnt.ts';
import type { Project, Trained } from '../../project/project.ts';
import type { ServerPort } from '../../server/server-port.ts';
import { exportedProject } from '../files/export-project.ts';
import type { Hooks, TrainEvent, Unfinished } from '../lab.ts';
import { leftName } from '../left.ts';
import { modelFile } from '../model/models.ts';
import type { LabPorts } from '../ports.ts';
import { LabError } from '../remote.ts';

const nameOf = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

/** Which job is under way, should the page go away. */
const note = 'server.json';

interface Noted {
  readonly id: string;
  readonly from: string;
}

export async function trainOnServer(
  { project, goOn = false }: { readonly project: Project; readonly goOn?: boolean },
  { store, server }: Pick<LabPorts, 'store'> & { readonly server: ServerPort },
  { signal, onEvent }: Hooks<TrainEvent>,
): Promise<Trained> {
  const { documents, checkpoint } = store.shelves(project.id);
  const before = await noted(checkpoint);
  const goesOn = goOn && before?.from === learntFrom(project) && (await server.get(before.id)) !== undefined;
  if (before && !goesOn) await forget(before.id, checkpoint, server);
  const id = goesOn
    ? before.id
    : await begun(project, { store, server }, { ...(signal && { signal }), ...(onEvent && { onEvent }) });

  const listening = new AbortController();
  const stop = () => {
    if (nameOf(signal?.reason) === leftName) listening.abort(signal?.reason);
    // One that cannot be told goes on.
    else server.stop(id).catch((reason: unknown) => listening.abort(reason));
  };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const following = { signal: listening.signal, ...(onEvent && { onEvent }) };
    const { state, error, trained } = await server.follow(id, following);
    if (state === 'done') await documents.write(modelFile, await server.model(id));
    await forget(id, checkpoint, server);
    if (state === 'done') return { ...trained!, settings: project.settings };
    if (state === 'failed') throw new LabError(error!);
    throw signal?.reason ?? new DOMException('was stopped on the server', 'AbortError');
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** One that goes on over there, though nobody listens. */
export async function unfinishedOnServer(
  project: Project,
  { store, server }: Pick<LabPorts, 'store'> & { readonly server: ServerPort },
): Promise<Unfinished | undefined> {
  const before = await noted(store.shelves(project.id).checkpoint);
  if (before?.from !== learntFrom(project)) return undefined;
  try {
    const job = await server.get(before.id);
    const { history = [], of = 0 } = job?.learnt ?? {};
    return job && { server: 'there', epochs: history.length, of, history };
  } catch {
    return { server: 'away', epochs: 0, of: 0, history: [] };
  }
}

async function begun(
  project: Project,
  { store, server }: Pick<LabPorts, 'store'> & { readonly server: ServerPort },
  { signal, onEvent }: Hooks<TrainEvent>,
): Promise<string> {
  const hooks = signal ? { signal } : {};
  onEvent?.({ phase: 'upload', done: 0 });
  const { blob } = await exportedProject({ project: toSend(project) }, { store }, hooks);
  const { id } = await server.create(blob, { ...hooks, onEvent: (sent) => onEvent?.({ phase: 'upload', ...sent }) });
  const text = JSON.stringify({ id, from: learntFrom(project) } satisfies Noted);
  await store.shelves(project.id).checkpoint.write(note, text);
  return id;
}

/** Only what is learnt from: nothing else leaves. */
function toSend({ trained: _, imported: __, ...project }: Project): Project {
  const labelled = Object.entries(project.photos).filter(([, { label }]) => label !== undefined);
  return { ...project, photos: Object.fromEntries(labelled), broken: [] };
}

async function noted(checkpoint: Storage): Promise<Noted | undefined> {
  const text = await checkpoint.read(note);
  return text && (JSON.parse(new TextDecoder().decode(text)) as Noted);
}

/** A server that is away forgets by itself, after a day. */
async function forget(id: string, checkpoint: Storage, server: ServerPort): Promise<void> {
  await server.remove(id).catch(() => {});
  await checkpoint.remove(note);
}
