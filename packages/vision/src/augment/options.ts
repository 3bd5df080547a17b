/** How training pictures may be changed: what a user asks for, checked and made complete. Names and meaning are Keras's. */
import { UsageError } from '@graftml/core';
import { type FillMode, fillModes } from './affine.ts';
import type { ColorJitterOptions } from './color.ts';
import type { CropOptions } from './crop.ts';

/** From the first to the second number. */
export type Range = readonly [low: number, high: number];

/** Everything that is left out is left alone. */
export interface AugmentOptions {
  /** Turned by up to so many degrees, either way. */
  readonly rotationRange?: number;
  /** Moved sideways by up to so much, either way: a fraction of the width below 1, pixels from 1 on. */
  readonly widthShiftRange?: number;
  /** Moved up or down, as `widthShiftRange`. */
  readonly heightShiftRange?: number;
  /** Sheared by up to so many degrees, either way. */
  readonly shearRange?: number;
  /** What is seen is so many times as wide, and as high, drawn apart: below 1 enlarges. `z` is `[1 - z, 1 + z]`. */
  readonly zoomRange?: number | Range;
  /** Every value is multiplied by a number of this range: 0 is black, 1 leaves it alone. */
  readonly brightnessRange?: Range;
  /** A number up to this, of 255, is added to or taken from all values, within the values that the picture has. */
  readonly channelShiftRange?: number;
  /** What is seen beyond the edge; `nearest` if absent. */
  readonly fillMode?: FillMode;
  /** The value beyond the edge where `fillMode` is `constant`, 0 to 255; 0 if absent. */
  readonly cval?: number;
  /** Mirrored left to right, at even odds. */
  readonly horizontalFlip?: boolean;
  /** Mirrored top to bottom, at even odds. */
  readonly verticalFlip?: boolean;
  /** The side of a grey square that covers a part of the picture: a fraction of its shorter side below 1, pixels from 1 on. */
  readonly cutout?: number;
  /** A part of the picture at the size of the whole, before all else; `{}` for the usual parts. */
  readonly randomResizedCrop?: Partial<CropOptions>;
  /** Colours that vary, before the cutout. */
  readonly colorJitter?: Partial<ColorJitterOptions>;
}

/** Options with nothing left out. */
export interface Augmentation
  extends Required<Omit<AugmentOptions, 'zoomRange' | 'randomResizedCrop' | 'colorJitter'>> {
  readonly zoomRange: Range;
  readonly randomResizedCrop: CropOptions | undefined;
  readonly colorJitter: ColorJitterOptions | undefined;
}

const defaults: Augmentation = {
  rotationRange: 0,
  widthShiftRange: 0,
  heightShiftRange: 0,
  shearRange: 0,
  zoomRange: [1, 1],
  brightnessRange: [1, 1],
  channelShiftRange: 0,
  fillMode: 'nearest',
  cval: 0,
  horizontalFlip: false,
  verticalFlip: false,
  cutout: 0,
  randomResizedCrop: undefined,
  colorJitter: undefined,
};
const usualCrop: CropOptions = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] };
const noJitter: ColorJitterOptions = { brightness: 0, contrast: 0, saturation: 0, hue: 0 };

/** @throws UsageError whose `where` names the option, `'augment.zoomRange'`; an unknown option is an error too */
export function augmentation(options: AugmentOptions): Augmentation {
  const given: Readonly<Record<string, unknown>> = { ...options };
  requireKnown('augment', options, defaults);
  const { zoomRange, randomResizedCrop, colorJitter, ...rest } = options;
  if (randomResizedCrop) requireKnown('augment.randomResizedCrop', randomResizedCrop, usualCrop);
  if (colorJitter) requireKnown('augment.colorJitter', colorJitter, noJitter);
  const stated = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const all: Augmentation = {
    ...defaults,
    ...stated,
    ...(zoomRange !== undefined && {
      zoomRange: typeof zoomRange === 'number' ? [1 - zoomRange, 1 + zoomRange] : zoomRange,
    }),
    ...(randomResizedCrop && { randomResizedCrop: { ...usualCrop, ...randomResizedCrop } }),
    ...(colorJitter && { colorJitter: { ...noJitter, ...colorJitter } }),
  };
  const check = (name: keyof Augmentation, valid: boolean, expected: string) => {
    if (!valid)
      throw new UsageError('is not valid', {
        where: `augment.${name}`,
        expected,
        received: JSON.stringify(given[name]) ?? String(given[name]),
      });
  };
  for (const name of ['widthShiftRange', 'heightShiftRange', 'channelShiftRange', 'cutout'] as const)
    check(name, isNumber(all[name]) && all[name] >= 0, 'a number from 0');
  check('rotationRange', isNumber(all.rotationRange) && within(all.rotationRange, 0, 180), 'degrees from 0 to 180');
  check(
    'shearRange',
    isNumber(all.shearRange) && all.shearRange >= 0 && all.shearRange < 90,
    'degrees from 0 to below 90',
  );
  check(
    'zoomRange',
    isRange(all.zoomRange) && all.zoomRange[0] > 0,
    'a number from 0 to below 1, or two above 0, the smaller first',
  );
  check(
    'brightnessRange',
    isRange(all.brightnessRange) && all.brightnessRange[0] >= 0,
    'two numbers from 0, the smaller first',
  );
  check('fillMode', fillModes.includes(all.fillMode), `one of ${fillModes.join(', ')}`);
  check('cval', isNumber(all.cval) && within(all.cval, 0, 255), 'a number from 0 to 255');
  for (const name of ['horizontalFlip', 'verticalFlip'] as const)
    check(name, typeof all[name] === 'boolean', 'true or false');
  const { randomResizedCrop: crop, colorJitter: jitter } = all;
  const parts = (range: unknown, most: number) => isRange(range) && range[0] > 0 && range[1] <= most;
  check('randomResizedCrop', !crop || parts(crop.scale, 1), 'scale: two parts of the area above 0 and up to 1');
  check('randomResizedCrop', !crop || parts(crop.ratio, Infinity), 'ratio: two numbers above 0, the smaller first');
  for (const name of ['brightness', 'contrast', 'saturation'] as const)
    check('colorJitter', !jitter || (isNumber(jitter[name]) && jitter[name] >= 0), `${name}: a number from 0`);
  check('colorJitter', !jitter || (isNumber(jitter.hue) && within(jitter.hue, 0, 0.5)), 'hue: a number from 0 to 0.5');
  return all;
}

function requireKnown(where: string, given: object, known: object): void {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (stranger !== undefined)
    throw new UsageError('is not an option', {
      where: `${where}.${stranger}`,
      expected: `one of ${Object.keys(known).join(', ')}`,
    });
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
const isRange = (value: unknown): value is Range => {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [low, high]: readonly unknown[] = value;
  return isNumber(low) && isNumber(high) && low <= high;
};
