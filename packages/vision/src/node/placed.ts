/** The class and the split of a picture, from its path or its source. */
import { DataError } from '@graftml/core';
import { inNoFolder } from '../collection/collection.ts';
import type { Place, Split } from '../layout.ts';
import type { Source } from './sources.ts';

export interface PlacedPicture {
  readonly name: string;
  readonly source: Source;
  readonly place: Place;
}

/** @param nested the sources with pictures in folders; in others the source's own name tells */
export function placed(
  { name, source, place }: PlacedPicture,
  nested: ReadonlySet<Source>,
): { readonly className: string; readonly split?: Split } {
  const { className, split = source.split } = nested.has(source) ? place : { ...source.flat, ...place };
  if (className === undefined && source.grey)
    throw new DataError('holds pictures without labels', {
      where: source.path,
      hint: 'name the …-labels-idx1-ubyte file too, or the folder that holds both',
    });
  if (className === undefined) throw inNoFolder(name);
  return { className, ...(split && { split }) };
}
