/** A file from an address, with how much of it has come. */
import { FileError } from '@graftml/core';

export interface FetchHooks {
  readonly signal?: AbortSignal;
  readonly onBytes: (done: number, total?: number) => void;
}

/** @throws FileError that says what came instead; the signal's reason */
export async function fetched(address: string, { signal, onBytes }: FetchHooks): Promise<Uint8Array<ArrayBuffer>> {
  const fail = (received: string, cause?: unknown): FileError =>
    new FileError('cannot be fetched', {
      where: address,
      received,
      hint: 'look at the connection, and try again',
      cause,
    });
  const response = await fetch(address, { ...(signal && { signal }) }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw fail(cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (!response.ok) throw fail(await reasonIn(response));
  const said = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isInteger(said) && !response.headers.get('content-encoding') ? said : undefined;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  try {
    for await (const part of partsOf(response)) {
      parts.push(part);
      done += part.length;
      onBytes(done, total);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw fail(`${done} bytes, then: ${cause instanceof Error ? cause.message : cause}`, cause);
  }
  if (total !== undefined && done < total) throw fail(`${done} bytes of ${total}`);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Streams cannot be iterated in every browser. */
async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** What a server says in words, if it does. */
async function reasonIn(response: Response): Promise<string> {
  const text = response.headers.get('content-type')?.startsWith('text/plain') ? await response.text() : '';
  return text.slice(0, 300).trim() || `status ${response.status}`;
}
