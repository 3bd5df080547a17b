/** Files of the person as one archive, under their paths. */
import type { Done, DroppedFile, Hooks, MadeFile } from '../lab.ts';
import { writeZip } from './write-zip.ts';

/** @throws DOMException for a file that cannot be read any more; the signal's reason */
export async function packFiles(
  { name, files }: { readonly name: string; readonly files: readonly DroppedFile[] },
  { signal, onEvent }: Hooks<Done> = {},
): Promise<MadeFile> {
  async function* packed() {
    for (const [i, { path, blob }] of files.entries()) {
      signal?.throwIfAborted();
      yield { path, bytes: new Uint8Array(await blob.arrayBuffer()), store: true };
      onEvent?.({ done: i + 1, total: files.length });
    }
  }
  return { name, blob: await writeZip(packed()) };
}
