/** Facts in plain words. */

const grouping = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1 picture`, `12,345 pictures` */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${grouping.format(n)} ${n === 1 ? one : many}`;

export const quoted = (name: string): string => `"${name}"`;

/** `67 %`; near to all, `99.9 %`. */
export const percent = (share: number): string => `${(share * 100).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;
