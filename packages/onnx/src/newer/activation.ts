/** Swish (opset 24) and SwiGLU (28). */
import type { Builder, Value } from '@graftml/core';
import { attributesOf, float, inputOf, refuse, type Written } from './attributes.ts';

const swishOf = (g: Builder, x: Value, alpha: number): Value => g.mul(x, g.sigmoid(alpha === 1 ? x : g.mul(x, alpha)));

/** `x · sigmoid(alpha · x)` (Ramachandran et al. 2017) */
export const swish: Written = (g, node) => [
  swishOf(g, inputOf(node, 0, 'X'), attributesOf(node, { alpha: float(1) }).alpha),
];

/** `swish(a) · b` (Shazeer 2020) */
export const swiGLU: Written = (g, node) => {
  const [a, b] = [inputOf(node, 0, 'A'), inputOf(node, 1, 'B')];
  if (String(a.shape) !== String(b.shape))
    refuse(node, 'A and B must have the same shape', `[${a.shape}] and [${b.shape}]`);
  return [g.mul(swishOf(g, a, attributesOf(node, { alpha: float(1) }).alpha), b)];
};
