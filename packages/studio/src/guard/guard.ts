/** Who may talk to a server that runs on somebody's own machine: the person in front of it, or whoever has its token. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may ask. */
export interface GuardPolicy {
  /** Without one only this machine is answered. */
  readonly token?: string;
}

/** What of a request says who asks. */
export interface Asking {
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;
}

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly statement: string;
}

export const tokenCookie = 'graft-token';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A page elsewhere can make a browser send requests here, under a name of its own that leads to this machine (DNS rebinding), or as a form
 * would (CSRF). It can change neither the `Host` nor the `Origin` that the browser says. A program that is no browser says no origin.
 */
export function refusalOf({ method, headers }: Asking, { token }: GuardPolicy): Refusal | undefined {
  const host = headers.get('host') ?? '';
  if (token === undefined && !loopback.has(hostname(host)))
    return {
      status: 403,
      statement: `This server answers its own machine only, not as ${host || 'a host without a name'}.`,
    };
  if (!harmless.has(method) && isForeign(headers, host))
    return { status: 403, statement: 'Another site may not change anything here.' };
  if (token !== undefined && !isToken(cookieOf(headers), token))
    return {
      status: 401,
      statement: 'Open the address that was printed where the server was started: it has the token.',
    };
  return undefined;
}

/** In a time that tells nothing of how much of it was right. */
export const isToken = (said: string | undefined, token: string): boolean =>
  said !== undefined && timingSafeEqual(digest(said), digest(token));

/** What the browser keeps, out of reach of scripts, and says to nobody else. */
export const cookieOfToken = (token: string): string => `${tokenCookie}=${token}; HttpOnly; SameSite=Strict; Path=/`;

function isForeign(headers: Asking['headers'], host: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  const origin = headers.get('origin');
  return origin !== null && hostOf(origin) !== host.toLowerCase();
}

const cookieOf = (headers: Asking['headers']): string | undefined =>
  (headers.get('cookie') ?? '')
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${tokenCookie}=`))
    ?.slice(tokenCookie.length + 1);

const hostname = (host: string): string => host.toLowerCase().replace(/:\d+$/, '');

/** `null`, which a browser says of files and sandboxes, is nobody's. */
const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
