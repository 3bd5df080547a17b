/** Dropped files and what is in dropped archives, as one list. */
import { DataError, FileError } from '@graftml/core';
import { isHidden, isPictureData, namesPicture } from '@graftml/vision';
import type { Project } from '../../project/project.ts';
import type { DroppedFile } from '../lab.ts';
import { readZip } from '../zip/read-zip.ts';

/** A file that may be a picture, not read. */
export interface DroppedEntry {
  readonly path: string;
  /** @throws DataError if it cannot be read; whether it is a picture, `isPicture` says */
  read(signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

export interface DroppedEntries {
  readonly entries: readonly DroppedEntry[];
  /** Archives that cannot be read or trusted, and those of other kinds. */
  readonly broken: Project['broken'];
  /** Hidden files, and files that are no pictures. */
  readonly ignored: number;
}

/** A larger file is no picture that anybody trains on; it would only fill the memory. */
const mostFileMegabytes = 200;

/** An archive's members lie in a folder that is called like it: pictures at the top of `rust.zip` are of the class rust. */
export async function droppedEntries(files: readonly DroppedFile[]): Promise<DroppedEntries> {
  const entries: DroppedEntry[] = [];
  const broken: { name: string; reason: string }[] = [];
  let ignored = 0;
  const offer = (path: string, size: number, read: DroppedEntry['read']) => {
    if (isHidden(path) || namesPicture(path) === false) ignored++;
    else if (size > mostFileMegabytes * 1e6)
      broken.push({
        name: path,
        reason: `has ${Math.round(size / 1e6)} MB, and pictures of more than ${mostFileMegabytes} MB are not read; save it smaller`,
      });
    else entries.push({ path, read });
  };
  for (const { path, blob } of files) {
    if (isHidden(path)) ignored++;
    else if (/\.zip$/i.test(path)) {
      try {
        const folder = path.replace(/\.zip$/i, '');
        for (const { path: inside, size, read } of await readZip(blob, path)) offer(`${folder}/${inside}`, size, read);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        broken.push({ name: path, reason: [error.statement, error.hint].filter(Boolean).join('; ') });
      }
    } else if (/\.(tar|tgz|tar\.\w+|rar|7z)$/i.test(path))
      broken.push({ name: path, reason: 'is an archive that is not read here; unpack it, or pack it as zip' });
    else offer(path, blob.size, () => bytesOf(blob));
  }
  return { entries, broken, ignored };
}

/** A file without an extension is one if it begins like one. */
export const isPicture = (path: string, bytes: Uint8Array): boolean =>
  namesPicture(path) === true || isPictureData(bytes);

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new DataError('cannot be read any more', {
      received: cause instanceof Error ? cause.message : String(cause),
      hint: 'it was moved, changed or removed after it was dropped: drop it again',
      cause,
    });
  }
}
