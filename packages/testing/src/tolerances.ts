/** How far a result may be from its reference. All of it is here. */
import type { DType, OpName } from '@graftml/core';

/** `|actual - expected| <= relative · |expected| + absolute · max(1, largest |expected| of the tensor)`. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

const exact: Tolerance = { relative: 0, absolute: 0 };

/**
 * float32 carries 6e-8 an operation; sums of a few hundred products and the polynomials that devices use for exp, erf
 * and tanh cost up to a hundred times that. Of float64 the references keep nine digits.
 */
const floats: Readonly<Partial<Record<DType, Tolerance>>> = {
  float32: { relative: 1e-5, absolute: 2e-6 },
  float64: { relative: 2e-9, absolute: 1e-9 },
};

/** What WGSL promises of exp and pow grows with the exponent: 3 + 2 |x| units in the last place (WebGPU Shading Language, 15.7.4). */
const shaders: Tolerance = { relative: 1e-4, absolute: 1e-5 };

/** Of these WGSL promises 2^-11 between -π and π, and nothing beyond (the same table). */
const turns: ReadonlySet<OpName> = new Set<OpName>(['sin', 'cos', 'tan']);

/** One op, or the gradient of one op. Whole numbers and truth are exact. */
export function toleranceOf(op: OpName, dtype: DType, device: string): Tolerance {
  if (dtype !== 'float32' || device !== 'webgpu') return floats[dtype] ?? exact;
  return turns.has(op) ? { ...shaders, absolute: 2 ** -11 } : shaders;
}

/** After some steps of training every difference has gone through the weights many times over. */
export const trainingTolerance: Tolerance = { relative: 2e-4, absolute: 1e-4 };
