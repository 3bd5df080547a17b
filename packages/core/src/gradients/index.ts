/** The gradient of every op, under the op's own name. An op without an answer here does not compile. */

import type { expansions } from '../expansions/index.ts';
import type { OpName, Ops } from '../ops/index.ts';
import {
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  logSoftmax,
  mish,
  pRelu,
  relu,
  sigmoid,
  softmax,
  softplus,
  softsign,
  tanh,
} from './activation.ts';
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
  mean,
  min,
  mod,
  mul,
  neg,
  pow,
  reciprocal,
  sqrt,
  sub,
  sum,
} from './arithmetic.ts';
import { conv, convTranspose } from './convolution.ts';
import { dropout } from './dropout.ts';
import type { Gradient, GradientOrBody } from './gradient.ts';
import { gather, gatherElements, gatherND, reverseSequence, scatterElements, scatterND, topK } from './indexing.ts';
import { matMul } from './linear.ts';
import { cast, castLike, where } from './logic.ts';
import { batchNormalization, layerNormalization } from './normalization.ts';
import { averagePool, globalAveragePool, globalMaxPool, maxPool } from './pooling.ts';
import { gru, lstm, rnn } from './recurrent.ts';
import { cumSum, reduceLogSumExp, reduceMax, reduceMean, reduceMin, reduceSum } from './reduce.ts';
import { resize } from './resize.ts';
import { concat, expand, flatten, reshape, squeeze, transpose, unsqueeze } from './shape.ts';
import { pad, slice, split } from './slice.ts';
import { acos, acosh, asin, asinh, atan, atanh, cos, cosh, sin, sinh, tan } from './trigonometry.ts';

/**
 * A rule; `'expand'`: through the op's body, which a rule may say too of one node; `'none'`: mathematically without one; `'unsupported'`: it has one that
 * nobody has written yet, and asking for it is an error.
 */
type GradientTable = {
  readonly [Name in OpName]:
    | Gradient<Ops[Name]>
    | (Name extends keyof typeof expansions ? 'expand' | GradientOrBody<Ops[Name]> : never)
    | 'none'
    | 'unsupported';
};

// biome-ignore format: a table
export const gradients: GradientTable = {
  // arithmetic
  add, sub, mul, div, pow, min, max, neg, abs, exp, log, sqrt, erf, clip, identity,
  floor: 'none', ceil: 'none', round: 'none', sign: 'none', reciprocal, mod, sum, mean, isNaN: 'none', isInf: 'none',
  sin, cos, tan, asin, acos, atan, sinh, cosh, asinh, acosh, atanh,
  bitwiseAnd: 'none', bitwiseOr: 'none', bitwiseXor: 'none', bitwiseNot: 'none', bitShift: 'none',
  // comparison, choice, conversion
  equal: 'none', greater: 'none', greaterOrEqual: 'none', less: 'none', lessOrEqual: 'none', not: 'none', and: 'none', or: 'none', where, cast, xor: 'none', castLike,
  // activations
  relu, leakyRelu, sigmoid, tanh, softmax, logSoftmax, hardmax: 'none',
  pRelu, elu, selu: 'expand', celu: 'expand', gelu, hardSigmoid, hardSwish, softplus, softsign, mish, thresholdedRelu: 'expand', shrink: 'expand',
  // matrix products, convolution, pooling
  matMul, gemm: 'expand', einsum: 'expand', det: 'unsupported', conv, convTranspose,
  maxPool, averagePool, lpPool: 'expand', globalMaxPool, globalAveragePool, globalLpPool: 'expand', maxUnpool: 'expand',
  // normalization, dropout, losses
  batchNormalization, layerNormalization, instanceNormalization: 'expand', groupNormalization: 'expand', lrn: 'expand', meanVarianceNormalization: 'expand', lpNormalization: 'expand',
  dropout, negativeLogLikelihoodLoss: 'expand', softmaxCrossEntropyLoss: 'expand',
  // reductions
  reduceSum, reduceMean, reduceMax, reduceMin, reduceProd: 'expand', reduceL1: 'expand', reduceL2: 'expand', reduceSumSquare: 'expand', reduceLogSum: 'expand', reduceLogSumExp,
  argMax: 'none', argMin: 'none', cumSum, topK,
  // moving elements
  reshape, transpose, flatten, squeeze, unsqueeze, expand, tile: 'expand', concat, split, slice, pad, centerCropPad: 'expand', depthToSpace: 'expand', spaceToDepth: 'expand', resize,
  gather, gatherElements, gatherND, scatterElements, scatterND, oneHot: 'expand', reverseSequence, trilu: 'expand',
  // shapes, and what is made from them
  shape: 'none', size: 'none', constantOfShape: 'none', range: 'expand', eyeLike: 'none',
  affineGrid: 'expand', gridSample: 'expand',
  // whole numbers for real ones: steps, which are flat
  quantizeLinear: 'none', dequantizeLinear: 'expand', dynamicQuantizeLinear: 'expand', matMulInteger: 'none', convInteger: 'none', qLinearMatMul: 'none', qLinearConv: 'none',
  // recurrent layers
  rnn, gru, lstm,
  // of files alone
  opaque: 'unsupported',
  // composites
  step: 'none', convWeightGradient: 'expand', maxPoolGradient: 'expand',
};
