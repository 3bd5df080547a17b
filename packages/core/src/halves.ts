/** Numbers of 16 bits, which are storage here: nothing computes with them. */
import { DataError } from './errors.ts';

/** The two halves: IEEE 754 binary16, and the upper 16 bits of a float32. */
export type Half = 'float16' | 'bfloat16';

/** The float32s of bits: exact, NaNs stay NaNs. */
export function widen(half: Half, bits: ArrayLike<number>): Float32Array {
  const out = new Uint32Array(bits.length);
  const convert = half === 'float16' ? fromFloat16 : fromBFloat16;
  for (let i = 0; i < bits.length; i++) out[i] = convert(bits[i]!);
  return new Float32Array(out.buffer);
}

/** The upper half of a float32. */
const fromBFloat16 = (bits: number): number => bits << 16;

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction. */
function fromFloat16(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 127 - 15) << 23) | (fraction << 13);
  scratch[0] = fraction * 2 ** -24;
  return sign | scratchBits[0]!;
}

/**
 * The float16 bits of float32s, rounded to the nearest, a tie to the even one; NaNs stay NaNs.
 * @throws DataError naming `where` for a finite number that is too large
 */
export function narrow(numbers: Float32Array, where: string): Uint16Array {
  const out = new Uint16Array(numbers.length);
  for (const [i, number] of numbers.entries()) {
    out[i] = toFloat16(number);
    if (Number.isFinite(number) && (out[i]! & 0x7c00) === 0x7c00)
      throw new DataError('holds a number that is too large for float16', { where, expected: 'up to 65504' });
  }
  return out;
}

function toFloat16(number: number): number {
  scratch[0] = number;
  const bits = scratchBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // From 65520 on, halfway to what would be the next one.
  if (size >= 0x477ff000) return sign | 0x7c00;
  // Normal from 2^-14 on: the exponent by another bias, and 13 bits of the fraction rounded away.
  if (size >= 0x38800000) return sign | ((size - 0x38000000 + 0xfff + ((size >> 13) & 1)) >> 13);
  // Whole numbers of 2^-24. Numbers of this size have room in a double for the sum, which rounds as it should.
  return sign | (Math.abs(number) * 2 ** 24 + 2 ** 52 - 2 ** 52);
}
