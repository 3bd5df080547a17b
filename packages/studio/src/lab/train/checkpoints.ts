/** A training that was broken off: what it was of, and how far it had come. */
import { readCheckpoint, type Storage, type TrainingState } from '@graftml/core';
import { learntFrom } from '../../project/learnt.ts';
import type { Project } from '../../project/project.ts';
import type { Unfinished } from '../lab.ts';

const about = 'about.json';

/** Forgets what was there, and notes of what the next training is. */
export async function beginCheckpoint(storage: Storage, project: Project): Promise<void> {
  await clearCheckpoint(storage);
  await storage.write(about, JSON.stringify({ from: learntFrom(project) }));
}

export async function clearCheckpoint(storage: Storage): Promise<void> {
  for (const name of await storage.list()) await storage.remove(name);
}

/** How many epochs there are to be, which only the training knows. */
export async function noteEpochs(storage: Storage, project: Project, epochs: number): Promise<void> {
  await storage.write(about, JSON.stringify({ from: learntFrom(project), epochs }));
}

/** Undefined where there is none, or it is of other photos or settings. */
export async function storedTraining(
  storage: Storage,
  project: Project,
): Promise<{ readonly state: TrainingState; readonly unfinished: Unfinished } | undefined> {
  const text = await storage.read(about);
  const { from, epochs } = text
    ? (JSON.parse(new TextDecoder().decode(text)) as { from: string; epochs?: number })
    : {};
  if (from === undefined || from !== learntFrom(project)) return undefined;
  const state = await readCheckpoint(storage);
  if (!state) return undefined;
  const history = state.history.map(({ logs }) => logs as Record<string, number>);
  const done = history.length;
  return { state, unfinished: { epochs: done, of: Math.max(epochs ?? 0, done), history } };
}
