/** Where explanations go: a folder of overlays with a page, a page alone, or one picture. */
import { mkdir } from 'node:fs/promises';
import { basename, extname, join, parse } from 'node:path';
import { FileError, UsageError } from '@graftml/core';
import { atMost, explanationPage, type PageEntry, type Pixels, type Shown } from '@graftml/vision';
import { checkWritable, type ExplainedPicture, encodePicture, writeWhole } from '@graftml/vision/node';
import type { Neighbour } from './neighbours.ts';

export interface ExplainedFiles {
  /** Where the overlay is, or will be. */
  add(found: ExplainedPicture, guesses: PageEntry['guesses'], neighbours: readonly Neighbour[]): Promise<string>;
  /** Writes the page, and says what to look at. */
  end(title: string, notes: readonly string[]): Promise<string>;
  discard(): Promise<void>;
}

/** Of more pictures a page would be too heavy. */
const mostOnPage = 200;
/** Pixels of the longer side on the page. */
const pageSize = 440;
const thumbnail = 168;

/** @throws UsageError for a place that cannot hold them, before anything is computed */
export async function openExplained(out: string, paths: readonly string[]): Promise<ExplainedFiles> {
  const ending = extname(out).toLowerCase().slice(1);
  if (['png', 'jpg', 'jpeg', 'webp'].includes(ending)) return onePicture(out, ending, paths);
  const isPage = ending === 'html' || ending === 'htm';
  if (isPage) await checkWritable(out);
  else await makeFolder(out);
  const entries: PageEntry[] = [];
  const taken = new Set<string>();
  let seen = 0;
  return {
    async add(found, guesses, neighbours) {
      seen++;
      const place = isPage ? out : join(out, unique(found.name, taken));
      if (!isPage) await writeWhole(place, await encodePicture(found.overlay, 'jpg'));
      if (entries.length < mostOnPage) entries.push(await entryOf(found, guesses, neighbours));
      return place;
    },
    async end(title, notes) {
      const page = isPage ? out : join(out, 'index.html');
      const left = seen > entries.length ? [`The first ${entries.length} of ${seen} are shown.`] : [];
      await writeWhole(page, explanationPage(entries, { title, notes: [...notes, ...left] }));
      return isPage ? page : `${page} and the pictures beside it`;
    },
    discard: async () => {},
  };
}

async function onePicture(out: string, ending: string, paths: readonly string[]): Promise<ExplainedFiles> {
  const refuse = (received: string) =>
    new UsageError('is one picture, and there are more to explain', {
      where: '--out',
      received,
      hint: 'name a folder, or a page: --out explained.html',
    });
  if (paths.length > 1) throw refuse(`${paths.length} places`);
  await checkWritable(out);
  let waiting: Uint8Array | undefined;
  return {
    async add({ overlay }) {
      if (waiting) throw refuse(`several pictures in ${paths[0]}`);
      waiting = await encodePicture(overlay, ending);
      return out;
    },
    async end() {
      await writeWhole(out, waiting!);
      return out;
    },
    discard: async () => {},
  };
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    const received = cause.code === 'EEXIST' || cause.code === 'ENOTDIR' ? 'a file of that name' : cause.message;
    throw new FileError('cannot be made a folder', { where: path, received, cause });
  });
  await checkWritable(join(path, 'index.html'));
}

/** `val/cat/1.png` as `1.jpg`, or where there are several such, as `cat-1.jpg` or `1-2.jpg`. */
function unique(name: string, taken: Set<string>): string {
  const { dir, name: stem } = parse(name);
  const wanted = [stem, `${basename(dir)}-${stem}`];
  for (let i = 2; ; i++) {
    const free = wanted.find((word) => word !== 'index' && !taken.has(`${word}.jpg`.toLowerCase()));
    if (free !== undefined) {
      taken.add(`${free}.jpg`.toLowerCase());
      return `${free}.jpg`;
    }
    wanted.push(`${stem}-${i}`);
  }
}

async function entryOf(
  found: ExplainedPicture,
  guesses: PageEntry['guesses'],
  neighbours: readonly Neighbour[],
): Promise<PageEntry> {
  return {
    name: found.name,
    picture: { src: await dataUrl(found.picture, pageSize) },
    overlay: { src: await dataUrl(found.overlay, pageSize) },
    guesses,
    ...(found.label !== guesses[0]!.label && { explained: found.label }),
    ...(neighbours.length > 0 && { neighbours: await Promise.all(neighbours.map(shown)) }),
  };
}

const shown = async ({ picture, label, similarity }: Neighbour): Promise<Shown> => ({
  src: await dataUrl(await picture(), thumbnail),
  caption: `${label}, ${similarity.toFixed(2)}`,
});

async function dataUrl(pixels: Pixels, most: number): Promise<string> {
  const bytes = await encodePicture(atMost(pixels, most), 'jpg');
  return `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;
}
