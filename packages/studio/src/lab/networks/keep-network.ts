/** A network of the person, or a known one from its address: looked at, and kept. */
import { type GraftError, UsageError } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import {
  backboneFrom,
  guessPreprocessing,
  imageInputOf,
  type Pixels,
  sha256,
  type UsualPreprocessing,
} from '@graftml/vision';
import type { Project } from '../../project/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import { fileOf } from '../collection.ts';
import type { Hooks, KeepRequest, KeptNetwork, LoadEvent } from '../lab.ts';
import type { PicturePort } from '../ports.ts';
import type { Runtimes } from '../runtimes.ts';
import { type Backbones, networkFile } from './backbones.ts';

export interface KeepParts {
  readonly store: ProjectStore;
  readonly backbone: Backbones;
  readonly runtime: Runtimes;
  readonly pictures: PicturePort;
}

/** Photos that a preprocessing is guessed by, and how few tell nothing. */
const guessedBy = 24;
const fewest = 8;

export async function keepNetwork(
  { project, source, preprocessing }: KeepRequest,
  parts: KeepParts,
  hooks: Hooks<LoadEvent>,
): Promise<KeptNetwork> {
  if (source.kind === 'known') {
    await parts.backbone.keepKnown(source.name, source.address, hooks);
    return { kind: 'kept', backbone: { kind: 'known', name: source.name } };
  }
  const { path, blob } = source.file;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const digest = (await sha256(bytes)).slice(0, 16);
  const keep = async (usual: UsualPreprocessing | undefined): Promise<KeptNetwork> => {
    // What cannot be used is not kept.
    const opened = backboneFrom(bytes, { where: name, ...(usual !== undefined && { preprocessing: usual }) });
    opened.features.graph('infer');
    await parts.store.shelves(project.id).documents.write(networkFile(digest), bytes);
    return {
      kind: 'kept',
      backbone: { kind: 'file', name, digest, ...(usual !== undefined && { preprocessing: usual }) },
    };
  };
  try {
    return await keep(preprocessing);
  } catch (error) {
    if (!isNothingTold(error)) throw error;
  }
  const model = fromOnnx(bytes, { where: name });
  const { width = 224, height = 224 } = imageInputOf(model);
  const guess = await guessed(project, model, parts, hooks.signal);
  return { kind: 'question', size: { width, height }, ...(guess !== undefined && { guess }) };
}

/** The only thing that is missing is how pictures become its input. */
const isNothingTold = (error: unknown): boolean =>
  error instanceof UsageError && (error as GraftError).statement === 'nothing says how pictures become its input';

async function guessed(
  project: Project,
  model: Parameters<typeof guessPreprocessing>[0],
  { store, runtime, pictures }: KeepParts,
  signal: AbortSignal | undefined,
): Promise<UsualPreprocessing | undefined> {
  const photos = Object.values(project.photos);
  if (photos.length < fewest) return undefined;
  const step = Math.max(1, Math.floor(photos.length / guessedBy));
  const some = photos.filter((_, i) => i % step === 0).slice(0, guessedBy);
  const decoded: Pixels[] = [];
  for (const photo of some) {
    signal?.throwIfAborted();
    const file = await fileOf(store.shelves(project.id).photos, photo);
    decoded.push(await pictures.decode(file));
  }
  try {
    const guess = await runtime.using(project.settings.device, (backend) =>
      guessPreprocessing(model, { backend, pictures: decoded, ...(signal && { signal }) }),
    );
    return guess.name;
  } catch {
    // No guess is an answer too: the person is asked.
    signal?.throwIfAborted();
    return undefined;
  }
}
