/** The handwritten digits that come with the examples: 8 by 8 pixels, white on black. */
import { arrayDataset, type Dataset, permutation, tensor } from '@graftml/core';

export const side = 8;

export interface Digits {
  /** Light from 0 to 1, digit by digit. */
  readonly pixels: Float32Array;
  readonly labels: readonly number[];
}

let loaded: Promise<Digits> | undefined;

/** All of them; read once. */
export function digits(): Promise<Digits> {
  loaded ??= load();
  return loaded;
}

/** A label each, then the pixels: see `app/learn/digits.bin`. */
async function load(): Promise<Digits> {
  // Wherever the site lies: its scripts are in a folder there.
  const [site = ''] = globalThis.location.href.split('/_next/');
  const answer = await fetch(`${site}/learn/digits.bin`);
  if (!answer.ok) throw new Error(`the digits could not be read (${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const count = bytes.length / (1 + side * side);
  return {
    labels: Array.from(bytes.subarray(0, count)),
    pixels: Float32Array.from(bytes.subarray(count), (byte) => byte / 255),
  };
}

/** So many to learn from and so many others, drawn by a seed. */
export async function digitSets(train: number, test: number, seed: number): Promise<readonly [Digits, Digits]> {
  const { pixels, labels } = await digits();
  const order = Array.from(permutation({ seed, purpose: 'digits' }, labels.length));
  const some = (indices: readonly number[]): Digits => ({
    labels: indices.map((i) => labels[i]!),
    pixels: Float32Array.from(
      indices.flatMap((i) => Array.from(pixels.subarray(i * side * side, (i + 1) * side * side))),
    ),
  });
  return [some(order.slice(0, train)), some(order.slice(train, train + test))];
}

export const datasetOf = ({ pixels, labels }: Digits): Dataset =>
  arrayDataset(tensor('float32', [labels.length, 1, side, side], pixels), tensor('int32', [labels.length], labels));
