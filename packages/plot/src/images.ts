/** Small pictures side by side, each pixel sharp. */
import { UsageError } from '@graftml/core';
import { encodePng, toDataUrl } from './png.ts';
import { colorAt, colors, type Frame, fontSize, type Scale, textWidth } from './style.ts';
import { document, heading, textAt } from './svg.ts';

/** One picture as numbers. */
export interface Picture {
  /** `[height, width]`, `[1, height, width]` or `[3, height, width]`; with `channels: 'last'`, `[height, width, 1 or 3]`. */
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  readonly caption?: string;
}

/** Options of `images`. */
export interface ImagesOptions extends Omit<Frame, 'width' | 'height'> {
  readonly pictures: readonly Picture[];
  /** How many stand in a row; 8 unless given. */
  readonly columns?: number;
  /** Pixels on the screen for the longer side of each picture; 96 unless given. */
  readonly size?: number;
  /** `'first'` unless given, as in tensors. */
  readonly channels?: 'first' | 'last';
  /** What is black and what is white; 0 and 255 unless given. `'each'`: the smallest and the largest value of each picture. */
  readonly range?: readonly [number, number] | 'each';
  /** Colours for pictures of one channel, grey unless given. With `range: 'each'`, 0 is in the middle of a diverging one. */
  readonly scale?: 'grey' | Scale;
}

const gap = 12;

/** Pictures in rows, each pixel a square, as SVG text. Throws a UsageError for what cannot be drawn. */
export function images(options: ImagesOptions): string {
  const { pictures, size = 96, title } = options;
  if (pictures.length === 0) throw new UsageError('there is nothing to draw', { where: 'images' });
  const columns = Math.min(options.columns ?? 8, pictures.length);
  if (!(Number.isInteger(columns) && columns > 0 && size > 0))
    throw new UsageError('columns and size must be above 0', { where: 'images', received: `${columns}, ${size}` });
  const head = heading(options);
  const captionHeight = pictures.some(({ caption }) => caption !== undefined) ? 20 : 0;
  const widest = pictures.reduce((most, { caption = '' }) => Math.max(most, textWidth(caption, fontSize.small)), size);
  const cell = Math.ceil(widest) + gap;
  const place = size + captionHeight + gap;
  const cells = pictures.map((picture, i) => {
    const { width, height, url } = readPicture(picture, options, i);
    const zoom = size / Math.max(width, height);
    const middle = gap / 2 + (i % columns) * cell + cell / 2;
    const top = head.height + gap + Math.floor(i / columns) * place;
    const x = middle - (width * zoom) / 2;
    const y = top + (size - height * zoom) / 2;
    const image = `<image x="${x}" y="${y}" width="${width * zoom}" height="${height * zoom}" preserveAspectRatio="none" style="image-rendering:pixelated" href="${url}"/>`;
    const { caption } = picture;
    return caption === undefined
      ? image
      : `${image}\n${textAt(middle, top + size + 15, caption, { size: fontSize.small, anchor: 'middle', color: colors.text })}`;
  });
  const longest = Math.max(textWidth(title ?? '', 17), textWidth(options.subtitle ?? ''));
  const width = Math.ceil(Math.max(columns * cell + gap, longest + 24));
  const height = head.height + gap + Math.ceil(pictures.length / columns) * place;
  return document(width, height, title, [head.content, ...cells].filter(Boolean).join('\n'));
}

function readPicture({ shape, data }: Picture, options: ImagesOptions, index: number) {
  const { channels: order = 'first', range = [0, 255], scale = 'grey' } = options;
  const full = shape.length === 2 ? (order === 'first' ? [1, ...shape] : [...shape, 1]) : shape;
  const [channels, height, width] = order === 'first' ? full : [full[2], full[0], full[1]];
  if (full.length !== 3 || !(channels === 1 || channels === 3) || !height || !width)
    throw new UsageError('a picture needs a height, a width and one channel or three', {
      where: `images: pictures[${index}]`,
      received: `[${shape.join(', ')}] with channels ${order}`,
    });
  if (data.length !== channels * height * width)
    throw new UsageError('a picture needs as many numbers as its shape says', {
      where: `images: pictures[${index}]`,
      received: `${data.length} numbers for [${shape.join(', ')}]`,
    });
  const [low, high] = range === 'each' ? ends(data, scale) : range;
  const pixels = width * height;
  const bytes = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++)
    bytes.set(
      shade(
        (channel) => {
          const at = order === 'first' ? Math.min(channel, channels - 1) * pixels + pixel : pixel * channels + channel;
          return high > low ? (data[at]! - low) / (high - low) : 0;
        },
        channels === 1 ? scale : undefined,
      ),
      pixel * 3,
    );
  return { width, height, url: toDataUrl(encodePng({ width, height, data: bytes })) };
}

/** Red, green and blue of one pixel, from its channels between 0 and 1; `scale` for pictures of one. */
function shade(channel: (index: number) => number, scale: 'grey' | Scale | undefined): readonly number[] {
  if (scale === undefined) return [byte(channel(0)), byte(channel(1)), byte(channel(2))];
  const value = channel(0);
  return scale === 'grey' ? [byte(value), byte(value), byte(value)] : colorAt(scale, value);
}

const byte = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 255);

function ends(data: ArrayLike<number>, scale: 'grey' | Scale): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    low = Math.min(low, data[i]!);
    high = Math.max(high, data[i]!);
  }
  const side = Math.max(Math.abs(low), Math.abs(high));
  return scale === 'diverging' ? [-side, side] : [low, high];
}
