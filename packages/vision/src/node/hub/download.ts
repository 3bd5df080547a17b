/** One file from the network to its place: resumed where it was left, and verified before it is put there. */
import { setTimeout as wait } from 'node:timers/promises';
import { FileError } from '@graftml/core';
import { type Checksum, digestOfFile, hubChecksum } from './checksum.ts';
import type { Fetch } from './fetch.ts';
import { checkRoom, discardPart, finishPart, type PartOf, readPart } from './part.ts';
import { refusal } from './refusal.ts';
import { type Answer, request, shown, unreachable } from './request.ts';
import { save } from './save.ts';
import { type Watchdog, watchdog } from './watchdog.ts';

/** How far a file is. */
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
  const { size, of } = await readPart(path);
  const before = of?.address === address && (of.tag !== undefined || of.digest !== undefined) ? of : undefined;
  const from = before ? size : 0;
  const dog = watchdog(options.signal, patience);
  try {
    // What the hub has a checksum of needs no If-Range, which its stores, of which there are several, would understand differently.
    const condition = before?.digest === undefined && before?.tag !== undefined ? { 'if-range': before.tag } : {};
    const headers = from > 0 ? { range: `bytes=${from}-`, ...condition } : {};
    const answer = await request(address, { ...options, signal: dog.signal, headers });
    dog.feed();
    return await arrivalOf(answer, address, path, { from, before, dog }, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    // Where some of it came before, the network is likely to come back.
    if (error instanceof FileError && error.statement === unreachable && from > 0) return { failure: error };
    throw error;
  } finally {
    dog.end();
  }
}

interface Beginning {
  /** Bytes that are there and may be continued. */
  readonly from: number;
  readonly before: PartOf | undefined;
  readonly dog: Watchdog;
}

async function arrivalOf(
  answer: Answer,
  address: string,
  path: string,
  { from, before, dog }: Beginning,
  { isHub, onProgress, signal, token }: DownloadOptions,
): Promise<Arrival | Failure> {
  const { response, firstHand } = answer;
  const { status, headers } = response;
  const checksum = isHub ? hubChecksum(firstHand) : undefined;
  const commit = (isHub && firstHand.get('x-repo-commit')) || undefined;
  if (from > 0 && (status === 416 || (status === 206 && !continues(answer, from, before, checksum)))) {
    await response.body?.cancel();
    const isWhole = lengthIn(response) === from && checksum !== undefined && before?.digest === checksum.digest;
    if (isWhole) return { checksum, resumed: true, commit };
    // It is another file now.
    await discardPart(path);
    return { failure: refusal(response, shown(address), token !== undefined) };
  }
  if (status !== 200 && status !== 206) {
    await response.body?.cancel();
    const failure = refusal(response, shown(address), token !== undefined);
    if (status !== 429 && status < 500) throw failure;
    return { failure, after: Math.min(Number(headers.get('retry-after')) || 0, 30) * 1000 };
  }
  if (/^text\/html\b/.test(headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    throw new FileError('gives a web page, no model', {
      where: shown(response.url || address),
      hint: 'a network that asks to sign in does so for every address; else take the address of the file itself, not of its page',
    });
  }
  const offset = status === 206 ? from : 0;
  const total = totalOf(answer, offset);
  if (total !== undefined) await checkRoom(path, total - offset);
  const tag = strongTag(headers.get('etag'));
  const of = { address, ...(tag && { tag }), ...(checksum && { digest: checksum.digest }) };
  const onBytes = (done: number) =>
    onProgress?.({ path, done, resumed: offset, ...(total !== undefined && { total }) });
  const failure = await save(response, { path, of, offset, total, signal, onBytes }, dog);
  return failure ? { failure } : { checksum, resumed: offset > 0, commit };
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
