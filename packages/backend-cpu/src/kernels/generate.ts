/** Ops that make tensors of a shape from little, and masks. */
import { type Ops, toNumbers } from '@graftml/core';
import { elements } from './copy.ts';
import { type Kernel, output } from './kernel.ts';

export const constantOfShape: Kernel<Ops['constantOfShape']> = ({ attributes: { value } }, work) => {
  const y = output(work);
  elements(y).fill(elements(value)[0]!);
  return y;
};

export const range: Kernel<Ops['range']> = ({ start, delta }, work) => {
  const y = output(work);
  const to = elements(y);
  // Of bigints, their own arithmetic.
  const [first, step] = [elements(start)[0]!, elements(delta)[0]!];
  const count = y.data instanceof BigInt64Array ? (i: number) => BigInt(i) as unknown as number : (i: number) => i;
  for (let i = 0; i < to.length; i++) to[i] = first + count(i) * step;
  return y;
};

export const eyeLike: Kernel<Ops['eyeLike']> = ({ attributes: { k } }, work) => {
  const y = output(work);
  const [rows, columns] = y.shape as [number, number];
  const one = (y.data instanceof BigInt64Array ? 1n : 1) as number;
  const to = elements(y).fill((y.data instanceof BigInt64Array ? 0n : 0) as number);
  for (let i = 0; i < rows; i++) if (i + k >= 0 && i + k < columns) to[i * columns + i + k] = one;
  return y;
};

export const trilu: Kernel<Ops['trilu']> = ({ input, k, attributes: { upper } }, work) => {
  const y = output(work);
  const [from, to] = [elements(input), elements(y)];
  const [rows, columns] = y.shape.slice(-2) as [number, number];
  const diagonal = k ? toNumbers(k)[0]! : 0;
  const zero = (y.data instanceof BigInt64Array ? 0n : 0) as number;
  for (let i = 0; i < to.length; i++) {
    const distance = (i % columns) - (Math.floor(i / columns) % rows);
    to[i] = (upper ? distance >= diagonal : distance <= diagonal) ? from[i]! : zero;
  }
  return y;
};
