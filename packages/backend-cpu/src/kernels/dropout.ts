/** Dropout where nothing is dropped. */
import type { Ops, Tensor } from '@graftml/core';
import { type Kernel, output } from './kernel.ts';

export const dropout: Kernel<Ops['dropout']> = ({ data }, work) => {
  if (!work.isUsed(1)) return [data, undefined];
  const mask = output(work, 1) as Tensor<'bool'>;
  mask.data.fill(1);
  return [data, mask];
};
