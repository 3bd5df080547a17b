import type { Ops } from '@graftml/core';
import { type Cases, fixed, literal, uniform } from '../case.ts';

const scales = (...numbers: number[]) => fixed(literal('float32', [numbers.length], numbers));
const floored = { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };

export const resize: Cases<Ops['resize']> = {
  'twice as large': { x: uniform([1, 2, 3, 2]), scales: scales(1, 1, 2, 2), attributes: floored },
  'to a size': { x: uniform([1, 2, 2, 3]), sizes: [1, 2, 4, 9], attributes: floored },
  'default modes': { x: uniform([1, 2, 3, 4]), scales: scales(1, 1, 2, 3) },
  'to an odd size': { x: uniform([1, 1, 4, 3]), sizes: [1, 1, 7, 5] },
  'to a smaller size': { x: uniform([1, 2, 6, 5]), sizes: [1, 2, 4, 3] },
  'half as large': { x: uniform([1, 2, 4, 6]), scales: scales(1, 1, 0.5, 0.5), attributes: floored },
  'by a fraction': { x: uniform([1, 1, 4, 3]), scales: scales(1, 1, 1.25, 1.5) },
  'aligned corners': {
    x: uniform([1, 1, 3, 4]),
    sizes: [1, 1, 6, 8],
    attributes: { coordinate_transformation_mode: 'align_corners' },
  },
  'half pixels as PyTorch counts them': {
    x: uniform([1, 1, 4, 3]),
    sizes: [1, 1, 1, 7],
    attributes: { coordinate_transformation_mode: 'pytorch_half_pixel' },
  },
  'prefers the ceiling': {
    x: uniform([1, 1, 4, 2]),
    scales: scales(1, 1, 0.5, 2),
    attributes: { nearest_mode: 'round_prefer_ceil' },
  },
  'takes the ceiling': {
    x: uniform([1, 1, 3, 2]),
    scales: scales(1, 1, 2, 2),
    attributes: { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'ceil' },
  },
  '1-D': { x: uniform([2, 2, 4]), scales: scales(1, 1, 2), attributes: floored },
  '3-D': { x: uniform([1, 1, 2, 3, 2]), scales: scales(1, 1, 2, 1, 2), attributes: floored },
};
