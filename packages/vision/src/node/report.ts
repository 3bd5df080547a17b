/** A report on the disk: the page, and the same as data. */
import { extname } from 'node:path';
import { type Backend, DataError, GraftError } from '@graftml/core';
import type { Picture } from '../collection/collection.ts';
import type { Explainable } from '../explain/explained-model.ts';
import type { Pixels } from '../pixels.ts';
import type { ShownPicture } from '../report/page.ts';
import type { AnyReport } from '../report/report.ts';
import { explainContents } from './explain-pictures.ts';
import { loadSharp } from './sharp.ts';
import { writeWhole } from './write-file.ts';

const usualMost = 360;

/** Options of `thumbnail`. */
export interface ThumbnailOptions {
  /** Of the longer side, in pixels; 360 unless given. */
  readonly most?: number;
}

/**
 * A small JPEG of a picture as a `data:` URL.
 * @throws DataError for what is no picture
 */
export async function thumbnail(
  picture: Uint8Array | Pixels,
  { most = usualMost }: ThumbnailOptions = {},
): Promise<string> {
  const sharp = await loadSharp();
  const opened =
    picture instanceof Uint8Array
      ? sharp(picture, { failOn: 'none' }).autoOrient()
      : sharp(picture.data, {
          raw: { width: picture.width, height: picture.height, channels: picture.channels as 1 | 3 },
        });
  try {
    const small = await opened
      .resize({ width: most, height: most, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 76 })
      .toBuffer();
    return `data:image/jpeg;base64,${small.toString('base64')}`;
  } catch (cause) {
    throw new DataError('cannot be made smaller', { cause });
  }
}

/** Thumbnails of the pictures that a report shows, by name; those that cannot be read are left out. */
export async function thumbnails(
  pictures: readonly Pick<Picture, 'name' | 'read'>[],
  options: ThumbnailOptions = {},
): Promise<Map<string, ShownPicture>> {
  const shown = new Map<string, ShownPicture>();
  for (const { name, read } of pictures) {
    const picture = await read()
      .then((content) => thumbnail(content, options))
      .catch(() => undefined);
    if (picture !== undefined) shown.set(name, { picture });
  }
  return shown;
}

/** Options of `lookedAt`. */
export interface LookedAtOptions extends ThumbnailOptions {
  readonly backend: Backend;
  readonly signal?: AbortSignal;
}

/**
 * Thumbnails with what a classifier looked at, the class that it named; without that for a classifier that has nothing with height and
 * width to be explained by. Pictures that cannot be read are left out.
 */
export async function lookedAt(
  classifier: Explainable,
  pictures: readonly Pick<Picture, 'name' | 'read'>[],
  { backend, signal, most = usualMost }: LookedAtOptions,
): Promise<Map<string, ShownPicture>> {
  const shown = await thumbnails(pictures, { most });
  async function* contents() {
    for (const { name, read } of pictures) if (shown.has(name)) yield { name, content: await read() };
  }
  try {
    const found = explainContents(classifier, contents(), { backend, most, ...(signal && { signal }) });
    for await (const { name, overlay } of found)
      shown.set(name, { ...shown.get(name)!, overlay: await thumbnail(overlay, { most }) });
  } catch (error) {
    if (!(error instanceof GraftError)) throw error;
  }
  return shown;
}

/**
 * Writes the page to `path`, and the report as JSON beside it, `report.html` and `report.json`; each appears whole or not at all.
 * @returns both paths
 */
export async function writeReport(
  path: string,
  report: AnyReport,
  pictures: ReadonlyMap<string, ShownPicture> = new Map(),
): Promise<{ readonly html: string; readonly json: string }> {
  // Its charts take a while to load, which other commands should not wait for.
  const { reportPage } = await import('../report/page.ts');
  const json = `${path.slice(0, path.length - extname(path).length)}.json`;
  const encoder = new TextEncoder();
  await writeWhole(path, encoder.encode(reportPage(report, { pictures })));
  await writeWhole(json, encoder.encode(`${JSON.stringify(report, null, 1)}\n`));
  return { html: path, json };
}
