/** The kernel of every op, under the op's own name. An op without one does not compile. */

import type { OpName, Ops } from '@graftml/core';
import { leakyRelu, logSoftmax, relu, sigmoid, softmax, tanh } from './activation.ts';
import {
  abs,
  add,
  clip,
  div,
  erf,
  exp,
  identity,
  log,
  max,
  min,
  mul,
  neg,
  pow,
  sqrt,
  step,
  sub,
} from './arithmetic.ts';
import { conv, convTranspose, convWeightGradient } from './convolution.ts';
import { dropout } from './dropout.ts';
import type { Kernel } from './kernel.ts';
import { gemm, matMul } from './linear.ts';
import { and, cast, equal, greater, greaterOrEqual, less, lessOrEqual, not, or, where } from './logic.ts';
import { negativeLogLikelihoodLoss, softmaxCrossEntropyLoss } from './loss.ts';
import {
  batchNormalization,
  groupNormalization,
  instanceNormalization,
  layerNormalization,
  lpNormalization,
  lrn,
  meanVarianceNormalization,
} from './normalization.ts';
import {
  averagePool,
  globalAveragePool,
  globalLpPool,
  globalMaxPool,
  lpPool,
  maxPool,
  maxPoolGradient,
  maxUnpool,
} from './pooling.ts';
import {
  convInteger,
  dequantizeLinear,
  dynamicQuantizeLinear,
  matMulInteger,
  qLinearConv,
  qLinearMatMul,
  quantizeLinear,
} from './quantization.ts';
import { gru, lstm, rnn } from './recurrent.ts';
import { argMax, reduceMax, reduceMean, reduceSum } from './reduce.ts';
import { resize } from './resize.ts';
import {
  concat,
  expand,
  flatten,
  gather,
  gatherND,
  pad,
  reshape,
  scatterND,
  shape,
  slice,
  squeeze,
  transpose,
  unsqueeze,
} from './shape.ts';

type KernelTable = { readonly [Name in OpName]: Kernel<Ops[Name]> };

// biome-ignore format: a table
export const kernels: KernelTable = {
  // arithmetic
  add, sub, mul, div, pow, min, max, neg, abs, exp, log, sqrt, erf, clip, identity,
  // comparison, choice, conversion
  equal, greater, greaterOrEqual, less, lessOrEqual, not, and, or, where, cast,
  // activations
  relu, leakyRelu, sigmoid, tanh, softmax, logSoftmax,
  // matrix products, convolution, pooling
  matMul, gemm, conv, convTranspose, maxPool, averagePool, lpPool, globalMaxPool, globalAveragePool, globalLpPool, maxUnpool,
  // normalization, dropout, losses
  batchNormalization, layerNormalization, instanceNormalization, groupNormalization, lrn, meanVarianceNormalization, lpNormalization,
  dropout, negativeLogLikelihoodLoss, softmaxCrossEntropyLoss,
  // reductions
  reduceSum, reduceMean, reduceMax, argMax,
  // moving elements
  reshape, transpose, flatten, squeeze, unsqueeze, expand, concat, slice, pad, gather, gatherND, scatterND, shape, resize,
  // whole numbers for real ones
  quantizeLinear, dequantizeLinear, dynamicQuantizeLinear, matMulInteger, convInteger, qLinearMatMul, qLinearConv,
  // recurrent layers
  rnn, gru, lstm,
  // composites
  step, convWeightGradient, maxPoolGradient,
};
