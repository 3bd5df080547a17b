/** Small photographs of two and more kinds: stripes one way or the other, in colours that tell nothing. */

import type { DroppedFile } from '@graftml/studio';
import { encodePicture } from '@graftml/vision/node';

const side = 40;

export const kinds = ['across', 'down'] as const;

export async function photo(kind: (typeof kinds)[number], index: number): Promise<Blob> {
  let state = index * 7919 + (kind === 'down' ? 13 : 1);
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const width = 3 + Math.floor(random() * 5);
  const colours = [0, 1].map(() => [0, 1, 2].map(() => Math.floor(random() * 256)));
  const data = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const stripe = Math.floor((kind === 'down' ? x : y) / width) % 2;
      for (let c = 0; c < 3; c++)
        data[(y * side + x) * 3 + c] = Math.min(255, Math.max(0, colours[stripe]![c]! + 20 * (random() - 0.5)));
    }
  const bytes = (await encodePicture(
    { width: side, height: side, channels: 3, data },
    'png',
  )) as Uint8Array<ArrayBuffer>;
  return new Blob([bytes], { type: 'image/png' });
}

/** `across/across-1.png` and so on. */
export async function photos(perKind: number, from = 0): Promise<DroppedFile[]> {
  const files: DroppedFile[] = [];
  for (const kind of kinds)
    for (let i = 0; i < perKind; i++)
      files.push({ path: `${kind}/${kind}-${i + 1}.png`, blob: await photo(kind, from + i) });
  return files;
}
