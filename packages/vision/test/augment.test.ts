/** Augmentation: what is done to a picture, against Keras, SciPy and Pillow (reference/augment.py), and what chance draws. */
import { readFileSync } from 'node:fs';
import { type Dataset, tensor, toNumbers, UsageError } from '@graftml/core';
import {
  type AugmentOptions,
  applyTransform,
  augment,
  augmentation,
  augmentationWords,
  contactSheet,
  drawTransform,
  type FillMode,
  imageDataset,
  mixup,
  type Pixels,
  parseAugmentation,
  preprocessing,
  type Transform,
} from '@graftml/vision';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';

interface Picture extends Omit<Pixels, 'data'> {
  readonly data: readonly number[];
}

interface Reference {
  readonly square: Picture;
  readonly oblong: Picture;
  /** Its values do not reach 0 and 255. */
  readonly low: Picture;
  readonly affine: readonly {
    readonly picture: 'square' | 'oblong';
    readonly fillMode: FillMode;
    readonly move: Readonly<Record<'theta' | 'tx' | 'ty' | 'shear' | 'zx' | 'zy', number>>;
    readonly values: readonly number[];
  }[];
  readonly shifts: readonly { readonly intensity: number; readonly values: readonly number[] }[];
  readonly brightness: readonly { readonly factor: number; readonly values: readonly number[] }[];
  readonly colourful: Picture;
  readonly grey: Picture;
  readonly colors: readonly { readonly changes: Transform['colors']; readonly values: readonly number[] }[];
  readonly greyContrast: readonly number[];
  readonly crops: readonly { readonly crop: NonNullable<Transform['crop']>; readonly values: readonly number[] }[];
}

const reference: Reference = JSON.parse(readFileSync(new URL('reference/augment.json', import.meta.url), 'utf8'));
const pixelsOf = (picture: Picture): Pixels => ({ ...picture, data: Uint8Array.from(picture.data) });

const still: Transform = {
  theta: 0,
  shiftX: 0,
  shiftY: 0,
  shear: 0,
  zoomX: 1,
  zoomY: 1,
  flipHorizontal: false,
  flipVertical: false,
  channelShift: 0,
  brightness: 1,
  cutout: { x: 0, y: 0, side: 0 },
  crop: undefined,
  colors: [],
};
const nearest = { fillMode: 'nearest', cval: 0 } as const;

/** The bytes are the values rounded. */
function expectRounded(data: Uint8Array, values: readonly number[]): void {
  expect(data.length).toBe(values.length);
  const farthest = Math.max(...values.map((value, i) => Math.abs(value - data[i]!)));
  expect(farthest).toBeLessThanOrEqual(0.5001);
}

describe('a given transform', () => {
  test.each(reference.affine.map((each) => [each.fillMode, each.picture, JSON.stringify(each.move), each] as const))(
    'fills with %s: %s, %s',
    (fillMode, name, _, { move, values }) => {
      const { theta = 0, tx = 0, ty = 0, shear = 0, zx = 1, zy = 1 } = move;
      const transform = { ...still, theta, shiftX: tx, shiftY: ty, shear, zoomX: zx, zoomY: zy };
      expectRounded(applyTransform(pixelsOf(reference[name]), transform, { fillMode, cval: 77 }).data, values);
    },
  );

  test.each(reference.shifts)('adds $intensity within the values of the picture', ({ intensity, values }) => {
    expectRounded(applyTransform(pixelsOf(reference.low), { ...still, channelShift: intensity }, nearest).data, values);
  });

  test.each(reference.brightness)('is $factor times as bright', ({ factor, values }) => {
    const { data } = applyTransform(pixelsOf(reference.square), { ...still, brightness: factor }, nearest);
    expect([...data]).toEqual(values);
  });

  test.each(reference.colors)(
    'changes colours as Pillow does for torchvision: $changes',
    ({ changes: colors, values }) => {
      expect([...applyTransform(pixelsOf(reference.colourful), { ...still, colors }, nearest).data]).toEqual(values);
    },
  );

  test('of a grey picture only brightness and contrast', () => {
    const grey = pixelsOf(reference.grey);
    const changed = (kind: 'contrast' | 'saturation' | 'hue', amount: number) =>
      applyTransform(grey, { ...still, colors: [{ kind, amount }] }, nearest);
    expect([...changed('contrast', 1.6).data]).toEqual(reference.greyContrast);
    expect(changed('saturation', 0.3)).toBe(grey);
    expect(changed('hue', 0.3)).toBe(grey);
  });

  test.each(reference.crops)('shows $crop at full size as Pillow does for torchvision', ({ crop, values }) => {
    expect([...applyTransform(pixelsOf(reference.colourful), { ...still, crop }, nearest).data]).toEqual(values);
  });

  const six: Pixels = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

  test('mirrors either way, or both', () => {
    const mirrored = (flips: Partial<Transform>) => [...applyTransform(six, { ...still, ...flips }, nearest).data];
    expect(mirrored({ flipHorizontal: true })).toEqual([3, 2, 1, 6, 5, 4]);
    expect(mirrored({ flipVertical: true })).toEqual([4, 5, 6, 1, 2, 3]);
    expect(mirrored({ flipHorizontal: true, flipVertical: true })).toEqual([6, 5, 4, 3, 2, 1]);
  });

  test('cuts out a square, as far as it lies in the picture', () => {
    const cut = (x: number, y: number, side: number) => [
      ...applyTransform(six, { ...still, cutout: { x, y, side } }, nearest).data,
    ];
    expect(cut(1, 0, 1)).toEqual([1, 128, 3, 4, 5, 6]);
    expect(cut(0, 0, 2)).toEqual([128, 2, 3, 4, 5, 6]);
    expect(cut(2, 1, 3)).toEqual([1, 128, 128, 4, 128, 128]);
  });

  test('leaves the picture it is given alone', () => {
    const picture = pixelsOf(reference.square);
    const all = {
      ...still,
      theta: 9,
      channelShift: 4,
      brightness: 0.5,
      flipVertical: true,
      cutout: { x: 2, y: 2, side: 2 },
    };
    applyTransform(picture, all, nearest);
    expect(picture).toEqual(pixelsOf(reference.square));
    expect(applyTransform(picture, still, nearest)).toBe(picture);
  });
});

describe('chance', () => {
  const size = { width: 40, height: 20 };
  const draws = (options: AugmentOptions, count = 4000): Transform[] =>
    Array.from({ length: count }, (_, step) =>
      drawTransform(augmentation(options), size, { seed: 5, purpose: 'augment', step }),
    );
  const plain = ({ cutout: { side }, ...rest }: Transform) => ({ ...rest, side });

  test('does nothing where nothing is asked for', () => {
    const { cutout: _, ...rest } = still;
    for (const transform of draws({}, 20)) expect(plain(transform)).toEqual({ ...rest, side: 0 });
  });

  test.each([
    ['theta', { rotationRange: 15 }, -15, 15],
    ['shiftX', { widthShiftRange: 0.1 }, -4, 4],
    ['shiftX', { widthShiftRange: 3 }, -3, 3],
    ['shiftY', { heightShiftRange: 0.1 }, -2, 2],
    ['shear', { shearRange: 20 }, -20, 20],
    ['zoomX', { zoomRange: 0.2 }, 0.8, 1.2],
    ['zoomY', { zoomRange: [0.5, 0.9] }, 0.5, 0.9],
    ['channelShift', { channelShiftRange: 30 }, -30, 30],
    ['brightness', { brightnessRange: [0.5, 1.5] }, 0.5, 1.5],
  ] as const)('draws %s for %o evenly from %d to %d', (name, options, low, high) => {
    const values = draws(options).map((transform) => (transform[name] - low) / (high - low));
    // Kolmogorov & Smirnov: farther than 1.95 / sqrt(n) happens once in a thousand seeds, and this one is fixed.
    const sorted = values.sort((a, b) => a - b);
    const farthest = Math.max(...sorted.map((value, i) => Math.abs(value - (i + 0.5) / sorted.length)));
    expect(farthest).toBeLessThan(1.95 / Math.sqrt(sorted.length));
    expect(Math.min(...sorted)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...sorted)).toBeLessThanOrEqual(1);
  });

  test('mirrors half of the pictures, and independently', () => {
    const transforms = draws({ horizontalFlip: true, verticalFlip: true });
    const share = (is: (t: Transform) => boolean) => transforms.filter(is).length / transforms.length;
    expect(Math.abs(share((t) => t.flipHorizontal) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(share((t) => t.flipVertical) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(share((t) => t.flipHorizontal && t.flipVertical) - 0.25)).toBeLessThan(0.03);
  });

  test('cuts out anywhere', () => {
    const squares = draws({ cutout: 0.5 }).map(({ cutout }) => cutout);
    expect(new Set(squares.map(({ x }) => x)).size).toBe(40);
    expect(new Set(squares.map(({ y }) => y)).size).toBe(20);
    expect(new Set(squares.map(({ side }) => side))).toEqual(new Set([10]));
  });

  test('crops parts of the area and the ratio asked for, at any place that is possible', () => {
    const { scale, ratio } = { scale: [0.1, 0.3], ratio: [0.8, 1.25] } as const;
    const crops = draws({ randomResizedCrop: { scale, ratio } }).map(({ crop }) => crop!);
    for (const { left, top, width, height } of crops) {
      expect(left >= 0 && top >= 0 && left + width <= 40 && top + height <= 20).toBe(true);
      // Sides are whole pixels.
      expect((width * height) / 800).toBeGreaterThan(scale[0] - 0.06);
      expect((width * height) / 800).toBeLessThan(scale[1] + 0.06);
      expect((width + 0.5) / (height - 0.5)).toBeGreaterThan(ratio[0]);
      expect((width - 0.5) / (height + 0.5)).toBeLessThan(ratio[1]);
    }
    expect(new Set(crops.map(({ left, top }) => `${left} ${top}`)).size).toBeGreaterThan(150);
    const wide = draws({ randomResizedCrop: { scale: [1, 1], ratio: [1, 1] } }, 3).map(({ crop }) => crop);
    expect(wide).toEqual(Array(3).fill({ left: 10, top: 0, width: 20, height: 20 }));
  });

  test('varies colours within their ranges, in every order', () => {
    const changes = draws({ colorJitter: { brightness: 0.4, contrast: 0.2, saturation: 2, hue: 0.1 } }, 500).map(
      ({ colors }) => colors,
    );
    const amounts = (kind: string) => changes.map((all) => all.find((one) => one.kind === kind)!.amount);
    for (const [kind, low, high] of [
      ['brightness', 0.6, 1.4],
      ['contrast', 0.8, 1.2],
      ['saturation', 0, 3],
      ['hue', -0.1, 0.1],
    ] as const) {
      const all = amounts(kind);
      expect(Math.min(...all)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...all)).toBeLessThanOrEqual(high);
      expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(0.95 * (high - low));
    }
    expect(new Set(changes.map((all) => all.map(({ kind }) => kind).join())).size).toBe(24);
  });

  test('draws the same for one option, whatever the others', () => {
    const alone = draws({ rotationRange: 15 }, 50).map(({ theta }) => theta);
    const among = draws({ rotationRange: 15, zoomRange: 0.3, verticalFlip: true }, 50).map(({ theta }) => theta);
    expect(among).toEqual(alone);
  });
});

describe('an augmented dataset', () => {
  const count = 12;
  const pictures = imageDataset({
    pixels: Uint8Array.from({ length: count * 48 }, (_, i) => (i * 37) % 256),
    labels: Int32Array.from({ length: count }, (_, i) => i % 2),
    names: Array.from({ length: count }, (_, i) => `${i}`),
    classNames: ['even', 'odd'],
    preprocessing: preprocessing({ width: 4, height: 4 }),
  });
  const augmented = augment(pictures, { rotationRange: 30, widthShiftRange: 0.2, horizontalFlip: true });
  const indices = Array.from({ length: count }, (_, i) => i);
  const at = { seed: 1, epoch: 1 };

  test('is the same for the same seed, epoch and index, in any order', () => {
    const seen = indices.map((i) => augmented.get(i, at));
    const backwards = indices.toReversed().map((i) => augmented.get(i, at));
    expect(backwards.toReversed()).toEqual(seen);
  });

  test('is another for another epoch or seed', () => {
    const data = (index: number, epoch: number, seed = 1) => augmented.get(index, { seed, epoch }).x.data;
    const unlike = (a: ArrayLike<unknown>, b: ArrayLike<unknown>) => `${a}` !== `${b}`;
    expect(indices.filter((i) => unlike(data(i, 1), data(i, 2))).length).toBeGreaterThan(count - 2);
    expect(indices.filter((i) => unlike(data(i, 1), data(i, 1, 2))).length).toBeGreaterThan(count - 2);
  });

  test('gives pictures as they are without an occasion, and always their labels', () => {
    for (const i of indices) {
      expect(augmented.get(i)).toEqual(pictures.get(i));
      expect(augmented.get(i, at).y).toEqual(pictures.get(i).y);
      expect(augmented.get(i, at).x.shape).toEqual([3, 4, 4]);
    }
    expect(augmented).toMatchObject({ size: count, classNames: ['even', 'odd'] });
  });

  test.each([
    ['rotation', { rotation: 3 }],
    ['rotationRange', { rotationRange: 181 }],
    ['widthShiftRange', { widthShiftRange: -0.1 }],
    ['heightShiftRange', { heightShiftRange: '1' }],
    ['shearRange', { shearRange: 90 }],
    ['zoomRange', { zoomRange: 1 }],
    ['zoomRange', { zoomRange: [1.2, 0.8] }],
    ['brightnessRange', { brightnessRange: [-1, 1] }],
    ['channelShiftRange', { channelShiftRange: Number.NaN }],
    ['fillMode', { fillMode: 'mirror' }],
    ['cval', { cval: 256 }],
    ['horizontalFlip', { horizontalFlip: 1 }],
    ['cutout', { cutout: -1 }],
    ['randomResizedCrop', { randomResizedCrop: { scale: [0, 1] } }],
    ['randomResizedCrop', { randomResizedCrop: { ratio: [2, 1] } }],
    ['randomResizedCrop.area', { randomResizedCrop: { area: 1 } }],
    ['colorJitter', { colorJitter: { hue: 0.6 } }],
    ['colorJitter', { colorJitter: { contrast: -1 } }],
  ])('refuses a wrong %s: %o', async (name, options) => {
    const { where } = await failure(UsageError, () => augment(pictures, options as AugmentOptions));
    expect(where).toBe(`augment.${name}`);
  });
});

describe('mixup', () => {
  const size = 40;
  const example = (i: number) => ({ x: tensor('float32', [2], [i, -i]), y: tensor('int32', [], [i % 4]) });
  const plain: Dataset = { size, get: example };
  const mixed = (alpha: number) => mixup(plain, { alpha, classes: 4 });
  const shares = async (alpha: number) => {
    const dataset = mixed(alpha);
    const all = [];
    for (let epoch = 1; epoch <= 50; epoch++)
      for (let i = 0; i < size; i++) {
        const { x, y } = await dataset.get(i, { seed: 3, epoch });
        const [share = 0] = [...(y.data as Float32Array)].slice(i % 4);
        const weights = toNumbers(y);
        expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
        // The example itself and another: both numbers tell of the same two.
        expect(x.data[0]).toBeCloseTo(-Number(x.data[1]), 5);
        // Where the other is of another class, its share shows.
        if (weights.filter((w) => w > 0).length === 2) all.push(share);
      }
    return all;
  };

  test('mixes x and y by a share from Beta(alpha, alpha)', async () => {
    for (const alpha of [0.2, 1, 4]) {
      const all = await shares(alpha);
      const mean = all.reduce((a, b) => a + b) / all.length;
      const variance = all.reduce((sum, share) => sum + (share - mean) ** 2, 0) / all.length;
      // Of Beta(a, a): 1/2, and 1 / (4 (2a + 1)).
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeGreaterThan(0.9);
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeLessThan(1.1);
    }
  });

  test('mixes each example with another one', async () => {
    const many: Dataset = {
      size: 200,
      get: (i) => ({ x: tensor('float32', [200], oneAt(i)), y: tensor('int32', [], [0]) }),
    };
    const oneAt = (i: number) => Array.from({ length: 200 }, (_, k) => (k === i ? 1 : 0));
    const others = [];
    for (let i = 0; i < 200; i++) {
      const { x } = await mixup(many, { alpha: 1, classes: 2 }).get(i, { seed: 1, epoch: 1 });
      others.push(toNumbers(x).findIndex((share, k) => share > 0 && k !== i));
    }
    // Of 200 drawn from 200, some 63 % are different ones.
    expect(new Set(others).size).toBeGreaterThan(110);
  });

  test('is the same for the same occasion, and leaves examples alone that are judged', async () => {
    const at = { seed: 1, epoch: 2 };
    expect(await mixed(1).get(7, at)).toEqual(await mixed(1).get(7, at));
    expect(await mixed(1).get(7, at)).not.toEqual(await mixed(1).get(7, { seed: 1, epoch: 3 }));
    expect(await mixed(1).get(7)).toEqual({ ...example(7), y: tensor('float32', [4], [0, 0, 0, 1]) });
  });

  test('tells of what it cannot mix', async () => {
    expect(() => mixup(plain, { alpha: 0, classes: 4 })).toThrow(/alpha must be a number above 0/);
    expect(() => mixup(plain, { alpha: 1, classes: 1 })).toThrow(/classes must be a whole number from 2/);
    await expect(mixup(plain, { alpha: 1, classes: 3 }).get(3)).rejects.toThrow(/example 3: has no label.*of 3/);
  });
});

describe('in one line', () => {
  test('is read', () => {
    expect(parseAugmentation('none')).toEqual({ pictures: {} });
    expect(parseAugmentation('flip, shift=0.1,rotate=15 ,zoom=.2,fill=reflect,mixup')).toEqual({
      pictures: {
        horizontalFlip: true,
        widthShiftRange: 0.1,
        heightShiftRange: 0.1,
        rotationRange: 15,
        zoomRange: 0.2,
        fillMode: 'reflect',
      },
      mixup: 0.2,
    });
    for (const line of augmentationWords()) {
      const [word] = line.split(' ') as [string];
      parseAugmentation(word.replace('=N', '=0.5').replace('MODE', 'wrap'));
    }
  });

  test.each([
    ['spin', /not known.*none, or some of flip.*received 'spin'/],
    ['flip=1', /flip takes no number/],
    ['rotate=200', /rotate is not valid.*degrees from 0 to 180.*'rotate=200'/],
    ['rotate', /rotate is not valid/],
    ['zoom=1', /zoom is not valid/],
    ['zoom=-0.1', /zoom is not valid/],
    ['flip,flip', /names flip twice/],
    ['fill=mirror', /is no way to fill.*constant, nearest, reflect, wrap/],
    ['', /not known/],
  ])('%s is refused', (spec, said) => {
    expect(() => parseAugmentation(spec, '--augment')).toThrow(said);
  });
});

describe('a contact sheet', () => {
  const dot = (value: number): Pixels => ({ width: 2, height: 1, channels: 1, data: Uint8Array.of(value, 0) });

  test('sets pictures in rows, enlarged, on white', () => {
    const sheet = contactSheet([[dot(10), dot(20)], [dot(30)]], { gap: 1, firstGap: 2, least: 4 });
    expect([sheet.width, sheet.height, sheet.channels]).toEqual([1 + 4 + 2 + 4 + 1, 1 + 2 + 1 + 2 + 1, 3]);
    const at = (x: number, y: number) => sheet.data[(y * sheet.width + x) * 3];
    expect([at(0, 0), at(1, 1), at(2, 2), at(3, 1), at(5, 1), at(6, 1), at(7, 1), at(1, 4), at(7, 4)]).toEqual([
      255, 10, 10, 0, 255, 255, 20, 30, 255,
    ]);
  });

  test('needs pictures, of one size', () => {
    expect(() => contactSheet([])).toThrow(/at least one picture/);
    const other: Pixels = { width: 1, height: 1, channels: 1, data: Uint8Array.of(1) };
    expect(() => contactSheet([[dot(1), other]])).toThrow(/one size.*2 x 1.*1 x 1/);
  });
});
