/** Whether things are the same: sets of pictures, and any bytes. */
import { hash } from '@graftml/core';
import type { ImageDataset } from './dataset.ts';
import { sha256Of } from './sha256.ts';

/**
 * Sixteen hexadecimal digits that tell of size, classes, labels and pixels, in their order: for noticing that pictures changed,
 * not against forgery. About a second for a gigabyte of pixels.
 */
export function digestOf(dataset: ImageDataset): string {
  const { size, labels, classNames, preprocessing } = dataset;
  const { width, height, channels } = preprocessing;
  const about = hash(JSON.stringify([size, width, height, channels, classNames, ...labels]));
  let bytes: number | undefined;
  for (let i = 0; i < size; i++) bytes = hash(dataset.pixels(i), bytes);
  return [about, bytes ?? 0].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** Hexadecimal. */
export const sha256 = async (bytes: Uint8Array): Promise<string> => hexOf(await digest256(bytes));

/** SHA-256: 32 bytes. */
export async function digest256(bytes: Uint8Array): Promise<Uint8Array> {
  // Missing on pages that come neither by https nor from localhost.
  const { subtle } = globalThis.crypto as Partial<typeof globalThis.crypto>;
  if (!subtle) return sha256Of(bytes);
  // A view of shared memory is refused there, so that is copied.
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
  return new Uint8Array(await subtle.digest('SHA-256', own));
}

/** Two hexadecimal digits for each byte. */
export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
