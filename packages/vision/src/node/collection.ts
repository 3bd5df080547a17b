/** Collections from folders, archives, manifests and idx files: every picture is looked at once, and read again when it is needed. */
import { DataError } from '@graftml/core';
import { type BrokenPicture, type Collection, collectionOf, type Picture } from '../collection/collection.ts';
import { inFlight, pictureFacts, reasonOf } from '../collection/examine.ts';
import { mapConcurrent } from '../concurrent.ts';
import { type Place, placeOf, type Split } from '../layout.ts';
import { emptyClasses } from './check-images.ts';
import { decodePicture } from './decode.ts';
import type { Entry } from './entries.ts';
import { noPictures } from './pictures.ts';
import { placed } from './placed.ts';
import { openSources, type Source } from './sources.ts';
import { subfolders } from './subfolders.ts';

/** Options of `openCollection`. */
export interface OpenCollectionOptions {
  /**
   * Whether the folder that a picture lies in is its group, and the one above its class: `cat/tom/1.jpg`. A picture that
   * lies in its class folder is a group by itself.
   */
  readonly groupFolders?: boolean;
  /** Whether every picture is decoded once to see that it can be, and to know its `facts`; true unless given. */
  readonly examine?: boolean;
  /** The classes of a trained model, in its order; any other is an error then. */
  readonly classNames?: readonly string[];
  /** Called after every picture, with how many are read, broken ones among them, and how many there are where that is known. */
  readonly progress?: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
}

type Read = Exclude<Entry, { kind: 'picture' }> | (Omit<Extract<Entry, { kind: 'picture' }>, 'content'> & Examined);
type Examined = Pick<Picture, 'facts'>;

/**
 * The pictures of folders, `.tar`, `.tar.gz` and `.zip` archives, CSV and NDJSON manifests (see `parseManifest`), idx files
 * and single files, merged; classes and splits as in `openImages`, but a picture that lies in no split folder names none.
 * Only what is known of the pictures is held. They are read again from where they are, from a `.tar.gz` quickly in
 * their order only.
 * @throws FileError for a source that is missing, damaged, truncated or made to do harm
 * @throws DataError for no pictures, only broken ones, one in no class folder, or an unknown class
 */
export async function openCollection(
  paths: string | readonly string[],
  options: OpenCollectionOptions = {},
): Promise<Collection> {
  const { classNames, progress, signal } = options;
  const sources = await openSources(paths);
  const total = sources.every(({ files }) => files !== undefined)
    ? sources.reduce((sum, { files = 0 }) => sum + files, 0)
    : undefined;
  const found: Found[] = [];
  const broken: BrokenPicture[] = [];
  const folders = new Set<string>();
  let ignored = 0;
  for (const source of sources)
    for await (const entry of mapConcurrent(source.entries({ signal }), inFlight, reader(options))) {
      signal?.throwIfAborted();
      const name = source.name(entry.path);
      if (entry.kind === 'folder') {
        folders.add(name);
        continue;
      }
      if (entry.kind === 'ignored') ignored++;
      else if (entry.kind === 'broken') broken.push({ name, reason: entry.reason });
      else found.push({ name, source, place: entry.place ?? placeOf(entry.path), entry });
      if (entry.kind !== 'ignored') progress?.(found.length + broken.length, total);
    }
  if (found.length + broken.length === 0) throw noPictures(sources);
  const pictures = labelled(found, options.groupFolders === true);
  const classes = pictures.flatMap(({ labels }) => labels);
  const notes = [
    ...sources.flatMap((source) => source.notes ?? []),
    ...emptyClasses(classes, folders).map((folder) => `${folder} holds no picture that can be read, and is no class`),
  ];
  return collectionOf({ pictures, broken, ignored, notes, ...(classNames && { classNames }) });
}

/** Looks at a picture and lets go of its content. */
function reader({ examine = true }: OpenCollectionOptions): (entry: Entry) => Promise<Read> {
  return async (entry) => {
    if (entry.kind !== 'picture') return entry;
    const { content, ...rest } = entry;
    if (!examine) return rest;
    try {
      return { ...rest, facts: await pictureFacts(content, decodePicture) };
    } catch (cause) {
      if (cause instanceof DataError) return { kind: 'broken', path: entry.path, reason: reasonOf(cause) };
      throw cause;
    }
  };
}

interface Found {
  readonly name: string;
  readonly source: Source;
  readonly place: Place;
  readonly entry: Extract<Read, { kind: 'picture' }>;
}

function labelled(found: readonly Found[], groupFolders: boolean): Picture[] {
  const nested = new Set(found.filter(({ place }) => place.className !== undefined).map(({ source }) => source));
  const folders = groupFolders ? subfolders(found) : undefined;
  return found.map((item): Picture => {
    const { name, source, place, entry } = item;
    const { marks, facts, read } = entry;
    const known: { readonly className?: string; readonly split?: Split; readonly group?: string } = marks
      ? { ...(source.split && { split: source.split }), ...place }
      : { ...placed(item, nested), ...folders?.(item) };
    const { className, split, group = marks?.group } = known;
    return {
      name,
      labels: marks?.labels ?? [className!],
      ...(split && { split }),
      ...(group !== undefined && { group }),
      ...(marks?.weight !== undefined && { weight: marks.weight }),
      ...(facts && { facts }),
      read,
    };
  });
}
