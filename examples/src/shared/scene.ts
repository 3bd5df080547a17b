/** A small picture with edges of all directions, smooth shades and fine detail, to try filters on. */
import { type Tensor, tensor } from '@graftml/core';
import sharp from 'sharp';

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128">
  <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#555"/><stop offset="1" stop-color="#ddd"/></linearGradient></defs>
  <rect width="128" height="128" fill="url(#sky)"/>
  <circle cx="101" cy="25" r="15" fill="#fff"/>
  <path d="M0 92 Q 32 80 64 90 T 128 86 V128 H0 Z" fill="#6a6a6a"/>
  <path d="M26 56 L54 30 L82 56 Z" fill="#303030"/>
  <rect x="32" y="56" width="44" height="44" fill="#c9c9c9"/>
  <rect x="58" y="74" width="11" height="26" fill="#444"/>
  <path d="M38 64 h14 v14 h-14 z M45 64 v14 M38 71 h14" fill="#f4f4f4" stroke="#333" stroke-width="2"/>
  <path d="M101 100 V70" stroke="#2a2a2a" stroke-width="5"/>
  <circle cx="101" cy="62" r="16" fill="#8d8d8d"/>
  <path d="M2 124 V104 M10 124 V104 M18 124 V104 M26 124 V104 M0 109 H30 M0 117 H30" stroke="#efefef" stroke-width="3"/>
  <path d="M84 112 q 6 -4 12 0 t 12 0 t 12 0" fill="none" stroke="#222" stroke-width="1.5"/>
</svg>`;

/** One channel, `[1, size, size]`, from 0 to 1. */
export async function scene(size: number): Promise<Tensor<'float32'>> {
  const pixels = await sharp(Buffer.from(drawing)).resize(size, size).greyscale().raw().toBuffer();
  return tensor(
    'float32',
    [1, size, size],
    Float32Array.from(pixels, (byte) => byte / 255),
  );
}
