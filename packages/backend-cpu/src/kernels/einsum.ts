/** Sums of products by Einstein's convention. */
import { type Ops, readEquation } from '@graftml/core';
import { contract } from './contract.ts';
import { type Kernel, output } from './kernel.ts';
import { stridesOf } from './strides.ts';

export const einsum: Kernel<Ops['einsum']> = ({ inputs, attributes: { equation } }, work) => {
  const y = output(work);
  const { terms, output: kept, extents } = readEquation(inputs, equation, work.fail);
  const summed = [...extents.keys()].filter((label) => !kept.includes(label));
  const operands = inputs.map((tensor, i) => {
    const own = stridesOf(tensor.shape);
    // A label that stands twice moves along both axes; an extent of 1 stays where it is.
    const strideOf = (label: string) =>
      terms[i]!.reduce((sum, l, axis) => sum + (l === label && tensor.shape[axis] !== 1 ? own[axis]! : 0), 0);
    return { tensor, strides: [...kept, ...summed].map(strideOf) };
  });
  const sizes = (labels: readonly string[]) => labels.map((label) => extents.get(label) as number);
  contract(y, sizes(kept), sizes(summed), operands);
  return y;
};
