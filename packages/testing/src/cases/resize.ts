import type { Ops } from '@graftml/core';
import { type Cases, fixed, literal, uniform, whole } from '../case.ts';

const scales = (...numbers: number[]) => fixed(literal('float32', [numbers.length], numbers));
const linear = { mode: 'linear' };
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
  'a symmetric centre': {
    x: uniform([1, 1, 3, 4]),
    scales: scales(1, 1, 1.4, 0.6),
    attributes: { coordinate_transformation_mode: 'half_pixel_symmetric' },
  },
  'corners of a length with a fraction': {
    x: uniform([1, 1, 2, 4]),
    scales: scales(1, 1, 1, 0.6),
    attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
  },
  'some axes': { x: uniform([2, 3, 4, 2]), sizes: [5, 6], attributes: { axes: [3, 1], mode: 'linear' } },
  'no larger than': {
    x: uniform([1, 2, 3, 4]),
    sizes: [7, 6],
    attributes: { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' },
  },
  'no smaller than': {
    x: uniform([1, 2, 3, 4]),
    sizes: [7, 6],
    attributes: { axes: [2, 3], keep_aspect_ratio_policy: 'not_smaller', mode: 'linear' },
  },
  'linear, twice as large': { x: uniform([1, 2, 3, 4]), scales: scales(1, 1, 2, 2), attributes: linear },
  'linear, to an odd size': { x: uniform([2, 1, 4, 3]), sizes: [2, 1, 7, 5], attributes: linear },
  'linear, smaller': { x: uniform([1, 2, 7, 6]), sizes: [1, 2, 3, 4], attributes: linear },
  'linear, aligned corners': {
    x: uniform([1, 1, 3, 4]),
    sizes: [1, 1, 6, 9],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
  },
  'linear, asymmetric': {
    x: uniform([1, 1, 3, 4]),
    scales: scales(1, 1, 2, 1.5),
    attributes: { mode: 'linear', coordinate_transformation_mode: 'asymmetric' },
  },
  'linear, half pixels as PyTorch counts them': {
    x: uniform([1, 1, 4, 3]),
    sizes: [1, 1, 1, 7],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' },
  },
  'linear, a symmetric centre': {
    x: uniform([1, 1, 3, 4]),
    scales: scales(1, 1, 1.4, 0.6),
    attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel_symmetric' },
  },
  'linear, antialiased': {
    x: uniform([1, 2, 8, 7]),
    sizes: [1, 2, 3, 4],
    attributes: { mode: 'linear', antialias: 1, exclude_outside: 1 },
  },
  'linear, antialiased, larger': {
    x: uniform([1, 1, 3, 2]),
    sizes: [1, 1, 5, 4],
    attributes: { mode: 'linear', antialias: 1, exclude_outside: 1 },
  },
  'linear, 1-D': { x: uniform([2, 2, 4]), scales: scales(1, 1, 2), attributes: linear },
  'linear, 3-D': { x: uniform([1, 1, 2, 3, 2]), scales: scales(1, 1, 2, 1.5, 2), attributes: linear },
  'linear, a crop': {
    x: uniform([1, 1, 4, 5]),
    roi: fixed(literal('float32', [8], [0, 0, 0.2, 0.3, 1, 1, 0.7, 0.9])),
    sizes: [1, 1, 3, 4],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'tf_crop_and_resize' },
  },
  'linear, a crop that hangs over': {
    x: uniform([1, 1, 4, 5]),
    roi: fixed(literal('float32', [8], [0, 0, -0.4, 0.3, 1, 1, 0.7, 1.5])),
    sizes: [1, 1, 3, 4],
    attributes: {
      mode: 'linear',
      coordinate_transformation_mode: 'tf_crop_and_resize',
      extrapolation_value: 10,
    },
  },
  'nearest, a crop of one axis, the other to its own extent': {
    x: uniform([1, 1, 4, 5]),
    roi: fixed(literal('float32', [4], [0.2, 0.1, 0.7, 0.9])),
    sizes: [3, 5],
    attributes: { coordinate_transformation_mode: 'tf_crop_and_resize', axes: [2, 3] },
  },
  'cubic, larger': { x: uniform([1, 2, 4, 3]), scales: scales(1, 1, 1.5, 2), attributes: { mode: 'cubic' } },
  'cubic, smaller': { x: uniform([1, 1, 6, 7]), sizes: [1, 1, 3, 5], attributes: { mode: 'cubic' } },
  'cubic, as Keys had it': {
    x: uniform([1, 1, 4, 4]),
    scales: scales(1, 1, 2, 1.25),
    attributes: { mode: 'cubic', cubic_coeff_a: -0.5, exclude_outside: 1 },
  },
  'cubic, aligned corners': {
    x: uniform([1, 1, 4, 4]),
    sizes: [1, 1, 7, 6],
    attributes: { mode: 'cubic', coordinate_transformation_mode: 'align_corners' },
  },
  'cubic, antialiased': {
    x: uniform([1, 1, 9, 8]),
    sizes: [1, 1, 4, 3],
    attributes: { mode: 'cubic', antialias: 1, exclude_outside: 1 },
  },
  'nearest, a crop that hangs over': {
    x: uniform([1, 1, 4, 5]),
    roi: fixed(literal('float32', [8], [0, 0, -0.4, 0.3, 1, 1, 0.7, 1.5])),
    sizes: [1, 1, 3, 4],
    attributes: { coordinate_transformation_mode: 'tf_crop_and_resize', extrapolation_value: 7 },
  },
  'nearest, uint8': { x: whole('uint8', [1, 1, 3, 4], 0, 256), sizes: [1, 1, 5, 6] },
  'nearest, int32': { x: whole('int32', [1, 1, 3, 4], -9, 9), sizes: [1, 1, 2, 6] },
  'linear, uint8': { x: whole('uint8', [1, 1, 4, 4], 0, 256), sizes: [1, 1, 7, 6], attributes: linear },
  'linear, int32': { x: whole('int32', [1, 1, 4, 4], -99, 99), sizes: [1, 1, 7, 6], attributes: linear },
  'linear, int8, antialiased': {
    x: whole('int8', [1, 2, 7, 6], -128, 128),
    sizes: [1, 2, 4, 3],
    attributes: { mode: 'linear', antialias: 1 },
  },
  'linear, antialiased, repeating the ends': {
    x: uniform([1, 2, 8, 7]),
    sizes: [1, 2, 3, 4],
    attributes: { mode: 'linear', antialias: 1 },
  },
  'linear, channels last': { x: uniform([1, 3, 4, 2]), sizes: [1, 5, 7, 2], attributes: linear },
  'cubic, 1-D': { x: uniform([2, 2, 5]), scales: scales(1, 1, 1.5), attributes: { mode: 'cubic' } },
  'linear, leaving out what is beyond': {
    x: uniform([1, 1, 3, 4]),
    sizes: [1, 1, 5, 7],
    attributes: { mode: 'linear', exclude_outside: 1 },
  },
  'linear, uint8, antialiased': {
    x: whole('uint8', [1, 3, 9, 8], 0, 256),
    sizes: [1, 3, 4, 3],
    attributes: { mode: 'linear', antialias: 1, exclude_outside: 1 },
  },
  'cubic, uint8, antialiased': {
    x: whole('uint8', [1, 3, 9, 8], 0, 256),
    sizes: [1, 3, 4, 5],
    attributes: { mode: 'cubic', antialias: 1, exclude_outside: 1 },
  },
};
