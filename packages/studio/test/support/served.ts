/** The routes of jobs on a port of their own, as an application would have them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { deleteJob, getEvents, getJob, getModel, type Jobs, postJob, stopJob } from '@graftml/studio/node';

export interface Served {
  readonly address: string;
  /** Breaks every connection that there is. */
  breakOff(): void;
  close(): void;
}

export async function served(jobs: () => Jobs): Promise<Served> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', headers } = incoming;
    const body: RequestInit | false = method === 'POST' && {
      body: Readable.toWeb(incoming) as ReadableStream,
      duplex: 'half',
    };
    const request = new Request(new URL(incoming.url!, 'http://localhost'), {
      method,
      headers: headers as Record<string, string>,
      ...body,
    });
    const [, , id, what] = incoming.url!.split('/');
    const response = await (id === undefined
      ? postJob(jobs(), request)
      : what === 'events'
        ? getEvents(jobs(), id, request)
        : what === 'model'
          ? getModel(jobs(), id)
          : what === 'stop'
            ? stopJob(jobs(), id)
            : method === 'DELETE'
              ? deleteJob(jobs(), id)
              : getJob(jobs(), id));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (!response.body) return outgoing.end();
    const stream = Readable.fromWeb(response.body as NodeStream);
    outgoing.on('close', () => stream.destroy());
    stream.on('error', () => {}).pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jobs`,
    breakOff: () => server.closeAllConnections(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
