/** Trigonometric and hyperbolic functions and their inverses. */
import type { Ops } from '@graftml/core';
import { unaryOf } from './elementwise.ts';
import type { Kernel } from './kernel.ts';

export const sin: Kernel<Ops['sin']> = unaryOf(Math.sin);
export const cos: Kernel<Ops['cos']> = unaryOf(Math.cos);
export const tan: Kernel<Ops['tan']> = unaryOf(Math.tan);
export const asin: Kernel<Ops['asin']> = unaryOf(Math.asin);
export const acos: Kernel<Ops['acos']> = unaryOf(Math.acos);
export const atan: Kernel<Ops['atan']> = unaryOf(Math.atan);
export const sinh: Kernel<Ops['sinh']> = unaryOf(Math.sinh);
export const cosh: Kernel<Ops['cosh']> = unaryOf(Math.cosh);
export const asinh: Kernel<Ops['asinh']> = unaryOf(Math.asinh);
export const acosh: Kernel<Ops['acosh']> = unaryOf(Math.acosh);
export const atanh: Kernel<Ops['atanh']> = unaryOf(Math.atanh);
