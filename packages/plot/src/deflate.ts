/**
 * DEFLATE with the fixed codes (RFC 1951, 3.2.6), looking for the last place where the same three bytes stood. Pictures of few
 * colours become a tenth of their size; nobody waits for the best that could be had.
 */
export function deflate(data: Uint8Array): Uint8Array {
  const out = bitWriter(data.length);
  const seen = new Map<number, number>();
  out.bits(1, 1); // the last block
  out.bits(1, 2); // of fixed codes
  for (let at = 0; at < data.length; ) {
    const { length, distance } = repeat(data, at, seen);
    if (length >= 3) {
      writeLength(out, length);
      writeDistance(out, distance);
    } else symbol(out, data[at]!);
    const step = length >= 3 ? length : 1;
    for (let i = at; i < at + step; i++) if (i + 2 < data.length) seen.set(three(data, i), i);
    at += step;
  }
  symbol(out, 256);
  return out.done();
}

const three = (data: Uint8Array, at: number): number => data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16);

/** How many bytes from `at` stood `distance` before; a length of 0 if none are known. */
function repeat(data: Uint8Array, at: number, seen: ReadonlyMap<number, number>) {
  const from = at + 2 < data.length ? seen.get(three(data, at)) : undefined;
  if (from === undefined || at - from > 32768) return { length: 0, distance: 0 };
  let length = 3;
  while (length < 258 && at + length < data.length && data[from + length] === data[at + length]) length++;
  return { length, distance: at - from };
}

type BitWriter = ReturnType<typeof bitWriter>;

function bitWriter(guess: number) {
  let bytes = new Uint8Array(guess + 64);
  let count = 0;
  let held = 0;
  let heldBits = 0;
  const flush = () => {
    if (count === bytes.length) {
      const larger = new Uint8Array(2 * count);
      larger.set(bytes);
      bytes = larger;
    }
    bytes[count++] = held & 255;
    held >>>= 8;
    heldBits -= 8;
  };
  const bits = (value: number, size: number) => {
    held |= value << heldBits;
    heldBits += size;
    while (heldBits >= 8) flush();
  };
  return {
    /** Numbers go in lowest bit first. */
    bits,
    /** Codes go in highest bit first. */
    code(value: number, size: number) {
      for (let bit = size - 1; bit >= 0; bit--) bits((value >>> bit) & 1, 1);
    },
    done(): Uint8Array {
      if (heldBits > 0) flush();
      return bytes.subarray(0, count);
    },
  };
}

/** A byte, the end (256) or a length's code, as the fixed codes have it. */
function symbol(out: BitWriter, value: number): void {
  if (value < 144) out.code(0x30 + value, 8);
  else if (value < 256) out.code(0x190 + value - 144, 9);
  else if (value < 280) out.code(value - 256, 7);
  else out.code(0xc0 + value - 280, 8);
}

/** Lengths from 3 to 258: the code of a group of lengths, then which of the group (RFC 1951, 3.2.5). */
function writeLength(out: BitWriter, length: number): void {
  const rest = length - 3;
  const extra = rest < 8 || length === 258 ? 0 : Math.floor(Math.log2(rest)) - 2;
  symbol(out, length === 258 ? 285 : 257 + 4 * extra + (rest >>> extra));
  out.bits(rest & ((1 << extra) - 1), extra);
}

/** Distances from 1 to 32768, likewise. */
function writeDistance(out: BitWriter, distance: number): void {
  const rest = distance - 1;
  const extra = rest < 4 ? 0 : Math.floor(Math.log2(rest)) - 1;
  out.code(2 * extra + (rest >>> extra), 5);
  out.bits(rest & ((1 << extra) - 1), extra);
}
