/** What Pillow, torchvision and PyTorch say: made by test/reference/make.py. */
import { readFileSync } from 'node:fs';

export interface Reference {
  readonly jpegs: readonly { readonly file: string; readonly pixels: string }[];
  readonly grey: { readonly rgb: string; readonly grey: string };
  readonly crops: readonly {
    readonly from: readonly [number, number];
    readonly size: number;
    readonly shorter: number;
    readonly resized: readonly [number, number];
    readonly corner: readonly [number, number];
  }[];
  readonly normalise: {
    readonly pixels: string;
    readonly mean: readonly number[];
    readonly std: readonly number[];
    readonly shape: readonly [number, number, number];
    readonly result: string;
  };
  readonly resize: readonly {
    readonly from: readonly [number, number];
    readonly to: readonly [number, number];
    readonly pixels: string;
    readonly result: string;
  }[];
}

export const reference: Reference = JSON.parse(
  readFileSync(new URL('../reference/reference.json', import.meta.url), 'utf8'),
);

export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, 'base64'));
