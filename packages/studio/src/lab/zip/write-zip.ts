/** Zip archives as they are written: one file after another, into a blob that the browser may keep on the disk. */
import { BlobWriter, configure, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-custom.js';

/** A file to pack. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** As it is: what was compressed before, or cannot be. */
  readonly store?: boolean;
}

/** Packs files as they come. The same files make the same archive. */
export async function writeZip(files: AsyncIterable<ZipFile>): Promise<Blob> {
  configure({ useWebWorkers: false, useCompressionStream: true });
  const writer = new ZipWriter(new BlobWriter('application/zip'), {
    lastModDate: new Date(1980, 0, 1),
    extendedTimestamp: false,
  });
  for await (const { path, bytes, store = false } of files)
    await writer.add(path, new Uint8ArrayReader(bytes), { level: store ? 0 : 6 });
  return writer.close();
}
