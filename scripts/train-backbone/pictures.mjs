/** All photographs, decoded once at their own size, one after another in one file. */
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodePicture, readPictures } from '@graftml/vision/node';

/** Pictures that are decoded at a time. */
const together = 32;

/**
 * The pictures of `sources` from the cache in `folder`, which is made if it is not there: `{ size, name(i), pixels(i) }`,
 * pixels as views of the cache.
 */
export async function openPictures(sources, folder, say) {
  const [bytesPath, indexPath] = [join(folder, 'pictures.bin'), join(folder, 'pictures.json')];
  if (!existsSync(indexPath)) await decodeAll(sources, bytesPath, indexPath, say);
  const index = JSON.parse(await readFile(indexPath, 'utf8'));
  const bytes = await readWhole(bytesPath, index.bytes);
  return {
    size: index.pictures.length,
    name: (i) => index.pictures[i][0],
    pixels(i) {
      const [, width, height, at] = index.pictures[i];
      return { width, height, channels: 3, data: bytes.subarray(at, at + width * height * 3) };
    },
  };
}

async function decodeAll(sources, bytesPath, indexPath, say) {
  const file = await open(`${bytesPath}.part`, 'w');
  const pictures = [];
  let at = 0;
  const write = async (waiting) => {
    for (const { name, pixels } of waiting) {
      const { width, height, data } = await pixels;
      await file.write(data, 0, width * height * 3);
      pictures.push([name, width, height, at]);
      at += width * height * 3;
    }
    say(`decoding: ${pictures.length} pictures, ${(at / 1e6).toFixed(0)} MB`);
  };
  let waiting = [];
  for await (const { name, content } of readPictures(sources)) {
    waiting.push({ name, pixels: decodePicture(content) });
    if (waiting.length === together) {
      await write(waiting);
      waiting = [];
    }
  }
  await write(waiting);
  await file.close();
  await rename(`${bytesPath}.part`, bytesPath);
  await writeFile(indexPath, JSON.stringify({ bytes: at, pictures }));
}

async function readWhole(path, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at !== length) throw new Error(`${path} has ${at} bytes, not ${length}: remove it, it will be made again`);
  return bytes;
}
