/** The server that a page came from, over HTTP. */
import { FileError } from '@graftml/core';
import type { TrainEvent } from '../lab/lab.ts';
import { LabError, type SentError } from '../lab/remote.ts';
import type { Job } from '../node/jobs/job.ts';
import { serverEvents } from './server-events.ts';
import type { ServerPort } from './server-port.ts';
import { type Send, sent } from './upload.ts';

/** Options of `httpServer`. */
export interface HttpServerOptions {
  /** Of the jobs: `https://…/api/jobs`. */
  readonly address: string;
  readonly fetch?: typeof fetch;
  /** In place of what a browser has to tell how much was sent. */
  readonly send?: Send;
  /** Milliseconds before a broken connection is made anew, and how often that may fail in a row. */
  readonly pause?: number;
  readonly tries?: number;
}

/** A server behind the routes of `@graftml/studio/node`. */
export function httpServer({
  address,
  fetch: ask = (...request) => fetch(...request),
  send = sent,
  pause = 1000,
  tries = 60,
}: HttpServerOptions): ServerPort {
  const reach = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const { signal } = init;
    const response = await ask(`${address}${path}`, init).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw away(address, cause);
    });
    if (response.ok) return response;
    // A proxy that cannot reach the server.
    if (response.status >= 502 && response.status <= 504) throw away(address, `status ${response.status}`);
    throw await errorOf(response, address);
  };

  return {
    async create(archive, hooks) {
      const response = await send(address, archive, hooks);
      if (!response.ok) throw await errorOf(response, address);
      return (await response.json()) as Job;
    },
    async get(id) {
      const response = await ask(`${address}/${id}`).catch((cause: unknown) => {
        throw away(address, cause);
      });
      if (response.status === 404) return undefined;
      if (!response.ok) throw await errorOf(response, address);
      return (await response.json()) as Job;
    },
    async follow(id, { signal, onEvent }) {
      let last = '0';
      let isAway = false;
      const tell = (answers: boolean) => {
        if (isAway === answers) onEvent?.({ phase: 'server', answers });
        isAway = !answers;
      };
      for (let failed = 0; ; failed++) {
        try {
          const response = await reach(`/${id}/events`, {
            headers: { 'last-event-id': last },
            ...(signal && { signal }),
          });
          tell(true);
          for await (const { type, id: n, data } of serverEvents(response.body!)) {
            failed = 0;
            if (type === 'end') return JSON.parse(data) as Job;
            last = n ?? last;
            onEvent?.(JSON.parse(data) as TrainEvent);
          }
        } catch (error) {
          signal?.throwIfAborted();
          // What the server says will not be another thing in a second.
          if (error instanceof LabError || failed >= tries) throw error;
          tell(false);
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
        signal?.throwIfAborted();
      }
    },
    stop: async (id) => void (await reach(`/${id}/stop`, { method: 'POST' })),
    model: async (id) => new Uint8Array(await (await reach(`/${id}/model`)).arrayBuffer()),
    remove: async (id) => void (await reach(`/${id}`, { method: 'DELETE' })),
  };
}

const away = (where: string, cause: unknown): FileError =>
  new FileError('the server does not answer', {
    where,
    received: cause instanceof Error ? cause.message : String(cause),
    hint: 'look whether it runs and try again, or train in the browser; nothing is lost',
    cause,
  });

/** What it says, in its own parts where it has some. */
async function errorOf(response: Response, where: string): Promise<Error> {
  const text = await response.text().catch(() => '');
  if (response.headers.get('content-type')?.startsWith('application/json'))
    return new LabError((JSON.parse(text) as { error: SentError }).error);
  const statement = text.slice(0, 300).trim() || `the server answers with status ${response.status}`;
  return new LabError({ name: 'FileError', message: statement, code: 'file', parts: { statement, where } });
}
