/** The backbone that comes with this package, in a browser: bundlers put its file beside the program, and it is fetched when it is asked for. */
import { FileError } from '@graftml/core';
import { type Backbone, backboneFrom } from '../models/backbone.ts';
import { defaultBackbone } from '../models/known.ts';

/** Options of `graftBackbone`. */
export interface GraftBackboneOptions {
  /** Where its file is, if not where the bundler put it: `@graftml/vision/graft-backbone.onnx`, served from wherever you like. */
  readonly url?: string | URL;
}

/** The backbone that comes with this package, 2.9 MB. @throws FileError if it cannot be fetched, or something else comes */
export async function graftBackbone({ url }: GraftBackboneOptions = {}): Promise<Backbone> {
  const address = url ?? new URL('../../backbone/graft-backbone.onnx', import.meta.url);
  const fail = (received: string, cause?: unknown) =>
    new FileError('cannot be fetched', {
      where: `${address}`,
      received,
      hint: 'serve @graftml/vision/graft-backbone.onnx yourself, and give its address: graftBackbone({ url })',
      cause,
    });
  const response = await fetch(address).catch((cause: unknown) => {
    throw fail(String(cause), cause);
  });
  if (!response.ok) throw fail(`status ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Servers of applications answer with their page where they have no such file.
  if (bytes[0] === '<'.charCodeAt(0)) throw fail('a web page');
  return { ...backboneFrom(bytes, { where: defaultBackbone }), name: defaultBackbone };
}
