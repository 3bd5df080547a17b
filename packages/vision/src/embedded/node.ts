/** The backbone that comes with this package, in Node. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Backbone, backboneFrom } from '../models/backbone.ts';
import { defaultBackbone } from '../models/known.ts';

/** Options of `graftBackbone`. */
export interface GraftBackboneOptions {
  /** Where its file is, if not in this package. */
  readonly url?: string | URL;
}

const file = new URL('../../backbone/graft-backbone.onnx', import.meta.url);

/** The backbone that comes with this package, ready to use. */
export async function graftBackbone({ url = file }: GraftBackboneOptions = {}): Promise<Backbone> {
  const bytes = await readFile(fileURLToPath(url));
  return { ...backboneFrom(bytes, { where: defaultBackbone }), name: defaultBackbone };
}
