/** One file from the network to its place: resumed where it was left, and verified before it is put there. */
import { setTimeout as wait } from 'node:timers/promises';
import { FileError } from '@graftml/core';
import { writeError } from '../write-file.ts';
import { type Checksum, digestOfFile, hubChecksum } from './checksum.ts';
import type { Fetch } from './fetch.ts';
import { checkRoom, discardPart, finishPart, openPart, type PartOf, readPart } from './part.ts';
import { refusal } from './refusal.ts';
import { type Answer, reasonOf, request, shown } from './request.ts';

export interface DownloadProgress {
  /** The path of the file that is being made. */
  readonly path: string;
  /** Bytes that are there, with those of earlier attempts. */
  readonly done: number;
  /** Absent where the server does not say. */
  readonly total?: number;
  /** What an earlier attempt had left. */
  readonly resumed: number;
}

export interface DownloadOptions {
  readonly fetch: Fetch;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Whether the server is the hub, whose ETags are checksums. */
  readonly isHub: boolean;
}

export interface Download {
  readonly address: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Whether it is what the hub says that it is; false where nobody says. */
  readonly verified: boolean;
  /** The hub's commit that it is of. */
  readonly commit?: string;
  /** Where it is until `commit`. */
  readonly part: string;
  place(): Promise<void>;
  discard(): Promise<void>;
}

/** Milliseconds before another attempt, as long as nothing more comes. */
const pauses = [500, 1000, 2000];
/** Milliseconds without a byte after which a connection is given up. */
const patience = 60_000;

/**
 * Fetches `address` beside `path`; `place()` puts it there. What was left of an earlier attempt is continued if the server says
 * that it still has the same file.
 *
 * @throws FileError that says what is wrong and what to do; the signal's reason if that stops it, and then the part stays
 */
export async function download(address: string, path: string, options: DownloadOptions): Promise<Download> {
  const { signal } = options;
  let failures = 0;
  let restarted = false;
  for (;;) {
    const before = (await readPart(path)).size;
    const got = await attempt(address, path, options);
    if ('failure' in got) {
      failures = (await readPart(path)).size > before ? 0 : failures + 1;
      const pause = failures === 0 ? 0 : pauses[failures - 1];
      if (pause === undefined) throw got.failure;
      await wait(Math.max(pause, got.after ?? 0), undefined, signal && { signal }).catch(() =>
        signal?.throwIfAborted(),
      );
      continue;
    }
    const { checksum, resumed, commit } = got;
    const part = await readPart(path);
    const sha256 = await digestOfFile(part.path, 'sha256', signal);
    const digest = checksum?.kind === 'git' ? await digestOfFile(part.path, 'git', signal) : sha256;
    if (!checksum || checksum.digest === digest)
      return {
        address,
        bytes: part.size,
        sha256,
        verified: checksum !== undefined,
        ...(commit && { commit }),
        part: part.path,
        place: () => finishPart(path),
        discard: () => discardPart(path),
      };
    await discardPart(path);
    // What two attempts put together may be of two files.
    if (!resumed || restarted)
      throw new FileError('is not the file that the hub has: its checksum differs', {
        where: shown(address),
        expected: checksum.digest,
        received: digest,
        hint: 'something on the way changes files, a proxy maybe: try another network, or fetch it otherwise and name the file',
      });
    restarted = true;
  }
}

/** All of it came. */
interface Arrival {
  readonly checksum: Checksum | undefined;
  readonly resumed: boolean;
  readonly commit: string | undefined;
}

/** It broke off, and may work when tried again. */
interface Failure {
  readonly failure: FileError;
  /** Milliseconds that the server asks to wait. */
  readonly after?: number;
}

async function attempt(address: string, path: string, options: DownloadOptions): Promise<Arrival | Failure> {
  const { isHub, onProgress } = options;
  const part = await readPart(path);
  const of =
    part.of?.address === address && (part.of.tag !== undefined || part.of.digest !== undefined) ? part.of : undefined;
  const from = of ? part.size : 0;
  const stall = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stall.signal]) : stall.signal;
  const answer = await request(address, {
    ...options,
    signal,
    // What the hub has a checksum of needs no If-Range, which its stores, of which there are several, would understand differently.
    headers: from > 0 ? { range: `bytes=${from}-`, ...(!of?.digest && of?.tag && { 'if-range': of.tag }) } : {},
  });
  const { response, firstHand } = answer;
  const checksum = isHub ? hubChecksum(firstHand) : undefined;
  const commit = (isHub && firstHand.get('x-repo-commit')) || undefined;
  if (from > 0 && (response.status === 416 || (response.status === 206 && !continues(answer, from, of, checksum)))) {
    await response.body?.cancel();
    // Either all of it is there already, or it is another file now.
    if (lengthIn(response) === from && of?.digest !== undefined && of.digest === checksum?.digest)
      return { checksum, resumed: true, commit };
    await discardPart(path);
    return attempt(address, path, options);
  }
  if (response.status !== 200 && response.status !== 206) {
    await response.body?.cancel();
    const failure = refusal(response, shown(address), options.token !== undefined);
    if (response.status !== 429 && response.status < 500) throw failure;
    const after = Math.min(Number(response.headers.get('retry-after')) || 0, 30) * 1000;
    return { failure, after };
  }
  if (/^text\/html\b/.test(response.headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw new FileError('gives a web page, no model', {
      where: shown(response.url || address),
      hint: 'a network that asks to sign in does so for every address; else take the address of the file itself, not of its page',
    });
  }
  const offset = response.status === 206 ? from : 0;
  const total = totalOf(answer, offset);
  if (total !== undefined) await checkRoom(path, total - offset);
  const tag = strongTag(response.headers.get('etag'));
  const handle = await openPart(path, offset, {
    address,
    ...(tag && { tag }),
    ...(checksum && { digest: checksum.digest }),
  });
  let done = offset;
  const report = () => onProgress?.({ path, done, resumed: offset, ...(total !== undefined && { total }) });
  let timer: NodeJS.Timeout | undefined;
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(new Error(`nothing came for ${patience / 1000} seconds`)), patience);
  };
  try {
    report();
    watch();
    for await (const chunk of bodyOf(response)) {
      for (let at = 0; at < chunk.length; )
        at += (
          await handle.write(chunk, at, chunk.length - at, done + at).catch((cause: unknown) => {
            throw writeError(path, cause);
          })
        ).bytesWritten;
      done += chunk.length;
      report();
      watch();
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (cause instanceof FileError) throw cause;
    return { failure: brokenOff(address, done, total, reasonOf(stall.signal.aborted ? stall.signal.reason : cause)) };
  } finally {
    clearTimeout(timer);
    await handle.close();
  }
  if (total === undefined || done === total) return { checksum, resumed: offset > 0, commit };
  return { failure: brokenOff(address, done, total, 'the connection ended too early') };
}

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Whether a part of the file that came is the rest of what is there. */
function continues(
  { response }: Answer,
  from: number,
  of: PartOf | undefined,
  checksum: Checksum | undefined,
): boolean {
  const [, start] = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '') ?? [];
  const tag = strongTag(response.headers.get('etag'));
  if (Number(start) !== from) return false;
  if (of?.digest !== undefined) return of.digest === checksum?.digest;
  return of?.tag !== undefined && of.tag === tag;
}

const strongTag = (tag: string | null): string | undefined => (tag && !tag.startsWith('W/') ? tag : undefined);

/** The length of the whole in the answer to a range. */
function lengthIn({ headers }: Response): number | undefined {
  const [, length] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  return length === undefined ? undefined : Number(length);
}

/** Bytes of the whole file; undefined where it is packed on the way, or nobody says. */
function totalOf({ response, firstHand }: Answer, offset: number): number | undefined {
  const packed = (response.headers.get('content-encoding') ?? 'identity') !== 'identity';
  const length = response.headers.get('content-length');
  if (length !== null && !packed) return offset + Number(length);
  return Number(firstHand.get('x-linked-size')) || undefined;
}

const brokenOff = (address: string, done: number, total: number | undefined, why: string): FileError =>
  new FileError('broke off', {
    where: shown(address),
    received: `${done}${total === undefined ? '' : ` of ${total}`} bytes, then ${why}`,
    hint: 'the same again goes on from there',
  });
