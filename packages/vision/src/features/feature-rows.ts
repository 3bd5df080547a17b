/** One row of features for each picture of a list, filled in any order; pictures of the same bytes share what is found. */
import { elementCount, tensor } from '@graftml/core';
import type { BrokenPicture, Picture } from '../collection/collection.ts';
import { groupedBy } from '../grouped.ts';
import { type PictureFeatures, pictureFeatures } from './picture-features.ts';

/** A picture by the SHA-256 of its content, or why it has none. */
export type Identified = { readonly digest: string } | BrokenPicture;

export interface FeatureRows {
  /** Rows that are filled, or whose picture is broken. */
  done(): number;
  /** The first picture of each digest that has nothing yet, in the order of the list. */
  missing(): { readonly digest: string; readonly picture: Picture }[];
  /** Fills the rows of a digest; how many they are, which is none where they are filled already or where it is unknown. */
  put(digest: string, found: Float32Array | BrokenPicture): number;
  /** All that are not broken. */
  features(classNames: readonly string[]): PictureFeatures;
}

/** @param shape of the features of one picture */
export function featureRows(
  pictures: readonly Picture[],
  identified: readonly Identified[],
  shape: readonly number[],
): FeatureRows {
  const length = elementCount(shape);
  const places = groupedBy(pictures.keys(), (i) => digestOf(identified[i]!));
  const open = new Map(places);
  const data = new Float32Array(pictures.length * length);
  const reasons = new Map<number, string>();
  identified.forEach((it, i) => {
    if ('reason' in it) reasons.set(i, it.reason);
  });
  let done = reasons.size;
  return {
    done: () => done,
    missing: () => [...open].map(([digest, [first]]) => ({ digest, picture: pictures[first!]! })),
    put(digest, found) {
      const rows = open.get(digest) ?? [];
      open.delete(digest);
      for (const i of rows) {
        if (found instanceof Float32Array) data.set(found, i * length);
        else reasons.set(i, found.reason);
      }
      done += rows.length;
      return rows.length;
    },
    features(classNames) {
      const whole = [...pictures.keys()].filter((i) => !reasons.has(i));
      whole.forEach((from, to) => {
        data.copyWithin(to * length, from * length, (from + 1) * length);
      });
      const values = data.subarray(0, whole.length * length);
      return pictureFeatures(tensor('float32', [whole.length, ...shape], values), {
        pictures: whole.map((i) => pictures[i]!),
        classNames,
        broken: [...reasons].map(([i, reason]) => ({ name: pictures[i]!.name, reason })),
      });
    },
  };
}

const digestOf = (it: Identified): string | undefined => ('digest' in it ? it.digest : undefined);
