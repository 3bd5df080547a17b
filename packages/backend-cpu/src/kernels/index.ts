/** The kernel of every op, under the op's own name. An op without one does not compile. */

import type { OpName, Ops } from '@graftml/core';
import {
  celu,
  elu,
  gelu,
  hardmax,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  logSoftmax,
  mish,
  pRelu,
  relu,
  selu,
  shrink,
  sigmoid,
  softmax,
  softplus,
  softsign,
  tanh,
  thresholdedRelu,
} from './activation.ts';
import {
  abs,
  add,
  ceil,
  clip,
  div,
  erf,
  exp,
  floor,
  identity,
  isInf,
  isNaN,
  log,
  max,
  mean,
  min,
  mod,
  mul,
  neg,
  pow,
  reciprocal,
  round,
  sign,
  sqrt,
  step,
  sub,
  sum,
} from './arithmetic.ts';
import { bitShift, bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor } from './bitwise.ts';
import { conv, convTranspose, convWeightGradient } from './convolution.ts';
import { dropout } from './dropout.ts';
import { einsum } from './einsum.ts';
import { constantOfShape, eyeLike, range, trilu } from './generate.ts';
import { affineGrid, gridSample } from './grid.ts';
import {
  gather,
  gatherElements,
  gatherND,
  oneHot,
  reverseSequence,
  scatterElements,
  scatterND,
  topK,
} from './indexing.ts';
import type { Kernel } from './kernel.ts';
import { det, gemm, matMul } from './linear.ts';
import {
  and,
  cast,
  castLike,
  equal,
  greater,
  greaterOrEqual,
  less,
  lessOrEqual,
  not,
  or,
  where,
  xor,
} from './logic.ts';
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
import { opaque } from './opaque.ts';
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
import {
  argMax,
  argMin,
  cumSum,
  reduceL1,
  reduceL2,
  reduceLogSum,
  reduceLogSumExp,
  reduceMax,
  reduceMean,
  reduceMin,
  reduceProd,
  reduceSum,
  reduceSumSquare,
} from './reduce.ts';
import { resize } from './resize.ts';
import {
  concat,
  depthToSpace,
  expand,
  flatten,
  reshape,
  shape,
  size,
  spaceToDepth,
  squeeze,
  tile,
  transpose,
  unsqueeze,
} from './shape.ts';
import { centerCropPad, pad, slice, split } from './slice.ts';
import { acos, acosh, asin, asinh, atan, atanh, cos, cosh, sin, sinh, tan } from './trigonometry.ts';

type KernelTable = { readonly [Name in OpName]: Kernel<Ops[Name]> };

/** Every op as plain loops, under the op's name. */
// biome-ignore format: a table
export const kernels: KernelTable = {
  // arithmetic
  add, sub, mul, div, pow, min, max, neg, abs, exp, log, sqrt, erf, clip, identity,
  floor, ceil, round, sign, reciprocal, mod, sum, mean, isNaN, isInf,
  sin, cos, tan, asin, acos, atan, sinh, cosh, asinh, acosh, atanh,
  bitwiseAnd, bitwiseOr, bitwiseXor, bitwiseNot, bitShift,
  // comparison, choice, conversion
  equal, greater, greaterOrEqual, less, lessOrEqual, not, and, or, where, cast, xor, castLike,
  // activations
  relu, leakyRelu, sigmoid, tanh, softmax, logSoftmax, hardmax,
  pRelu, elu, selu, celu, gelu, hardSigmoid, hardSwish, softplus, softsign, mish, thresholdedRelu, shrink,
  // matrix products, convolution, pooling
  matMul, gemm, einsum, det, conv, convTranspose, maxPool, averagePool, lpPool, globalMaxPool, globalAveragePool, globalLpPool, maxUnpool,
  // normalization, dropout, losses
  batchNormalization, layerNormalization, instanceNormalization, groupNormalization, lrn, meanVarianceNormalization, lpNormalization,
  dropout, negativeLogLikelihoodLoss, softmaxCrossEntropyLoss,
  // reductions
  reduceSum, reduceMean, reduceMax, reduceMin, reduceProd, reduceL1, reduceL2, reduceSumSquare, reduceLogSum, reduceLogSumExp,
  argMax, argMin, cumSum, topK,
  // moving elements
  reshape, transpose, flatten, squeeze, unsqueeze, expand, tile, concat, split, slice, pad, centerCropPad, depthToSpace, spaceToDepth, resize,
  gather, gatherElements, gatherND, scatterElements, scatterND, oneHot, reverseSequence, trilu,
  // shapes, and what is made from them
  shape, size, constantOfShape, range, eyeLike,
  affineGrid, gridSample,
  // whole numbers for real ones
  quantizeLinear, dequantizeLinear, dynamicQuantizeLinear, matMulInteger, convInteger, qLinearMatMul, qLinearConv,
  // recurrent layers
  rnn, gru, lstm,
  // of files alone
  opaque,
  // composites
  step, convWeightGradient, maxPoolGradient,
};
