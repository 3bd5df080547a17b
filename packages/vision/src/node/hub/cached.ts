/** What is noted of a fetched model, in a file beside it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../write-file.ts';

export interface Note {
  /** Where it came from. */
  readonly address: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Whether it was compared with a checksum of the hub. */
  readonly verified: boolean;
  /** The hub's commit. */
  readonly commit?: string;
  /** Data of the model in files beside it, as relative paths. */
  readonly data: readonly string[];
}

const notePath = (path: string): string => `${path}.json`;

export const writeNote = (path: string, note: Note): Promise<void> =>
  writeWhole(notePath(path), `${JSON.stringify(note, null, 2)}\n`);

/** Undefined where the model, its data or the note is not there, or not as noted. */
export async function readNote(path: string): Promise<Note | undefined> {
  try {
    const note: Partial<Note> = JSON.parse(await readFile(notePath(path), 'utf8'));
    const { address, bytes, sha256, verified, commit, data } = note;
    if (typeof address !== 'string' || typeof sha256 !== 'string' || !Array.isArray(data)) return undefined;
    if ((await stat(path)).size !== bytes) return undefined;
    for (const file of data) await stat(join(dirname(path), file));
    return { address, bytes, sha256, verified: verified === true, data, ...(commit !== undefined && { commit }) };
  } catch {
    return undefined;
  }
}

/** The models that lie under a folder, as relative paths. */
export async function modelsUnder(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const there = new Set(names);
  return names.filter((name) => name.endsWith('.onnx') && there.has(notePath(name))).sort();
}
