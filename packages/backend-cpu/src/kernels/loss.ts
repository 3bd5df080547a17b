/** Losses of classification. Sums are taken in double precision. */
import type { Ops, Tensor } from '@graftml/core';
import { logSoftmax } from './activation.ts';
import { split } from './axis.ts';
import { floats, type Kernel, output, type Workspace } from './kernel.ts';

interface Labelled {
  readonly logarithms: Tensor;
  readonly labels: Tensor;
  readonly weights: Tensor | undefined;
  readonly attributes: { readonly ignore_index: number; readonly reduction: string };
}

function likelihoodLoss({ logarithms, labels, weights, attributes }: Labelled, work: Workspace): Tensor {
  const loss = output(work);
  const [from, to] = [floats(logarithms), floats(loss)];
  const { extent: classes, inner } = split(logarithms.shape, 1);
  let [total, share] = [0, 0];
  for (let i = 0; i < labels.data.length; i++) {
    const label = Number(labels.data[i]!);
    const isIgnored = label === attributes.ignore_index;
    if (!isIgnored && !(label >= 0 && label < classes)) work.fail(`the label ${label} is none of ${classes} classes`);
    const weight = isIgnored ? 0 : weights ? floats(weights)[label]! : 1;
    const at = (Math.floor(i / inner) * classes + label) * inner + (i % inner);
    const value = isIgnored ? 0 : -from[at]! * weight;
    if (attributes.reduction === 'none') to[i] = value;
    total += value;
    share += weight;
  }
  if (attributes.reduction !== 'none') to[0] = attributes.reduction === 'mean' ? total / share : total;
  return loss;
}

export const negativeLogLikelihoodLoss: Kernel<Ops['negativeLogLikelihoodLoss']> = (
  { input, target, weight, attributes },
  work,
) => likelihoodLoss({ logarithms: input, labels: target, weights: weight, attributes }, work);

export const softmaxCrossEntropyLoss: Kernel<Ops['softmaxCrossEntropyLoss']> = (
  { scores, labels, weights, attributes },
  work,
) => {
  const logarithms = logSoftmax({ x: scores, attributes: { axis: 1 } }, { ...work, outputs: [work.outputs[1]!] });
  return [likelihoodLoss({ logarithms, labels, weights, attributes }, work), logarithms];
};
