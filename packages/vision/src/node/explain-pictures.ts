/** Picture files to explanations that can be looked at. */
import { DataError } from '@graftml/core';
import { reasonOf } from '../collection/examine.ts';
import { type ExplainOptions, type Explanation, explain } from '../explain/explain.ts';
import type { Explainable } from '../explain/explained-model.ts';
import type { Box } from '../explain/heat-map.ts';
import { atMost, overlay } from '../explain/overlay.ts';
import { hotBox, type Size } from '../explain/view.ts';
import type { PictureToRun } from '../picture-run.ts';
import type { Pixels } from '../pixels.ts';
import { fitPicture } from '../resize.ts';
import { decodePicture } from './decode.ts';
import { type ReadPicturesOptions, readPictures } from './pictures.ts';

/** Options of `explainPictures`. */
export interface ExplainPicturesOptions
  extends Pick<ReadPicturesOptions, 'onBroken'>,
    Omit<ExplainOptions, 'pictures' | 'of'> {
  /** Places of pictures, as `readPictures` takes them. */
  readonly paths: string | readonly string[];
  /** The class whose evidence is shown, by its label or number; of each picture the most probable one unless given. */
  readonly of?: string | number;
  /** Larger pictures are made smaller, to so many pixels on the longer side; 1024 unless given. */
  readonly most?: number;
}

/** What is found on a picture file. */
export interface ExplainedPicture extends Omit<Explanation, 'picture'> {
  readonly name: string;
  /** Of the file's picture, in pixels. */
  readonly size: Size;
  /** Around what speaks most for the class, in pixels of the file's picture; undefined where nothing does. */
  readonly box?: Box;
  readonly picture: Pixels;
  readonly overlay: Pixels;
}

interface Read extends PictureToRun {
  readonly size: Size;
  readonly picture: Pixels;
}

/**
 * `explain` for whatever `readPictures` reads, with the overlays. Broken pictures are left out.
 * @throws as `explain` and `readPictures`
 */
export async function* explainPictures(
  classifier: Explainable,
  { paths, of, most = 1024, onBroken, ...options }: ExplainPicturesOptions,
): AsyncGenerator<ExplainedPicture> {
  const { preprocessing } = classifier;
  const { signal } = options;
  async function* pictures(): AsyncGenerator<Read> {
    for await (const { name, content } of readPictures(paths, {
      ...(signal && { signal }),
      ...(onBroken && { onBroken }),
    })) {
      try {
        const pixels = content instanceof Uint8Array ? await decodePicture(content, preprocessing.background) : content;
        const { width, height } = pixels;
        const { data } = fitPicture(pixels, preprocessing);
        yield { name, pixels: data, size: { width, height }, picture: atMost(pixels, most) };
      } catch (cause) {
        if (!(cause instanceof DataError)) throw cause;
        onBroken?.({ name, reason: reasonOf(cause) });
      }
    }
  }
  for await (const { picture: read, ...found } of explain(classifier, {
    ...options,
    pictures: pictures(),
    ...(of !== undefined && { of }),
  })) {
    const { name, size, picture } = read;
    const box = hotBox(found.map, size, preprocessing);
    const drawn = hotBox(found.map, picture, preprocessing);
    yield {
      ...found,
      name,
      size,
      ...(box && { box }),
      picture,
      overlay: overlay(picture, found.map, { preprocessing, box: drawn, most }),
    };
  }
}
