import type { Ops } from '@graftml/core';
import { type Cases, literal, uniform } from '../case.ts';

export const affineGrid: Cases<Ops['affineGrid']> = {
  '2-D': { theta: uniform([2, 2, 3]), size: [2, 3, 3, 4] },
  '2-D, aligned corners': { theta: uniform([2, 2, 3]), size: [2, 1, 4, 2], attributes: { align_corners: 1 } },
  '3-D': { theta: uniform([1, 3, 4]), size: [1, 2, 2, 3, 4] },
  '3-D, aligned corners': { theta: uniform([1, 3, 4]), size: [1, 2, 2, 3, 2], attributes: { align_corners: 1 } },
};

const x = uniform([2, 2, 4, 5]);
/** Places in the picture and around it. */
const wide = uniform([2, 3, 4, 2], -1.9, 1.9);
const cube = uniform([1, 2, 3, 4, 3]);

export const gridSample: Cases<Ops['gridSample']> = {
  linear: { x, grid: wide },
  'linear, aligned corners': { x, grid: wide, attributes: { align_corners: 1 } },
  'linear, to the border': { x, grid: wide, attributes: { padding_mode: 'border' } },
  'linear, mirrored': { x, grid: wide, attributes: { padding_mode: 'reflection' } },
  'linear, mirrored at aligned corners': {
    x,
    grid: wide,
    attributes: { padding_mode: 'reflection', align_corners: 1 },
  },
  'linear, mirrored again and again': {
    x,
    grid: uniform([2, 2, 2, 2], -9, 9),
    attributes: { padding_mode: 'reflection' },
  },
  nearest: { x, grid: wide, attributes: { mode: 'nearest' } },
  'nearest, ties to even': {
    x: uniform([1, 1, 4, 4]),
    grid: literal('float32', [1, 2, 2, 2], [-0.5, 0, 0.5, -0.5, 0, 0.5, 1, -1]),
    attributes: { mode: 'nearest' },
    gradient: 'kinked',
  },
  'nearest, mirrored': { x, grid: wide, attributes: { mode: 'nearest', padding_mode: 'reflection' } },
  'nearest, to the border of aligned corners': {
    x,
    grid: wide,
    attributes: { mode: 'nearest', padding_mode: 'border', align_corners: 1 },
  },
  cubic: { x, grid: wide, attributes: { mode: 'cubic' } },
  'cubic, aligned corners': { x, grid: wide, attributes: { mode: 'cubic', align_corners: 1 } },
  'cubic, border': { x, grid: wide, attributes: { mode: 'cubic', padding_mode: 'border' } },
  'cubic, mirrored': { x, grid: wide, attributes: { mode: 'cubic', padding_mode: 'reflection' } },
  '3-D': { x: cube, grid: uniform([1, 2, 3, 2, 3], -1.5, 1.5) },
  '3-D, nearest, border': {
    x: cube,
    grid: uniform([1, 2, 3, 2, 3], -1.5, 1.5),
    attributes: { mode: 'nearest', padding_mode: 'border' },
  },
};
