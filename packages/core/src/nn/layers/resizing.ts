/** Layers that make pictures larger, without weights. */
import { UsageError } from '../../errors.ts';
import { constant } from '../../ir/value.ts';
import { tensor } from '../../tensor.ts';
import { type Named, type Options, oneOf, type Pair, pair, settle, show, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';
import { picture } from '../windows.ts';

/** Rows and columns to add on every side; above and below, and beside; or on each side by itself. */
export type Margins = Pair | readonly [readonly [top: number, bottom: number], readonly [left: number, right: number]];

/** Zeros around: `[N, channels, height, width]` to `[N, channels, top + height + bottom, left + width + right]`. */
export function zeroPadding2D(padding: Margins = 1, options: Options<Named> = {}): Layer {
  const settings = settle('zeroPadding2D', unnamed, options);
  const sides = typeof padding === 'number' ? [padding, padding] : padding;
  const [[top, bottom], [left, right]] = sides.map((side) => (typeof side === 'number' ? [side, side] : side)) as [
    readonly [number, number],
    readonly [number, number],
  ];
  const pads = [0, 0, top, left, 0, 0, bottom, right];
  if (sides.length !== 2 || pads.some((n) => !Number.isInteger(n) || n < 0))
    throw new UsageError('padding must be a whole number from 0, [height, width] or [[top, bottom], [left, right]]', {
      where: 'zeroPadding2D',
      received: show(padding),
    });
  return layer(
    'ZeroPadding2D',
    (at, x) => {
      picture(at, x);
      return at.g.pad(x, pads);
    },
    settings,
  );
}

const interpolations = ['nearest', 'bilinear'] as const;

interface UpSampling2DSettings extends Named {
  readonly interpolation: (typeof interpolations)[number];
}
/** Options of `upSampling2D`. */
export type UpSampling2DOptions = Options<UpSampling2DSettings>;

/**
 * Each row and column `size` times: `[N, channels, height, width]` to `[N, channels, height · size, width · size]`. With
 * interpolation `'bilinear'` pixels are mixed of their neighbours, half-pixel centres; by default `'nearest'` repeats them.
 */
export function upSampling2D(size: Pair = 2, options: UpSampling2DOptions = {}): Layer {
  const settings = settle<UpSampling2DSettings>('upSampling2D', { ...unnamed, interpolation: 'nearest' }, options);
  const [rows, columns] = pair('upSampling2D', 'size', size);
  const interpolation = oneOf('upSampling2D', 'interpolation', settings.interpolation, interpolations);
  return layer(
    'UpSampling2D',
    (at, x) => {
      picture(at, x);
      const scales = constant(tensor('float32', [4], [1, 1, rows, columns]));
      return at.g.resize(
        x,
        undefined,
        scales,
        interpolation === 'nearest'
          ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
          : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
      );
    },
    settings,
  );
}
