/** What is drawn of a network: the places where it can be cut, as blocks from the photo to the end. */
import type { Cut, Prepared } from '@graftml/studio';

export interface Block {
  readonly cut: Cut;
  /** Pixels of the picture: as high as what it sees is wide, as broad as it has numbers for each point. */
  readonly height: number;
  readonly width: number;
}

/** A list of features, not a plane of them. */
export const isList = ({ shape }: Cut): boolean => shape.slice(1).every((extent) => extent === 1);

/** How many numbers are made of a photo there, when each plane became its mean. */
export const widthOf = ({ shape }: Cut): number => shape[0] ?? 1;

/** The one that is cut at, as the settings say it. */
export const cutAt = (cuts: readonly Cut[], at: string | undefined): Cut | undefined =>
  cuts.find((cut) => (at === undefined ? cut.isUsual : cut.at === at)) ?? cuts.at(-1);

/** With the end of the network as the last place, where it is used up to there and no cut says so. */
export const withEnd = ({ cuts, width }: Prepared, name: string): readonly Cut[] =>
  cuts.some(({ isUsual }) => isUsual) ? cuts : [...cuts, { at: name, shape: [width], weightsBefore: 1, isUsual: true }];

/** At most so many: the last of each shape first, then others from the end on; always the usual one and that which is chosen. */
export function shownCuts(cuts: readonly Cut[], chosen: Cut | undefined, most: number): readonly Cut[] {
  if (cuts.length <= most) return cuts;
  const ends = cuts.filter((cut, i) => `${cut.shape}` !== `${cuts[i + 1]?.shape}`);
  const wanted = [...cuts.filter((cut) => cut.isUsual || cut === chosen), ...ends.reverse(), ...[...cuts].reverse()];
  const kept = new Set([...new Set(wanted)].slice(0, most));
  return cuts.filter((cut) => kept.has(cut));
}

const [lowest, highest] = [20, 104];
const [thinnest, thickest] = [10, 26];

export function blocksOf(cuts: readonly Cut[]): readonly Block[] {
  const side = ({ shape }: Cut) => Math.max(...shape.slice(1), 1);
  const sides = scale(cuts.map(side), lowest, highest);
  const widths = scale(cuts.map(widthOf), thinnest, thickest);
  return cuts.map((cut, i) => ({ cut, height: sides[i]!, width: widths[i]! }));
}

/** By their logarithms, between two lengths. */
function scale(values: readonly number[], from: number, to: number): number[] {
  const logs = values.map((value) => Math.log(Math.max(1, value)));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return logs.map((log) => Math.round(high === low ? to : from + ((log - low) / (high - low)) * (to - from)));
}
