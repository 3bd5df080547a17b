/** Small pictures and archives, made on the spot. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { pack } from 'tar-stream';
import { afterAll, beforeAll } from 'vitest';

/** Contents by path. */
export type Files = Readonly<Record<string, Uint8Array | string>>;

/** A folder that is removed after the tests of a file; `at` gives paths in it. */
export function scratch() {
  let root = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'graft-vision-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  const at = (...path: string[]) => join(root, ...path);
  return {
    at,
    async write(name: string, bytes: Uint8Array | string): Promise<string> {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), bytes);
      return at(name);
    },
    async folder(name: string, files: Files): Promise<string> {
      await mkdir(at(name), { recursive: true });
      for (const [path, bytes] of Object.entries(files)) {
        await mkdir(dirname(at(name, path)), { recursive: true });
        await writeFile(at(name, path), bytes);
      }
      return at(name);
    },
  };
}

/** A picture without noise, different for each `shade`; PNG unless `format` says otherwise. */
export function picture(shade: number, width = 8, height = width, format: 'png' | 'jpeg' = 'png'): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (shade * 37 + i * 5) % 256);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .toFormat(format)
    .toBuffer();
}

/** Two classes of two pictures each. */
export async function catsAndDogs(prefix = ''): Promise<Record<string, Uint8Array>> {
  const paths = ['cat/1.png', 'cat/2.jpg', 'dog/1.png', 'dog/2.jpg'];
  const files = await Promise.all(paths.map((path, i) => picture(i, 8, 8, path.endsWith('png') ? 'png' : 'jpeg')));
  return Object.fromEntries(paths.map((path, i) => [prefix + path, files[i]!]));
}

/** A tar archive of the files, in their order. */
export async function tarOf(files: Files): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name }, Buffer.from(bytes));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const tarGzOf = async (files: Files): Promise<Uint8Array> => gzipSync(await tarOf(files));

/** A zip archive of stored members (PKWARE's APPNOTE: local headers, directory, end record). */
export function zipOf(files: Files): Uint8Array {
  const members = Object.entries(files).map(([name, content]) => ({
    name: Buffer.from(name),
    bytes: Buffer.from(content),
  }));
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of members) {
    const common = words(
      [2, 20],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    );
    const local = Buffer.concat([words([4, 0x04034b50]), common, name, bytes]);
    directory.push(
      Buffer.concat([
        words([4, 0x02014b50], [2, 20]),
        common,
        words([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
        name,
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const index = Buffer.concat(directory);
  const count = members.length;
  const end = words([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, index.length], [4, offset], [2, 0]);
  return Buffer.concat([...parts, index, end]);
}

/** Little-endian numbers of two or four bytes. */
function words(...list: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const out = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of list) at = out.writeUIntLE(value, at, bytes);
  return out;
}

/** An idx file of unsigned bytes. */
export function idxOf(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length, 0);
  for (const [axis, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * axis);
  return Buffer.concat([header, Uint8Array.from(data)]);
}
