/** One request, its redirects followed by hand: so that a token goes nowhere but to the hub, and the hub's own words are kept. */
import { FileError } from '@graftml/core';
import type { Fetch } from './fetch.ts';
import { Stalled } from './watchdog.ts';

export interface RequestOptions {
  readonly fetch: Fetch;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the origin of the first address alone, and no more once a redirect has left it. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly response: Response;
  /** What the origin that was asked first says, before it sends elsewhere: its last headers, and its first of those that begin with X. */
  readonly firstHand: Headers;
}

const mostRedirects = 10;

/** @throws FileError if it cannot be reached or redirects without end; the signal's reason if that stops it */
export async function request(address: string, options: RequestOptions): Promise<Answer> {
  const { signal, token } = options;
  const start = withoutCredentials(address);
  const { origin } = new URL(start.address);
  const authorization = token ? `Bearer ${token}` : start.authorization;
  let url = start.address;
  let isHome = true;
  let firstHand = new Headers();
  for (let hops = 0; hops <= mostRedirects; hops++) {
    isHome &&= new URL(url).origin === origin;
    const response = await options
      .fetch(url, {
        redirect: 'manual',
        headers: {
          'user-agent': 'graft',
          // Ranges and lengths are those of the file only if nothing packs it on the way.
          'accept-encoding': 'identity',
          ...options.headers,
          ...(isHome && authorization && { authorization }),
        },
        ...(signal && { signal }),
      })
      .catch((cause: unknown) => {
        if (!(signal?.reason instanceof Stalled)) signal?.throwIfAborted();
        throw unreachableError(url, cause);
      });
    if (isHome) firstHand = together(firstHand, response.headers);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || response.status === 304 || !location)
      return { response, firstHand };
    await response.body?.cancel();
    const next = new URL(location, url);
    if (!/^https?:$/.test(next.protocol) || (url.startsWith('https:') && next.protocol === 'http:'))
      throw new FileError('redirects to where it is not safe to go', { where: shown(url), received: shown(next.href) });
    url = next.href;
  }
  throw new FileError(`redirects more than ${mostRedirects} times`, { where: shown(address) });
}

function together(before: Headers, now: Headers): Headers {
  const all = new Headers(now);
  for (const [name, value] of before) if (name.startsWith('x-')) all.set(name, value);
  return all;
}

/** An address for people: without passwords, and without what signs it. */
export function shown(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

/** `https://user:password@host/` as `fetch` takes it. */
function withoutCredentials(address: string): { readonly address: string; readonly authorization?: string } {
  const url = new URL(address);
  if (!url.username && !url.password) return { address: url.href };
  const pair = [url.username, url.password].map(decodeURIComponent).join(':');
  url.username = '';
  url.password = '';
  return { address: url.href, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name, or no network',
  EAI_AGAIN: 'names of hosts cannot be looked up: no network',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'no answer came in time',
  ENETUNREACH: 'there is no network',
  EHOSTUNREACH: 'there is no way to the host',
  UND_ERR_CONNECT_TIMEOUT: 'no answer came in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer came in time',
  UND_ERR_SOCKET: 'the connection was cut',
};

/** `fetch` says "fetch failed"; its causes say why. */
export function reasonOf(error: unknown): string {
  let last = error;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    last = cause;
    const [first] = cause instanceof AggregateError ? cause.errors : [];
    const known = [cause, first].map((one) => reasons[(one as NodeJS.ErrnoException | undefined)?.code ?? '']);
    const said = known.find((text) => text !== undefined);
    if (said) return said;
  }
  return last instanceof Error ? last.message : String(last);
}

/** The statement of the error for what cannot be reached. */
export const unreachable = 'cannot be reached';

const unreachableError = (url: string, cause: unknown): FileError =>
  new FileError(unreachable, {
    where: shown(url),
    received: reasonOf(cause),
    hint: 'behind a proxy set HTTPS_PROXY; HF_ENDPOINT names a mirror of Hugging Face; a file fetched otherwise works by its path',
    cause,
  });
