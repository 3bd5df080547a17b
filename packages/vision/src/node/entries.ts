/** What a source of pictures is made of, one item after another: the common word of folders, archives and idx files. */
import { FileError } from '@graftml/core';
import type { Place } from '../layout.ts';
import { isHidden, isPictureData, namesPicture } from '../layout.ts';
import type { Pixels } from '../pixels.ts';

/** What a manifest says of a picture beside its class. */
export interface Marks {
  readonly labels: readonly string[];
  readonly group?: string;
  readonly weight?: number;
  readonly value?: number;
}

/** `path` is the path inside the source, with `/`. */
export type Entry =
  | {
      readonly kind: 'picture';
      readonly path: string;
      readonly content: Uint8Array | Pixels;
      readonly place?: Place;
      readonly marks?: Marks;
      /** The content again, later. */
      read(): Promise<Uint8Array | Pixels>;
    }
  /** Should be a picture, but cannot even be read. */
  | { readonly kind: 'broken'; readonly path: string; readonly reason: string }
  /** Hidden, or no picture. */
  | { readonly kind: 'ignored'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string };

/** Whether a file is worth reading at all. */
export const isCandidate = (path: string): boolean => !isHidden(path) && namesPicture(path) !== false;

/** A larger file is no picture that anybody trains on; it would only fill the memory. */
export const mostFileBytes = 2 ** 29;

export const tooLarge = (path: string, bytes: number): Entry => ({
  kind: 'broken',
  path,
  reason: `has ${bytes} bytes, and files of more than ${mostFileBytes} are not read`,
});

/** The entry of a file that was read. @param read reads it again */
export function fileEntry(path: string, bytes: Uint8Array, read: () => Promise<Uint8Array>): Entry {
  return namesPicture(path) === true || isPictureData(bytes)
    ? { kind: 'picture', path, content: bytes, read }
    : { kind: 'ignored', path };
}

/** @throws FileError for the name of an archive's member that would lie outside the folder it is unpacked to */
export function checkInside(name: string, archive: string): void {
  if (name.split(/[/\\]/).includes('..')) throw liesOutside(name, archive);
}

export const liesOutside = (name: string, archive: string): FileError =>
  new FileError('names a file outside its own folder', {
    where: archive,
    received: name,
    hint: 'nobody packs pictures so by mistake: do not trust this archive',
  });

/** The entry of a folder of an archive or a disk. */
export const folderEntry = (path: string): Entry => ({
  kind: isHidden(path) ? 'ignored' : 'folder',
  path: path.replace(/^(\.\/)+|\/+$/g, ''),
});

/** An archive that unpacks to more than this, and to more than so many times its size, is made to fill a disk or a memory. */
const most = { bytes: 2 ** 30, times: 100 } as const;

/** @throws FileError for an archive of `size` bytes that unpacks to a multiple of it that no pictures have */
export function checkUnpacked(unpacked: number, size: number, archive: string): void {
  if (unpacked <= most.bytes || unpacked <= most.times * size) return;
  throw new FileError('unpacks to far more than pictures do', {
    where: archive,
    expected: `at most ${most.times} times its ${size} bytes`,
    received: `${unpacked} bytes and more`,
    hint: 'nobody packs pictures so by mistake: do not trust this archive',
  });
}
