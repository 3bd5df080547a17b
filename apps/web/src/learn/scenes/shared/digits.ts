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

async function load(): Promise<Digits> {
  // Files of the site: the bundler takes them along.
  const [labels, images] = await Promise.all([
    bytesOf(new URL('../../../../../../examples/data/digits/digits-labels-idx1-ubyte.gz', import.meta.url)),
    bytesOf(new URL('../../../../../../examples/data/digits/digits-images-idx3-ubyte.gz', import.meta.url)),
  ]);
  const { data, shape } = readIdx(labels);
  return {
    labels: Array.from(data.subarray(0, shape[0])),
    pixels: Float32Array.from(readIdx(images).data, (byte) => byte / 255),
  };
}

async function bytesOf(address: URL): Promise<Uint8Array> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the digits could not be read (${answer.status})`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // Some hosts unpack what ends in .gz on the way.
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isPacked) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** MNIST's format: two zeros, the type, how many extents, the extents as four bytes each, then the bytes. */
function readIdx(file: Uint8Array): { readonly shape: readonly number[]; readonly data: Uint8Array } {
  const rank = file[3]!;
  const view = new DataView(file.buffer, file.byteOffset);
  return {
    shape: Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i)),
    data: file.subarray(4 + 4 * rank),
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
