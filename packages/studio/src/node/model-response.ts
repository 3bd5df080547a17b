/** Known networks for pages: fetched by the server, and kept where `graft pull` keeps them. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { FileError, GraftError, UsageError } from '@graftml/core';
import { knownModels } from '@graftml/vision';
import { type PullOptions, pullModel } from '@graftml/vision/node';
import { errorResponse } from './error-response.ts';

/** The file, as it is read; a reason in words where it cannot be had. @param name one of `knownModels`, exactly */
export async function modelResponse(
  name: string,
  options: Pick<PullOptions, 'signal' | 'cache' | 'fetch' | 'offline'> = {},
): Promise<Response> {
  const known = knownModels.find((model) => model.name === name);
  try {
    if (!known) throw new UsageError('there is no network of that name', { where: name.slice(0, 80) });
    const { path, bytes, data } = await pullModel(known.name, options);
    if (data.length > 0) throw new FileError('has its weights in files of their own', { where: known.name });
    return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': `${bytes}`,
        // Its checksum is known: it is the same for ever.
        'cache-control': 'private, max-age=31536000, immutable',
      },
    });
  } catch (error) {
    if (!(error instanceof GraftError)) throw error;
    return errorResponse(error, known ? 502 : 404);
  }
}
