/** Augmentation in one line of text, `flip,shift=0.1,rotate=15`: for command lines and settings. */
import { UsageError } from '@graftml/core';
import { fillModes } from './affine.ts';
import { type AugmentOptions, augmentation } from './options.ts';

/** What a line of words asks for. */
export interface AugmentationPlan {
  /** For `augment`. */
  readonly pictures: AugmentOptions;
  /** For `mixup`, if it is asked for. */
  readonly mixup?: number;
}

interface Word {
  /** What may stand after `=`; absent where nothing may. */
  readonly value?: { readonly said: string; readonly usual?: number; readonly valid: (n: number) => boolean };
  readonly means: (n: number) => Partial<AugmentationPlan>;
  readonly says: string;
}

const pictures = (options: AugmentOptions): Partial<AugmentationPlan> => ({ pictures: options });
const number = (said: string, valid: (n: number) => boolean, usual?: number): NonNullable<Word['value']> => ({
  said,
  valid,
  ...(usual !== undefined && { usual }),
});
const share = number('a part of the side from 0 to below 1, or pixels', (n) => n >= 0);

/** Every word, what it means, and how it is told to a person. */
const words: Readonly<Record<string, Word>> = {
  flip: { means: () => pictures({ horizontalFlip: true }), says: 'mirrored left to right' },
  vflip: { means: () => pictures({ verticalFlip: true }), says: 'mirrored top to bottom' },
  shift: {
    value: share,
    means: (n) => pictures({ widthShiftRange: n, heightShiftRange: n }),
    says: 'moved by up to so much of the side',
  },
  rotate: {
    value: number('degrees from 0 to 180', (n) => n >= 0 && n <= 180),
    means: (n) => pictures({ rotationRange: n }),
    says: 'turned by up to so many degrees',
  },
  shear: {
    value: number('degrees from 0 to below 90', (n) => n >= 0 && n < 90),
    means: (n) => pictures({ shearRange: n }),
    says: 'sheared by up to so many degrees',
  },
  zoom: {
    value: number('a number from 0 to below 1', (n) => n >= 0 && n < 1),
    means: (n) => pictures({ zoomRange: n }),
    says: 'seen nearer or farther by up to that part',
  },
  crop: {
    value: number('the smallest part of the area, above 0 and up to 1', (n) => n > 0 && n <= 1, 0.5),
    means: (n) => pictures({ randomResizedCrop: { scale: [n, 1] } }),
    says: 'a random part of at least this area, at full size',
  },
  brightness: {
    value: number('a number from 0 to 1', (n) => n >= 0 && n <= 1, 0.2),
    means: (n) => pictures({ brightnessRange: [1 - n, 1 + n] }),
    says: 'darker or lighter by up to that part',
  },
  channels: {
    value: number('a number from 0 to 255', (n) => n >= 0 && n <= 255),
    means: (n) => pictures({ channelShiftRange: n }),
    says: 'up to this added to or taken from all values',
  },
  jitter: {
    value: number('a number from 0 to 1', (n) => n >= 0 && n <= 1, 0.3),
    means: (n) => pictures({ colorJitter: { brightness: n, contrast: n, saturation: n, hue: n / 10 } }),
    says: 'brightness, contrast and saturation vary by that part, hue by a tenth of it',
  },
  cutout: {
    value: number('a part of the side from 0 to below 1, or pixels', (n) => n >= 0, 0.25),
    means: (n) => pictures({ cutout: n }),
    says: 'a grey square of this side covers a part',
  },
  mixup: {
    value: number('a number above 0', (n) => n > 0, 0.2),
    means: (n) => ({ mixup: n }),
    says: 'two pictures and their labels in one, by Beta(n, n)',
  },
};

/** `'flip  mirrored left to right'`, a line for each word. */
export const augmentationWords = (): string[] =>
  [
    ...Object.entries(words).map(([name, { value, says }]) => {
      const usual = value?.usual;
      return [value ? `${name}=${usual ?? 'N'}` : name, says] as const;
    }),
    ['fill=MODE', `what shows at the edges: ${fillModes.join(', ')}`] as const,
  ].map(([name, says]) => `${name.padEnd(16)}${says}`);

/**
 * `'flip,shift=0.1,mixup'`; `'none'` is nothing. Words may stand in any order, each once.
 * @throws UsageError that names the word, says which there are and what may stand behind `=`
 */
export function parseAugmentation(spec: string, where = 'augmentation'): AugmentationPlan {
  const plan: { pictures: AugmentOptions; mixup?: number } = { pictures: {} };
  if (spec.trim() === 'none') return plan;
  const seen = new Set<string>();
  for (const part of spec.split(',').map((text) => text.trim())) {
    const [name = '', text, ...more] = part.split('=');
    const fail = (statement: string, expected: string): never => {
      throw new UsageError(statement, { where, expected, received: `'${part}'` });
    };
    if (seen.has(name)) fail(`names ${name} twice`, 'each word once');
    seen.add(name);
    if (name === 'fill') {
      const fillMode = fillModes.find((mode) => mode === text);
      plan.pictures = { ...plan.pictures, fillMode: fillMode ?? fail('is no way to fill', fillModes.join(', ')) };
      continue;
    }
    const word = Object.hasOwn(words, name)
      ? words[name]!
      : fail('has a word that is not known', `none, or some of ${[...Object.keys(words), 'fill'].join(', ')}`);
    const { value } = word;
    if (!value && text !== undefined) fail(`${name} takes no number`, name);
    const n = text === undefined ? value?.usual : /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value && (n === undefined || more.length > 0 || !value.valid(n)))
      fail(`${name} is not valid`, `${name}=${value.said}`);
    const { pictures: added, ...rest } = word.means(n ?? 0);
    Object.assign(plan, rest, { pictures: { ...plan.pictures, ...added } });
  }
  augmentation(plan.pictures);
  return plan;
}
