/** The bodies: ops written out in smaller ones, for a backend that does not know them and for gradients through them. */

import type { OpName, Ops } from '../ops/index.ts';
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
  softmax,
  softplus,
  softsign,
  thresholdedRelu,
} from './activation.ts';
import { isInf, isNaN, mean, round, sign, step, sum } from './arithmetic.ts';
import { convWeightGradient } from './convolution.ts';
import { dropout } from './dropout.ts';
import { einsum } from './einsum.ts';
import type { Expansion } from './expansion.ts';
import { constantOfShape, eyeLike, range, trilu } from './generate.ts';
import { affineGrid, gridSample } from './grid.ts';
import { gatherElements, oneHot, reverseSequence, scatterElements } from './indexing.ts';
import { gemm } from './linear.ts';
import { castLike, or, xor } from './logic.ts';
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
import { globalAveragePool, globalLpPool, globalMaxPool, lpPool, maxPoolGradient, maxUnpool } from './pooling.ts';
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
import { reduceL1, reduceL2, reduceLogSum, reduceLogSumExp, reduceProd, reduceSumSquare } from './reduce.ts';
import { resize } from './resize.ts';
import { depthToSpace, size, spaceToDepth, tile } from './shape.ts';
import { centerCropPad, slice, split } from './slice.ts';

/** Every composite has one; an op of ONNX may. */
type ExpansionTable = { readonly [Name in OpName]?: Expansion<Ops[Name]> } & {
  readonly [Name in OpName as Ops[Name]['domain'] extends 'graft' ? Name : never]: Expansion<Ops[Name]>;
};

export const expansions = {
  step,
  sum,
  mean,
  sign,
  round,
  isNaN,
  isInf,
  castLike,
  or,
  xor,
  softmax,
  logSoftmax,
  leakyRelu,
  pRelu,
  elu,
  selu,
  celu,
  gelu,
  hardSigmoid,
  hardSwish,
  softplus,
  relu,
  softsign,
  mish,
  thresholdedRelu,
  shrink,
  hardmax,
  gemm,
  einsum,
  lpPool,
  globalMaxPool,
  globalAveragePool,
  globalLpPool,
  maxUnpool,
  batchNormalization,
  layerNormalization,
  instanceNormalization,
  groupNormalization,
  lrn,
  meanVarianceNormalization,
  lpNormalization,
  dropout,
  negativeLogLikelihoodLoss,
  softmaxCrossEntropyLoss,
  reduceProd,
  reduceL1,
  reduceL2,
  reduceSumSquare,
  reduceLogSum,
  reduceLogSumExp,
  tile,
  split,
  slice,
  centerCropPad,
  depthToSpace,
  spaceToDepth,
  resize,
  gatherElements,
  scatterElements,
  oneHot,
  reverseSequence,
  trilu,
  size,
  constantOfShape,
  range,
  eyeLike,
  affineGrid,
  gridSample,
  convWeightGradient,
  maxPoolGradient,
  quantizeLinear,
  dequantizeLinear,
  dynamicQuantizeLinear,
  matMulInteger,
  convInteger,
  qLinearMatMul,
  qLinearConv,
  rnn,
  gru,
  lstm,
} satisfies ExpansionTable;
