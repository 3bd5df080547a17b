/** The bodies: ops written out in smaller ones, for a backend that does not know them and for gradients through them. */
import type { OpName, Ops } from '../ops/index.ts';
import { leakyRelu, logSoftmax, softmax } from './activation.ts';
import { step } from './arithmetic.ts';
import { convWeightGradient } from './convolution.ts';
import { dropout } from './dropout.ts';
import type { Expansion } from './expansion.ts';
import { gemm } from './linear.ts';
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
} from './quantization.ts';
import { gru, lstm, rnn } from './recurrent.ts';
import { resize } from './resize.ts';

/** Every composite has one; an op of ONNX may. */
type ExpansionTable = { readonly [Name in OpName]?: Expansion<Ops[Name]> } & {
  readonly [Name in OpName as Ops[Name]['domain'] extends 'graft' ? Name : never]: Expansion<Ops[Name]>;
};

export const expansions = {
  step,
  softmax,
  logSoftmax,
  leakyRelu,
  gemm,
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
  resize,
  convWeightGradient,
  maxPoolGradient,
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
