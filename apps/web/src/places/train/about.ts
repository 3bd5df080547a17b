/** Shares as a person would say them. */

/** `9 of 10`, by the nearest twentieth; `99 of 100` where that would be all or nothing. */
export function aboutShare(accuracy: number): readonly [right: number, of: number] {
  const twentieths = Math.round(accuracy * 20);
  if (twentieths === 0 || twentieths === 20) return [Math.round(accuracy * 100), 100];
  return twentieths % 2 === 0 ? [twentieths / 2, 10] : [twentieths, 20];
}

/** `82–95 %` */
export const range = ([low, high]: readonly [number, number]): string =>
  `${Math.round(low * 100)}–${Math.round(high * 100)} %`;

/** Below this many photos, or with a wider interval, a share says little. */
export const tellsLittle = (n: number, [low, high]: readonly [number, number]): boolean => n < 30 || high - low > 0.25;
