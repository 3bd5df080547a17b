/** A pretrained network by any of its names, ready to be cut and grafted on. */
import { type Backend, DataError } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { type Backbone, type BackboneOptions, backboneFrom, NothingTold } from '../models/backbone.ts';
import { type Guess, guessPreprocessing } from '../models/guess.ts';
import { defaultBackbone } from '../models/known.ts';
import type { Pixels } from '../pixels.ts';
import { decodePicture } from './decode.ts';
import { type PulledModel, type PullOptions, pullModel } from './hub/pull.ts';
import { openOnnx } from './open-onnx.ts';
import { readPictures } from './pictures.ts';

/** What is to be known of a backbone that its name does not say, and how it is fetched. */
export interface OpenBackboneOptions
  extends PullOptions,
    Pick<BackboneOptions, 'preprocessing' | 'colours' | 'size' | 'at' | 'output'> {
  /** What to try the usual preprocessings with, where neither the file nor the table nor the caller says it. */
  readonly guess?: {
    readonly backend: Backend;
    /** Places of photographs, as `readPictures` takes them. */
    readonly pictures: readonly string[];
  };
}

/** A backbone with its file. */
export interface OpenedBackbone extends Backbone {
  readonly file: PulledModel;
  /** How sure the preprocessing is, where it is a guess: to be told to whoever uses it. */
  readonly guess?: Guess;
}

/** So many pictures make a guess, taken evenly from at most so many: those of one class often lie together. */
const guessedBy = 48;
const lookedAt = 5000;

/**
 * `(await openBackbone('resnet-18')).features`. What pictures go through is what the caller says; else what the file says, if Graft wrote
 * it; else what is known of the model by its name or its checksum; else a guess, if there is something to guess by.
 *
 * @param name as `pullModel` takes it; the backbone of this package unless given
 * @throws what `pullModel`, `backboneFrom` and `guessPreprocessing` throw
 */
export async function openBackbone(
  name: string = defaultBackbone,
  options: OpenBackboneOptions = {},
): Promise<OpenedBackbone> {
  const { preprocessing, colours, size, at, output, guess, signal } = options;
  const file = await pullModel(name, options);
  const { bytes, source } = await openOnnx(file.path);
  const how: BackboneOptions = {
    ...source,
    ...(file.known && { known: file.known }),
    ...(preprocessing !== undefined && { preprocessing }),
    ...(colours && { colours }),
    ...(size && { size }),
    ...(at !== undefined && { at }),
    ...(output !== undefined && { output }),
  };
  try {
    return { ...backboneFrom(bytes, how), file };
  } catch (error) {
    if (!(error instanceof NothingTold) || !guess) throw error;
    const read = fromOnnx(bytes, { ...source, ...(output !== undefined && { output }) });
    const pictures = await somePictures(guess.pictures, signal);
    const found = await guessPreprocessing(
      { ...read, name: file.path },
      { backend: guess.backend, pictures, ...(signal && { signal }) },
    );
    const opened = backboneFrom(bytes, {
      ...how,
      preprocessing: found.preprocessing,
      ...(found.colours && { colours: found.colours }),
    });
    return { ...opened, toldBy: 'guess', file, guess: found };
  }
}

async function somePictures(paths: readonly string[], signal: AbortSignal | undefined): Promise<Pixels[]> {
  let contents: (Uint8Array | Pixels)[] = [];
  let seen = 0;
  let every = 1;
  for await (const { content } of readPictures(paths, { ...(signal && { signal }) })) {
    if (seen++ % every === 0) contents.push(content);
    if (seen === lookedAt) break;
    if (contents.length < 2 * guessedBy) continue;
    contents = contents.filter((_, i) => i % 2 === 0);
    every *= 2;
  }
  const step = Math.max(1, contents.length / guessedBy);
  const chosen = Array.from(
    { length: Math.min(contents.length, guessedBy) },
    (_, i) => contents[Math.floor(i * step)]!,
  );
  const read = chosen.map((content) =>
    content instanceof Uint8Array ? decodePicture(content).catch(() => undefined) : Promise.resolve(content),
  );
  const pictures = (await Promise.all(read)).filter((pixels) => pixels !== undefined);
  if (pictures.length === 0) throw new DataError('no picture can be read', { where: paths.join(', ') });
  return pictures;
}
