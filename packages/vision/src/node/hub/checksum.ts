/** What says that a file is the right one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export type Checksum =
  | { readonly kind: 'sha256'; readonly digest: string }
  /** The name that git gives to a file: SHA-1 of its length and content. */
  | { readonly kind: 'git'; readonly digest: string };

/**
 * The checksum in an answer of the hub: its ETag is the SHA-256 of a large file (`X-Linked-ETag`, where it sends on to a store) and
 * git's name of a small one. Mirrors that are no hub have ETags of their own making.
 */
export function hubChecksum(headers: Headers): Checksum | undefined {
  const digest = plainTag(headers.get('x-linked-etag') ?? headers.get('etag'));
  if (/^[0-9a-f]{64}$/.test(digest)) return { kind: 'sha256', digest };
  if (/^[0-9a-f]{40}$/.test(digest) && headers.has('x-repo-commit')) return { kind: 'git', digest };
  return undefined;
}

const plainTag = (tag: string | null): string => (tag ?? '').replace(/^W\//, '').replaceAll('"', '').toLowerCase();

/** In hexadecimal digits. @throws the signal's reason if that stops it */
export async function digestOfFile(path: string, kind: Checksum['kind'], signal?: AbortSignal): Promise<string> {
  const hash = createHash(kind === 'git' ? 'sha1' : 'sha256');
  if (kind === 'git') hash.update(`blob ${(await stat(path)).size}\0`);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
