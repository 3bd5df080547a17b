/** Photos as a person has them: folders of shapes, some in the wrong folder, one that is broken, one twice. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

export const shapes = ['circle', 'square', 'stripes'] as const;
type Shape = (typeof shapes)[number];

export interface Photos {
  /** A folder for each class. */
  readonly folder: string;
  /** Others, not sorted, to be told apart. */
  readonly others: string;
  /** Where anything else may be written. */
  readonly temporary: string;
  remove(): Promise<void>;
}

export interface PhotosOptions {
  readonly perClass?: number;
  /** So many circles lie among the squares. */
  readonly misplaced?: number;
  /** A file that is no picture, a copy, and a note lie among them. */
  readonly untidy?: boolean;
}

export async function drawPhotos({
  perClass = 24,
  misplaced = 0,
  untidy = false,
}: PhotosOptions = {}): Promise<Photos> {
  const temporary = await mkdtemp(join(tmpdir(), 'graft-web-'));
  const [folder, others] = [join(temporary, 'shapes'), join(temporary, 'others')];
  for (const name of shapes) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const shape = name === 'square' && i < misplaced ? 'circle' : name;
      await writeFile(join(folder, name, `${name}-${i}.jpg`), await draw(shape, i + 1000 * shapes.indexOf(name)));
    }
  }
  if (untidy) {
    await writeFile(join(folder, 'circle', 'broken.jpg'), 'this is no picture');
    await writeFile(join(folder, 'circle', 'copy.jpg'), await readFile(join(folder, 'circle', 'circle-1.jpg')));
    await writeFile(join(folder, 'notes.txt'), 'nothing to see');
  }
  await mkdir(others);
  for (let i = 0; i < 12; i++) await writeFile(join(others, `${i}.png`), await draw(shapes[i % 3]!, 9000 + i, 'png'));
  return { folder, others, temporary, remove: () => rm(temporary, { recursive: true, force: true }) };
}

const side = 120;

/** One of its own for each number. */
async function draw(shape: Shape, number: number, format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> {
  const next = numbers(number);
  const between = (low: number, high: number) => low + next() * (high - low);
  const colour = (low: number, high: number) => `rgb(${[0, 1, 2].map(() => Math.round(between(low, high))).join()})`;
  const [size, x, y] = [between(24, 44), between(48, 72), between(48, 72)];
  const stripes = [0, 1, 2, 3].map((i) => `<rect x="0" y="${i * 32 + 6}" width="120" height="${size / 3}"/>`).join('');
  const body = {
    circle: `<circle cx="${x}" cy="${y}" r="${size}"/>`,
    square: `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}"/>`,
    stripes,
  }[shape];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
    <rect width="100%" height="100%" fill="${colour(150, 255)}"/>
    <g fill="${colour(0, 110)}" transform="rotate(${between(-12, 12)} 60 60)">${body}</g></svg>`;
  const strength = between(10, 60);
  const noise = Buffer.from(Array.from({ length: side * side * 3 }, () => 128 + strength * (next() - 0.5)));
  return sharp(Buffer.from(svg))
    .composite([{ input: noise, raw: { width: side, height: side, channels: 3 }, blend: 'soft-light' }])
    .flatten()
    .toFormat(format)
    .toBuffer();
}

/** mulberry32 */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
