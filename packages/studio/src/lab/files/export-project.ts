/** A project as one archive that this application opens, and that `graft train` trains on. */
import type { Storage } from '@graftml/core';
import { asFileName } from '../../project/file-name.ts';
import type { Photo, Project } from '../../project/project.ts';
import { fileOf } from '../collection.ts';
import type { Done, Hooks, MadeFile } from '../lab.ts';
import { modelFile } from '../model/models.ts';
import { networkFile } from '../networks/backbones.ts';
import type { LabPorts } from '../ports.ts';
import { writeZip, type ZipFile } from '../zip/write-zip.ts';
import { freeName } from './free-name.ts';

/** Hidden, so that nobody takes it for a class. */
export const unsortedFolder = '.unsorted';
export const projectFile = 'project.json';

export async function exportedProject(
  { project }: { readonly project: Project },
  { store }: Pick<LabPorts, 'store'>,
  { signal, onEvent }: Hooks<Done>,
): Promise<MadeFile> {
  const { documents, photos } = store.shelves(project.id);
  const places = placesOf(project);
  async function* files(): AsyncGenerator<ZipFile> {
    const { reading: _, ...document } = project;
    yield { path: projectFile, bytes: new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`) };
    yield* documentFiles(project, documents);
    let done = 0;
    for (const [photo, path] of places) {
      signal?.throwIfAborted();
      yield { path, bytes: await fileOf(photos, photo), store: true };
      onEvent?.({ done: ++done, total: places.length });
    }
  }
  return { name: `${asFileName(project.name)}.zip`, blob: await writeZip(files()) };
}

async function* documentFiles({ trained, imported, settings }: Project, documents: Storage): AsyncGenerator<ZipFile> {
  const { backbone } = settings;
  const names = [
    ...(trained || imported ? [modelFile] : []),
    ...(backbone.kind === 'file' ? [networkFile(backbone.digest)] : []),
  ];
  for (const path of names) {
    const bytes = await documents.read(path);
    // Weights cannot be packed tighter.
    if (bytes) yield { path, bytes, store: true };
  }
}

/** `rust/1.jpg`, and `test/rust/1.jpg` where a photo is kept for a part. */
function placesOf({ photos, classes }: Project): (readonly [Photo, string])[] {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const taken = new Set<string>();
  return Object.values(photos).map((photo) => {
    const { label, split, name } = photo;
    const folder = label === undefined ? unsortedFolder : `${split ? `${split}/` : ''}${names.get(label)}`;
    return [photo, freeName(`${folder}/${asFileName(name.slice(name.lastIndexOf('/') + 1))}`, taken)];
  });
}
