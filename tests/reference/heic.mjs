/**
 * Writes tests/reference/quadrants.heic: four colours, 96x64, in Display P3 as phones write it. Needs heif-enc (Debian: libheif-examples).
 * node tests/reference/heic.mjs
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sharp = createRequire(new URL('../../packages/vision/package.json', import.meta.url))('sharp');
const [width, height] = [96, 64];
const colours = [
  [200, 40, 30],
  [40, 160, 60],
  [30, 60, 190],
  [220, 200, 50],
];
const data = Buffer.alloc(width * height * 3);
for (let i = 0; i < width * height; i++) {
  const [x, y] = [i % width, Math.floor(i / width)];
  data.set(colours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)], i * 3);
}
const folder = await mkdtemp(join(tmpdir(), 'graft-heic-'));
const png = join(folder, 'quadrants.png');
await sharp(data, { raw: { width, height, channels: 3 } })
  .withIccProfile('p3')
  .png()
  .toFile(png);
execFileSync('heif-enc', ['-q', '90', png, '-o', fileURLToPath(new URL('quadrants.heic', import.meta.url))]);
await rm(folder, { recursive: true });
