import type { Ops } from '@graftml/core';
import { type Cases, row, uniform } from '../case.ts';

const anywhere = { 'any sign': { x: uniform([2, 4], -3, 3) }, 'at 0': { x: row(0, -0) } };
/** Between -1 and 1, without the ends, where slopes are infinite. */
const inside = { 'any sign': { x: uniform([2, 4], -0.9, 0.9) }, 'at 0': { x: row(0, -0) } };

export const sin: Cases<Ops['sin']> = anywhere;
export const cos: Cases<Ops['cos']> = anywhere;
export const tan: Cases<Ops['tan']> = inside;
export const asin: Cases<Ops['asin']> = inside;
export const acos: Cases<Ops['acos']> = inside;
export const atan: Cases<Ops['atan']> = anywhere;
export const sinh: Cases<Ops['sinh']> = anywhere;
export const cosh: Cases<Ops['cosh']> = anywhere;
export const asinh: Cases<Ops['asinh']> = anywhere;
export const acosh: Cases<Ops['acosh']> = { 'above 1': { x: uniform([2, 4], 1.2, 9) } };
export const atanh: Cases<Ops['atanh']> = inside;
