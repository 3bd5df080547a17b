/** From numbers to places, and where an axis has its numbers. */

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly name?: string;
  readonly isLog?: boolean;
  /** Where numbers stand; found unless given, none for an empty list. */
  readonly ticks?: readonly number[];
  readonly format?: (value: number) => string;
}

export type Scale = (value: number) => number;

export function scaleOf({ from, to, isLog }: Axis, start: number, end: number): Scale {
  const turn = isLog ? (value: number) => Math.log10(Math.max(value, 1e-300)) : (value: number) => value;
  const [a, b] = [turn(from), turn(to)];
  return (value) => start + ((turn(value) - a) / (b - a || 1)) * (end - start);
}

export function ticksOf({ from, to, isLog, ticks }: Axis, most: number): readonly number[] {
  if (ticks) return ticks;
  if (isLog) return powers(from, to, most);
  const rough = Math.abs(to - from) / Math.max(1, most);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * unit).find((n) => n >= rough * 0.999) ?? unit;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function powers(from: number, to: number, most: number): number[] {
  const [a, b] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
  const every = Math.max(1, Math.ceil((b - a + 1) / Math.max(1, most)));
  return Array.from({ length: Math.floor((b - a) / every) + 1 }, (_, i) => 10 ** (a + i * every));
}

/** `0.25`, `1,000`, `10⁻⁶` */
export function shown(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) {
    const [digits = '', exponent = ''] = value.toExponential(1).split('e');
    const power = `10${[...String(Number(exponent))].map((sign) => superscripts[sign]).join('')}`;
    return Number(digits) === 1 ? power : `${minus(digits.replace(/\.0$/, ''))}·${power}`;
  }
  return minus(Number(value.toPrecision(6)).toLocaleString('en', { maximumFractionDigits: 6 }));
}

const minus = (text: string): string => text.replace('-', '−');

const superscripts: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, i) => [String(i), sign])),
  '-': '⁻',
};

/** To so many digits that count: `0.2345`. */
export const digits = (value: number, count = 4): string =>
  Number.isFinite(value) ? shown(Number(value.toPrecision(count))) : '–';

/** `87 %` */
export const percent = (share: number): string => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
