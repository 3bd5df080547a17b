/** Who a server answers. */
import { cookieOfToken, isToken, refusalOf } from '@graftml/studio/guard';
import { describe, expect, it } from 'vitest';

const asking = (method: string, headers: Readonly<Record<string, string>>) => ({
  method,
  headers: new Headers(headers),
});

describe('a server for its own machine', () => {
  const refused = (method: string, headers: Readonly<Record<string, string>>) =>
    refusalOf(asking(method, headers), {})?.status;

  it.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST'])('answers as %s', (host) => {
    expect(refused('GET', { host })).toBeUndefined();
    expect(refused('POST', { host, origin: `http://${host}` })).toBeUndefined();
  });

  it.each(['evil.example:3000', 'localhost.evil.example', '10.0.0.7:3000', ''])('does not answer as "%s"', (host) => {
    expect(refused('GET', { host })).toBe(403);
  });

  it('changes nothing for another site', () => {
    const host = 'localhost:3000';
    expect(refused('POST', { host, origin: 'https://evil.example' })).toBe(403);
    expect(refused('DELETE', { host, origin: 'http://localhost:4000' })).toBe(403);
    expect(refused('POST', { host, origin: 'null' })).toBe(403);
    expect(refused('POST', { host, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(refused('POST', { host, 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(refused('GET', { host, 'sec-fetch-site': 'cross-site' })).toBeUndefined();
  });

  it('takes a program for no browser', () => {
    expect(refused('POST', { host: 'localhost:3000' })).toBeUndefined();
  });
});

describe('a server with a token', () => {
  const token = 'a-long-token';
  const host = '10.0.0.7:3000';

  it('answers whoever has it, as any host', () => {
    const cookie = `other=1; ${cookieOfToken(token).split(';')[0]}`;
    expect(refusalOf(asking('GET', { host, cookie }), { token })).toBeUndefined();
    expect(refusalOf(asking('POST', { host, cookie, origin: `http://${host}` }), { token })).toBeUndefined();
    expect(refusalOf(asking('POST', { host, cookie, origin: 'http://evil.example' }), { token })?.status).toBe(403);
  });

  it('answers nobody else, and says what to do', () => {
    for (const cookie of ['', 'graft-token=', 'graft-token=a-long-tokem', 'x-graft-token=a-long-token'])
      expect(refusalOf(asking('GET', { host, cookie }), { token })).toEqual({
        status: 401,
        statement: expect.stringContaining('has the token'),
      });
  });

  it('keeps it from scripts and from other sites', () => {
    expect(cookieOfToken(token)).toBe('graft-token=a-long-token; HttpOnly; SameSite=Strict; Path=/');
    expect(isToken(token, token)).toBe(true);
    expect(isToken(undefined, token)).toBe(false);
  });
});
