/** Errors for whoever asked a server. */
import { sentError } from '../lab/remote.ts';

/** In words. */
export const errorResponse = (error: unknown, status: number): Response =>
  new Response(`${sentError(error).message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });

/** In its parts: what `LabError` is made of. */
export const errorJson = (error: unknown, status: number): Response =>
  Response.json({ error: sentError(error) }, { status, headers: { 'cache-control': 'no-store' } });
