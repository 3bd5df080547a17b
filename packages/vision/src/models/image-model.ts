/** Networks as others wrote them, as models of pictures: RGB or grey, channels first, any number at once. */
import {
  builder,
  fixInput,
  freeBatch,
  input,
  inputName,
  type Model,
  resizeInput,
  rewrite,
  showShape,
  UsageError,
  type Value,
} from '@graftml/core';
import type { Colours, PictureFormat } from './usual.ts';

/** What a network takes, as far as its file says. */
export interface ImageInput {
  readonly channels: 1 | 3;
  readonly layout: 'NCHW' | 'NHWC';
  /** Pixels; undefined where any will do. */
  readonly height: number | undefined;
  readonly width: number | undefined;
}

/** @throws UsageError that tells what the model takes, where that is not one picture, or several in a batch */
export function imageInputOf({ name, inputs }: Model): ImageInput {
  const [only, ...others] = inputs;
  const shape = only?.shape ?? [];
  const isChannels = (axis: number) => shape[axis] === 1 || shape[axis] === 3;
  const layout = isChannels(1) ? 'NCHW' : isChannels(3) ? 'NHWC' : undefined;
  if (!only || others.length > 0 || shape.length !== 4 || only.dtype !== 'float32' || !layout)
    throw new UsageError('is no model of pictures', {
      where: name,
      expected: 'one input of float32 [N, 3, height, width] or [N, height, width, 3], or of 1 channel',
      received:
        inputs.map((entry) => `${entry.name} ${entry.dtype} ${showShape(entry.shape)}`).join(' and ') || 'no input',
    });
  const [channels, height, width] = layout === 'NCHW' ? [shape[1], shape[2], shape[3]] : [shape[3], shape[1], shape[2]];
  const pixels = (extent: number | string | undefined) => (typeof extent === 'number' ? extent : undefined);
  return { channels: channels as 1 | 3, layout, height: pixels(height), width: pixels(width) };
}

/**
 * `model` on what preprocessing makes: one input float32 `[N, channels, height, width]`, red first. Its batch is freed, its size fixed,
 * also to another than it was made for (`resizeInput`), and what it wants in another order is put so inside of it.
 *
 * @throws UsageError if it is no model of such pictures, its batch cannot be freed, or its size cannot be changed
 */
export function imageModel(model: Model, format: PictureFormat, colours?: Colours): Model {
  const { width, height, channels } = format;
  const taken = imageInputOf(model);
  if (taken.channels !== channels)
    throw new UsageError('does not take what its preprocessing makes', {
      where: model.name,
      expected: `pictures of ${taken.width ?? 'any width'} x ${taken.height ?? 'any height'}, ${taken.channels} channels`,
      received: `${width} x ${height}, ${channels} channels`,
    });
  const isLast = taken.layout === 'NHWC';
  const shape = isLast ? [height, width, channels] : [channels, height, width];
  const free = freeBatch(model);
  const isOther = (taken.height ?? height) !== height || (taken.width ?? width) !== width;
  const sized = isOther ? resizeInput(free, shape) : fixInput(free, shape);
  return isLast || colours === 'bgr' ? reordered(sized, format, isLast, colours === 'bgr') : sized;
}

function reordered(model: Model, { width, height, channels }: PictureFormat, isLast: boolean, isBgr: boolean): Model {
  const [taken] = model.inputs;
  const shape = ['N', channels, height, width] as const;
  return {
    ...model,
    inputs: [{ name: taken!.name, dtype: 'float32', shape }],
    graph(mode) {
      const picture = input(taken!.name, 'float32', shape);
      const g = builder('order');
      let x: Value = picture;
      if (isBgr) x = g.gather(x, [2, 1, 0], { axis: 1 });
      if (isLast) x = g.transpose(x, { perm: [0, 2, 3, 1] });
      const { inputs, outputs } = rewrite(model.graph(mode), {
        leaf: (value) => (inputName(value) === taken!.name ? x : value),
      });
      return { inputs: [picture, ...inputs], outputs };
    },
  };
}
