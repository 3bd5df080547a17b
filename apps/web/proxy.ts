/** What stands before every page: who asks, and what the page may do. Routes of the API see to it themselves: see `src/server/guarded.ts`. */
import { cookieOfToken, isToken, refusalOf } from '@graftml/studio/guard';
import { type NextRequest, NextResponse } from 'next/server';
import { pagePolicy } from './src/server/csp.ts';
import { policyOf } from './src/server/policy.ts';

export function proxy(request: NextRequest): NextResponse {
  const policy = policyOf(process.env);
  if (policy) {
    const { token } = policy;
    const said = request.nextUrl.searchParams.get('token') ?? undefined;
    if (token !== undefined && isToken(said, token)) return entrance(request, token);
    const refusal = refusalOf(request, policy);
    if (refusal) return new NextResponse(`${refusal.statement}\n`, { status: refusal.status });
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const csp = pagePolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  // Where Next looks for the nonce of its scripts.
  headers.set('content-security-policy', csp);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', csp);
  return response;
}

/** Takes the token out of the address. A page that goes on by itself, as the cookie is not sent after a redirect that began elsewhere. */
function entrance({ nextUrl }: NextRequest, token: string): NextResponse {
  nextUrl.searchParams.delete('token');
  const to = `${nextUrl.pathname}${nextUrl.search}`.replace(/["&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return new NextResponse(`<!doctype html><title>Graft</title><meta http-equiv="refresh" content="0;url=${to}">`, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'set-cookie': cookieOfToken(token),
    },
  });
}

export const config = { matcher: ['/((?!api/|_next/static/|_next/image).*)'] };
