/** What a server says instead of a file, in words. */
import { FileError } from '@graftml/core';

export function refusal({ status, statusText }: Response, where: string, hasToken: boolean): FileError {
  const [statement, hint] = wordsFor(status, hasToken);
  return new FileError(statement, {
    where,
    received: `status ${status}${statusText ? `, ${statusText}` : ''}`,
    ...(hint && { hint }),
  });
}

function wordsFor(status: number, hasToken: boolean): readonly [statement: string, hint?: string] {
  const access = hasToken
    ? 'its terms have to be accepted on its page, by the account that HF_TOKEN is of'
    : 'if it is private or asks to accept its terms, set HF_TOKEN';
  switch (status) {
    case 401:
      return ['is not there, or not for everybody', access];
    case 403:
      return ['is not for everybody', access];
    case 404:
      return ['is not there', 'check the name, the path and the revision'];
    case 407:
      return ['the proxy wants a name and password', 'HTTPS_PROXY=http://name:password@host:port'];
    case 429:
      return ['the server has had too many requests', 'wait a little; with HF_TOKEN the hub allows more'];
    default:
      return [status >= 500 ? 'the server does not work now' : 'the server does not give it', 'try again later'];
  }
}
