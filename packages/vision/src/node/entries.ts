/** What a source of pictures is made of, one item after another: the common word of folders, archives and idx files. */
import type { Place } from '../layout.ts';
import { isHidden, isPictureData, namesPicture } from '../layout.ts';
import type { Pixels } from '../pixels.ts';

/** `path` is the path inside the source, with `/`. */
export type Entry =
  | { readonly kind: 'picture'; readonly path: string; readonly content: Uint8Array | Pixels; readonly place?: Place }
  /** Should be a picture, but cannot even be read. */
  | { readonly kind: 'broken'; readonly path: string; readonly reason: string }
  /** Hidden, or no picture. */
  | { readonly kind: 'ignored'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string };

/** Whether a file is worth reading at all. */
export const isCandidate = (path: string): boolean => !isHidden(path) && namesPicture(path) !== false;

/** The entry of a file that was read. */
export function fileEntry(path: string, bytes: Uint8Array): Entry {
  return namesPicture(path) === true || isPictureData(bytes)
    ? { kind: 'picture', path, content: bytes }
    : { kind: 'ignored', path };
}

/** The entry of a folder of an archive or a disk. */
export const folderEntry = (path: string): Entry => ({
  kind: isHidden(path) ? 'ignored' : 'folder',
  path: path.replace(/^(\.\/)+|\/+$/g, ''),
});
