/** A file on its way to a server, with how much of it has left: `fetch` does not tell. */
import { FileError } from '@graftml/core';
import type { Hooks } from '../lab/lab.ts';

export type Send = (
  address: string,
  body: Blob,
  hooks: Hooks<{ readonly done: number; readonly total: number }>,
) => Promise<Response>;

/** By `XMLHttpRequest`, in pages and workers. @throws FileError where the server does not answer; the signal's reason */
export const sent: Send = (address, body, { signal, onEvent }) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const ended =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        signal?.removeEventListener('abort', stop);
        settle(value);
      };
    const failed = ended(reject);
    request.open('POST', address);
    request.setRequestHeader('content-type', 'application/zip');
    request.upload.onprogress = ({ loaded }) => onEvent?.({ done: loaded, total: body.size });
    request.onload = () => {
      const type = request.getResponseHeader('content-type') ?? 'text/plain';
      ended(resolve)(new Response(request.responseText, { status: request.status, headers: { 'content-type': type } }));
    };
    request.onabort = () => failed(signal?.reason);
    request.onerror = () =>
      failed(
        new FileError('the photos could not be sent', {
          where: address,
          hint: 'look whether the server runs, or train in the browser; nothing is lost',
        }),
      );
    signal?.addEventListener('abort', stop, { once: true });
    request.send(body);
  });
