/** The words of an augmentation, as `parseAugmentation` of the package takes them, and what each is set with. */
import { fillModes } from '@graftml/vision';

/** A number that a word takes. */
export interface Amount {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where it begins when it is switched on. */
  readonly usual: number;
  readonly unit: 'share' | 'degrees' | 'atLeast' | 'steps';
}

const share = (usual: number, max = 0.5): Amount => ({ min: 0.05, max, step: 0.05, usual, unit: 'share' });
const degrees = (usual: number, max: number): Amount => ({ min: 5, max, step: 5, usual, unit: 'degrees' });

/** In the order in which they are shown and written; a word without an amount is on or off. */
export const groups = {
  place: {
    flip: undefined,
    vflip: undefined,
    rotate: degrees(15, 180),
    shift: share(0.1),
    zoom: share(0.1),
    crop: { min: 0.1, max: 0.95, step: 0.05, usual: 0.5, unit: 'atLeast' },
    shear: degrees(10, 45),
  },
  light: {
    brightness: share(0.2, 0.8),
    jitter: share(0.3, 0.9),
    channels: { min: 5, max: 100, step: 5, usual: 20, unit: 'steps' },
  },
  hide: { cutout: share(0.25, 0.6) },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Amount | undefined>>>>;

export type Group = keyof typeof groups;
export type Word = { [group in Group]: keyof (typeof groups)[group] }[Group];
export type Fill = (typeof fillModes)[number];

const amounts: Readonly<Record<string, Amount | undefined>> = { ...groups.place, ...groups.light, ...groups.hide };
export const amountOf = (word: Word): Amount | undefined => amounts[word];

export interface Words {
  /** Those that are on, with their numbers. */
  readonly on: Readonly<Partial<Record<Word, number | true>>>;
  readonly fill: Fill;
  /** What cannot be shown as a switch: it stays as it is. */
  readonly others: readonly string[];
}

export function wordsOf(spec: string): Words {
  const on: Partial<Record<Word, number | true>> = {};
  const others: string[] = [];
  let fill: Fill = 'nearest';
  for (const part of spec.split(',').map((text) => text.trim())) {
    const [name = '', value] = part.split('=');
    const mode = name === 'fill' && fillModes.find((one) => one === value);
    if (part === '' || part === 'none') continue;
    if (mode) fill = mode;
    else if (!(name in amounts)) others.push(part);
    else {
      const word = name as Word;
      const amount = amountOf(word);
      const number = value === undefined ? amount?.usual : Number(value);
      on[word] = amount && number !== undefined && Number.isFinite(number) ? number : true;
    }
  }
  return { on, fill, others };
}

/** `''` where nothing is on. */
export function specOf({ on, fill, others }: Words): string {
  const words = (Object.keys(amounts) as Word[]).flatMap((word) => {
    const value = on[word];
    return value === undefined ? [] : value === true ? [word] : [`${word}=${value}`];
  });
  const all = [...words, ...others];
  const shows = on.rotate !== undefined || on.shift !== undefined || on.zoom !== undefined || on.shear !== undefined;
  return (shows && fill !== 'nearest' ? [...all, `fill=${fill}`] : all).join(',');
}

export const presets = {
  none: '',
  mild: 'flip,shift=0.1,zoom=0.1',
  strong: 'flip,rotate=20,zoom=0.2,crop=0.5,jitter=0.3,cutout=0.25',
  above: 'flip,vflip,rotate=180,zoom=0.1,brightness=0.2,fill=reflect',
} as const;

export type Preset = keyof typeof presets;

/** The one that says the same, if any does. */
export const presetOf = (spec: string): Preset | undefined =>
  (Object.keys(presets) as Preset[]).find((name) => specOf(wordsOf(presets[name])) === specOf(wordsOf(spec)));
