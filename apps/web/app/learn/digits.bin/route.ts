/** The digits of `examples/data/digits` for the pages that learn from them: a byte for each label, then the pixels. A file of the site, made when it is built. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { examplesFolder } from '../../../src/learn/code.ts';

export const dynamic = 'force-static';

export async function GET(): Promise<Response> {
  const folder = join(/* turbopackIgnore: true */ examplesFolder(), 'data/digits');
  const idx = async (file: string, header: number) =>
    gunzipSync(await readFile(join(/* turbopackIgnore: true */ folder, `digits-${file}-ubyte.gz`))).subarray(header);
  const [labels, images] = [await idx('labels-idx1', 8), await idx('images-idx3', 16)];
  return new Response(new Uint8Array(Buffer.concat([labels, images])), {
    headers: { 'content-type': 'application/octet-stream' },
  });
}
