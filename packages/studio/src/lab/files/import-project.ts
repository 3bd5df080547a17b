/** A project out of an archive that `exportedProject` made, or around a model that `graft train` wrote. */

import { DataError, FileError, type StoredFile, writeAll } from '@graftml/core';
import { namesPicture, openClassifier, sha256 } from '@graftml/vision';
import { noHistory } from '../../project/history.ts';
import { newId } from '../../project/new-id.ts';
import { newProject, type PhotoId, type Project, type ProjectClass } from '../../project/project.ts';
import { readProject } from '../../project/read-project.ts';
import { brokenFile } from '../add/add-photos.ts';
import type { Done, DroppedFile, Hooks } from '../lab.ts';
import { modelFile } from '../model/models.ts';
import type { LabPorts } from '../ports.ts';
import { readZip, type ZipMember } from '../zip/read-zip.ts';
import { projectFile } from './export-project.ts';

export interface ImportRequest {
  readonly file: DroppedFile;
  readonly id: string;
}

/** @throws FileError for what is neither, or is damaged */
export async function importedProject(request: ImportRequest, ports: LabPorts, hooks: Hooks<Done>): Promise<Project> {
  const { file, id } = request;
  const { store } = ports;
  const project = /\.onnx$/i.test(file.path)
    ? await aroundModel(request, ports)
    : await outOfArchive(request, ports, hooks).catch(async (error: unknown) => {
        await store.remove(id).catch(() => {});
        throw error;
      });
  await store.save(project, noHistory);
  return project;
}

/** Whether an archive is one of a project. */
export async function isProjectArchive({ path, blob }: DroppedFile): Promise<boolean> {
  if (!/\.zip$/i.test(path)) return false;
  const members = await readZip(blob, path).catch((error: unknown) => {
    if (error instanceof FileError) return [];
    throw error;
  });
  return documentIn(members) !== undefined;
}

async function aroundModel({ file, id }: ImportRequest, { store }: LabPorts): Promise<Project> {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  const bytes = new Uint8Array(await file.blob.arrayBuffer());
  const { labels, training = {} } = openClassifier(bytes, name);
  await store.shelves(id).documents.write(modelFile, bytes);
  const now = new Date().toISOString();
  const classes = labels.map((label): ProjectClass => ({ id: newId(), name: label }));
  const { backbone, strategy, evaluation } = training;
  const judged = evaluation as { of?: unknown; n?: unknown; accuracy?: unknown } | undefined;
  return {
    ...newProject(id, name.replace(/\.onnx$/i, ''), now),
    classes,
    imported: {
      ...{ name, size: bytes.length, at: now, classes },
      ...(typeof backbone === 'string' && { backbone }),
      ...(typeof strategy === 'string' && { strategy }),
      ...(typeof judged?.n === 'number' &&
        typeof judged.accuracy === 'number' && {
          evaluation: { of: `${judged.of}`, n: judged.n, accuracy: judged.accuracy },
        }),
    },
  };
}

/** In the archive, or in the one folder that it was packed with. */
const documentIn = (members: readonly ZipMember[]): ZipMember | undefined =>
  members
    .filter(({ path }) => path === projectFile || /^[^/]+\/project\.json$/.test(path))
    .sort((a, b) => a.path.length - b.path.length)[0];

/** What is written together. */
const together = { photos: 64, bytes: 2 ** 24 } as const;

async function outOfArchive(
  { file, id }: ImportRequest,
  { store, pictures }: LabPorts,
  { signal, onEvent }: Hooks<Done>,
): Promise<Project> {
  const members = await readZip(file.blob, file.path);
  const document = documentIn(members);
  if (!document)
    throw new FileError('is no project', {
      where: file.path,
      expected: `${projectFile} in it`,
      hint: 'drop it into a project to add its photos',
    });
  const read = readProject(new TextDecoder().decode(await document.read(signal)), `${file.path}/${projectFile}`);
  const shelves = store.shelves(id);
  const folder = document.path.slice(0, -projectFile.length);
  for (const member of members)
    if (/^(model|network-[\da-f]+)\.onnx$/.test(member.path.slice(folder.length)))
      await shelves.documents.write(member.path.slice(folder.length), await member.read(signal));

  const wanted = new Set<PhotoId>(Object.keys(read.photos));
  const total = wanted.size;
  const broken: { name: string; reason: string }[] = [];
  let [files, thumbnails]: [StoredFile[], StoredFile[]] = [[], []];
  let bytes = 0;
  const flush = async () => {
    await writeAll(shelves.thumbnails, thumbnails);
    await writeAll(shelves.photos, files);
    [files, thumbnails, bytes] = [[], [], 0];
    onEvent?.({ done: total - wanted.size, total });
  };
  for (const member of members) {
    signal?.throwIfAborted();
    if (wanted.size === 0) break;
    if (namesPicture(member.path) === false || member.path === document.path) continue;
    try {
      const content = await member.read(signal);
      const digest = await sha256(content);
      if (!wanted.has(digest)) continue;
      const { thumbnail } = await pictures.take(content);
      wanted.delete(digest);
      files.push({ name: digest, content });
      thumbnails.push({ name: digest, content: new Uint8Array(await thumbnail.arrayBuffer()) });
      bytes += content.length;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      broken.push(brokenFile(member.path, error));
    }
    if (files.length >= together.photos || bytes >= together.bytes) await flush();
  }
  await flush();
  const photos = Object.fromEntries(Object.entries(read.photos).filter(([photo]) => !wanted.has(photo)));
  const missing = [...wanted].map((photo) => ({ name: read.photos[photo]!.name, reason: 'is not in the archive' }));
  return { ...read, id, photos, broken: [...read.broken, ...broken, ...missing] };
}
