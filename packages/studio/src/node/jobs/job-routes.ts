/** Jobs over HTTP: from requests to responses. Who may ask is seen to before. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { FileError, GraftError } from '@graftml/core';
import { errorJson } from '../error-response.ts';
import type { Jobs } from './jobs.ts';
import { UploadError } from './upload.ts';

const uncached = { 'cache-control': 'no-store' };
/** Milliseconds between signs of life: a proxy takes a silent connection for a dead one. */
const pulse = 15_000;

const unknown = (): Response =>
  errorJson(
    new FileError('is not here any more', {
      where: 'the training on the server',
      hint: 'they are kept for a day: train again',
    }),
    404,
  );

/** `POST jobs`, an archive as its body: 201 and the job. */
export async function postJob(jobs: Jobs, { body, headers, signal }: Request): Promise<Response> {
  const size = Number(headers.get('content-length') ?? 0);
  try {
    if (!body) throw new UploadError(400, 'is missing', { where: 'the project', expected: 'an archive as the body' });
    return Response.json(await jobs.create({ archive: body, size, signal }), { status: 201, headers: uncached });
  } catch (error) {
    if (error instanceof UploadError) return errorJson(error, error.status);
    if (error instanceof GraftError) return errorJson(error, 400);
    if (signal.aborted) return new Response(null, { status: 499 });
    throw error;
  }
}

/** `GET jobs/ID` */
export function getJob(jobs: Jobs, id: string): Response {
  const job = jobs.get(id);
  return job ? Response.json(job, { headers: uncached }) : unknown();
}

/** `POST jobs/ID/stop` */
export async function stopJob(jobs: Jobs, id: string): Promise<Response> {
  await jobs.stop(id);
  return new Response(null, { status: jobs.get(id) ? 204 : 404 });
}

/** `DELETE jobs/ID` */
export async function deleteJob(jobs: Jobs, id: string): Promise<Response> {
  await jobs.remove(id);
  return new Response(null, { status: 204 });
}

/** `GET jobs/ID/model`: the `.onnx` file. */
export async function getModel(jobs: Jobs, id: string): Promise<Response> {
  const path = jobs.model(id);
  if (path === undefined) return unknown();
  const { size } = await stat(path);
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
    headers: { ...uncached, 'content-type': 'application/octet-stream', 'content-length': `${size}` },
  });
}

/** `GET jobs/ID/events`: server-sent events from the one after `Last-Event-ID`, and `end` with the job when it is over. */
export function getEvents(jobs: Jobs, id: string, { headers }: Request): Response {
  if (!jobs.get(id)) return unknown();
  const after = Number(headers.get('last-event-id') ?? 0) || 0;
  const encoder = new TextEncoder();
  let leave = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      send('retry: 1000\n\n');
      const timer = setInterval(() => send(': here\n\n'), pulse);
      const unfollow = jobs.follow(id, after, {
        onEvent: ({ n, event }) => send(`id: ${n}\ndata: ${JSON.stringify(event)}\n\n`),
        onEnd(job) {
          send(`event: end\ndata: ${JSON.stringify(job)}\n\n`);
          clearInterval(timer);
          controller.close();
        },
      });
      leave = () => {
        clearInterval(timer);
        unfollow();
      };
    },
    cancel: () => leave(),
  });
  return new Response(stream, {
    headers: { ...uncached, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
  });
}
