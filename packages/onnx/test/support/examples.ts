/**
 * Small examples of ops of every kind, with the results that ONNX's text demands, worked out by hand. (That each op of the
 * table survives being written is shown by the conformance suite on ONNX Runtime.)
 */
import {
  type Builder,
  builder,
  constant,
  type DType,
  input,
  type OpName,
  type Tensor,
  tensor,
  type Value,
} from '@graftml/core';

export interface Example {
  readonly y: Value;
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly expected: readonly number[];
}

export type Composite = 'step' | 'convWeightGradient' | 'maxPoolGradient';

/** `f` makes a float32 input that is fed, `d` one of any dtype; the list at the end is the result. */
interface Maker {
  readonly g: Builder;
  f(shape: readonly number[], data: readonly number[]): Value;
  d(dtype: DType, shape: readonly number[], data: readonly number[]): Value;
}
type Write = (m: Maker) => readonly [y: Value, expected: readonly number[]];

const list = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => from + i);
const int64 = (x: number): Value => constant(tensor('int64', [], [x]));
const { E } = Math;

const written = {
  add: ({ g, f }) => [g.add(f([2, 2], [1, 2, 3, 4]), f([2], [10, 20])), [11, 22, 13, 24]],
  sub: ({ g, f }) => [g.sub(f([2, 1], [1, 2]), f([2], [10, 20])), [-9, -19, -8, -18]],
  mul: ({ g, f }) => [g.mul(f([3], [1, 2, 3]), 2), [2, 4, 6]],
  div: ({ g, d }) => [g.div(d('int32', [3], [7, -7, 8]), d('int32', [], [2])), [3, -3, 4]],
  pow: ({ g, f, d }) => [g.pow(f([3], [1, 2, 3]), d('int64', [], [2])), [1, 4, 9]],
  min: ({ g, f }) => [g.min([f([3], [1, 5, 3]), f([3], [4, 2, 3]), f([1], [3])]), [1, 2, 3]],
  max: ({ g, f }) => [g.max([f([3], [1, 5, 3]), f([3], [4, 2, 3]), f([1], [3])]), [4, 5, 3]],
  neg: ({ g, f }) => [g.neg(f([2], [1, -2])), [-1, 2]],
  abs: ({ g, f }) => [g.abs(f([2], [1, -2])), [1, 2]],
  exp: ({ g, f }) => [g.exp(f([2], [0, 1])), [1, E]],
  log: ({ g, f }) => [g.log(f([2], [1, 8])), [0, 3 * Math.LN2]],
  sqrt: ({ g, f }) => [g.sqrt(f([2], [4, 2])), [2, Math.SQRT2]],
  erf: ({ g, f }) => [g.erf(f([3], [0, 1, -1])), [0, 0.8427007929, -0.8427007929]],
  clip: ({ g, f }) => [g.clip(f([3], [-1, 0.5, 9]), undefined, 6), [-1, 0.5, 6]],
  identity: ({ g, f }) => [g.identity(f([2], [1, 2])), [1, 2]],

  equal: ({ g, d }) => [g.equal(d('int64', [3], [1, 2, 3]), d('int64', [], [2])), [0, 1, 0]],
  greater: ({ g, f }) => [g.greater(f([3], [1, 2, 3]), 2), [0, 0, 1]],
  greaterOrEqual: ({ g, f }) => [g.greaterOrEqual(f([3], [1, 2, 3]), 2), [0, 1, 1]],
  less: ({ g, f }) => [g.less(f([3], [1, 2, 3]), 2), [1, 0, 0]],
  lessOrEqual: ({ g, f }) => [g.lessOrEqual(f([3], [1, 2, 3]), 2), [1, 1, 0]],
  not: ({ g, d }) => [g.not(d('bool', [2], [0, 1])), [1, 0]],
  and: ({ g, d }) => [g.and(d('bool', [2], [0, 1]), d('bool', [], [1])), [0, 1]],
  or: ({ g, d }) => [g.or(d('bool', [2], [0, 1]), d('bool', [1], [0])), [0, 1]],
  where: ({ g, f, d }) => [g.where(d('bool', [2], [0, 1]), f([2], [1, 2]), f([], [9])), [9, 2]],
  cast: ({ g, f }) => [g.cast(f([3], [1.9, -1.9, 0]), { to: 'int64' }), [1, -1, 0]],

  relu: ({ g, f }) => [g.relu(f([2], [-1, 2])), [0, 2]],
  leakyRelu: ({ g, f }) => [g.leakyRelu(f([2], [-1, 2]), { alpha: 0.1 }), [-0.1, 2]],
  sigmoid: ({ g, f }) => [g.sigmoid(f([2], [0, Math.log(3)])), [0.5, 0.75]],
  tanh: ({ g, f }) => [g.tanh(f([2], [0, Math.log(2)])), [0, 0.6]],
  softmax: ({ g, f }) => [g.softmax(f([2, 2], [0, 0, Math.log(3), 0]), { axis: 0 }), [0.25, 0.5, 0.75, 0.5]],
  logSoftmax: ({ g, f }) => [g.logSoftmax(f([1, 2], [Math.log(3), 0])), [Math.log(0.75), Math.log(0.25)]],

  matMul: ({ g, f }) => [g.matMul(f([2, 2], [1, 2, 3, 4]), f([2], [1, 10])), [21, 43]],
  gemm: ({ g, f }) => [
    g.gemm(f([2, 1], [1, 2]), f([3, 2], [1, 2, 3, 4, 5, 6]), f([3], [1, 1, 1]), {
      alpha: 2,
      beta: 3,
      transA: 1,
      transB: 1,
    }),
    [13, 25, 37],
  ],
  conv: ({ g, f }) => [
    g.conv(f([1, 2, 3], [1, 2, 3, 4, 5, 6]), f([2, 1, 2], [1, 10, 1, 1]), f([2], [0, 100]), {
      group: 2,
      pads: [1, 0],
      strides: [2],
    }),
    // Windows over [0, 1, 2, 3] and [0, 4, 5, 6], two apart.
    [10, 32, 104, 111],
  ],
  convTranspose: ({ g, f }) => [
    g.convTranspose(f([1, 1, 2], [1, 2]), f([1, 1, 3], [1, 10, 100]), undefined, {
      strides: [2],
      pads: [1, 0],
      output_padding: [1],
    }),
    // 1, 10, 100 + 2, 20, 200, 0 without the first.
    [10, 102, 20, 200, 0],
  ],
  maxPool: ({ g, f }) => [
    g.maxPool(f([1, 1, 3, 3], list(9)), { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }),
    [4, 5, 7, 8],
  ],
  averagePool: ({ g, f }) => [
    g.averagePool(f([1, 1, 3], [2, 4, 6]), { kernel_shape: [2], pads: [1, 0], count_include_pad: 1 }),
    [1, 3, 5],
  ],
  globalAveragePool: ({ g, f }) => [g.globalAveragePool(f([1, 2, 2], [1, 3, 10, 20])), [2, 15]],

  globalMaxPool: ({ g, f }) => [g.globalMaxPool(f([1, 2, 2], [1, 3, 20, 10])), [3, 20]],
  lpPool: ({ g, f }) => [g.lpPool(f([1, 1, 3], [3, -4, 12]), { kernel_shape: [2] }), [5, Math.sqrt(160)]],
  globalLpPool: ({ g, f }) => [g.globalLpPool(f([1, 1, 3], [1, -2, 3]), { p: 1 }), [6]],
  maxUnpool: ({ g, f, d }) => [
    g.maxUnpool(f([1, 1, 2], [5, 6]), d('int64', [1, 1, 2], [1, 2]), { kernel_shape: [2], strides: [2] }),
    [0, 5, 6, 0],
  ],

  batchNormalization: ({ g, f }) => [
    g.batchNormalization(f([2, 1, 1], [1, 3]), f([1], [10]), f([1], [1]), f([1], [1]), f([1], [3]), { epsilon: 1 }),
    [1, 11],
  ],
  layerNormalization: ({ g, f }) => [
    g.layerNormalization(f([1, 2], [1, 3]), f([2], [1, 2]), f([2], [0, 5]), { epsilon: 3 }),
    [-0.5, 6],
  ],
  instanceNormalization: ({ g, f }) => [
    g.instanceNormalization(f([1, 2, 2], [1, 3, 5, 5]), f([2], [2, 9]), f([2], [0, 7]), { epsilon: 3 }),
    [-1, 1, 7, 7],
  ],
  groupNormalization: ({ g, f }) => [
    g.groupNormalization(f([1, 4, 1], [1, 3, 5, 5]), f([2], [2, 9]), f([2], [0, 7]), { epsilon: 3, num_groups: 2 }),
    [-1, 1, 7, 7],
  ],
  lrn: ({ g, f }) => [
    g.lrn(f([1, 3, 1, 1], [1, 2, 3]), { size: 3, alpha: 3, beta: 1, bias: 1 }),
    [1 / 6, 2 / 15, 3 / 14],
  ],
  meanVarianceNormalization: ({ g, f }) => [g.meanVarianceNormalization(f([1, 2], [1, 3]), { axes: [1] }), [-1, 1]],
  lpNormalization: ({ g, f }) => [g.lpNormalization(f([2, 2], [3, 4, 0, 0])), [0.6, 0.8, 0, 0]],
  dropout: ({ g, f }) => [g.dropout(f([2], [1, 2]), constant(tensor('float32', [], [0.9]))), [1, 2]],
  negativeLogLikelihoodLoss: ({ g, f, d }) => [
    g.negativeLogLikelihoodLoss(f([2, 2], [-1, -2, -3, -4]), d('int64', [2], [1, 0]), f([2], [1, 3])),
    // (3 · 2 + 1 · 3) / (3 + 1)
    [2.25],
  ],
  softmaxCrossEntropyLoss: ({ g, f, d }) => [
    g.softmaxCrossEntropyLoss(f([1, 2], [Math.log(3), 0]), d('int64', [1], [1]), { reduction: 'sum' }),
    [Math.log(4)],
  ],

  einsum: ({ g, f }) => [g.einsum([f([2, 2], [1, 2, 3, 4]), f([2], [1, 10])], { equation: 'ij,j->i' }), [21, 43]],

  det: ({ g, f }) => [g.det(f([2, 2], [1, 2, 3, 4])), [-2]],

  reduceMin: ({ g, f }) => [g.reduceMin(f([2, 3], list(6)), [1], { keepdims: 0 }), [0, 3]],
  reduceProd: ({ g, f }) => [g.reduceProd(f([2, 3], list(6)), [1], { keepdims: 0 }), [0, 60]],
  reduceL1: ({ g, f }) => [g.reduceL1(f([2, 2], [1, -2, 3, -4]), [1]), [3, 7]],
  reduceL2: ({ g, f }) => [g.reduceL2(f([2], [3, -4])), [5]],
  reduceSumSquare: ({ g, f }) => [g.reduceSumSquare(f([2], [3, -4])), [25]],
  reduceLogSum: ({ g, f }) => [g.reduceLogSum(f([2], [3, 1])), [2 * Math.LN2]],
  reduceLogSumExp: ({ g, f }) => [g.reduceLogSumExp(f([2], [Math.log(3), 0])), [2 * Math.LN2]],
  argMin: ({ g, f }) => [g.argMin(f([2, 3], [1, 7, 1, 5, 4, 4]), { axis: 1 }), [0, 1]],
  cumSum: ({ g, f }) => [g.cumSum(f([4], [1, 2, 3, 4]), int64(0), { exclusive: 1, reverse: 1 }), [9, 7, 4, 0]],
  topK: ({ g, f }) => [g.topK(f([2, 3], [1, 7, 7, 5, 4, 6]), [2])[1], [1, 2, 2, 0]],

  reduceSum: ({ g, f }) => [g.reduceSum(f([2, 3], list(6)), [1], { keepdims: 0 }), [3, 12]],
  reduceMean: ({ g, f }) => [g.reduceMean(f([2, 3], list(6)), [-1, 0]), [2.5]],
  reduceMax: ({ g, f }) => [g.reduceMax(f([2, 3], list(6))), [5]],
  argMax: ({ g, f }) => [
    g.argMax(f([2, 3], [1, 7, 7, 5, 4, 4]), { axis: 1, select_last_index: 1, keepdims: 0 }),
    [2, 0],
  ],

  reshape: ({ g, f }) => [g.reshape(f([2, 3], list(6)), [-1, 2]), list(6)],
  transpose: ({ g, f }) => [g.transpose(f([2, 3], list(6))), [0, 3, 1, 4, 2, 5]],
  flatten: ({ g, f }) => [g.flatten(f([2, 3, 1], list(6)), { axis: 2 }), list(6)],
  squeeze: ({ g, f }) => [g.squeeze(f([1, 2, 1], [1, 2]), [-1]), [1, 2]],
  unsqueeze: ({ g, f }) => [g.unsqueeze(f([2], [1, 2]), [0, 2]), [1, 2]],
  expand: ({ g, f }) => [g.expand(f([2, 1], [1, 2]), [3, 1, 2]), [1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2]],
  concat: ({ g, f }) => [g.concat([f([2, 1], [1, 2]), f([2, 2], [3, 4, 5, 6])], { axis: 1 }), [1, 3, 4, 2, 5, 6]],
  slice: ({ g, f }) => [g.slice(f([5], list(5)), [-1], [-6], [0], [-2]), [4, 2, 0]],
  pad: ({ g, f }) => [g.pad(f([2], [1, 2]), [1, 2], 7), [7, 1, 2, 7, 7]],
  gather: ({ g, f, d }) => [g.gather(f([2, 3], list(6)), d('int32', [2], [2, -3]), { axis: 1 }), [2, 0, 5, 3]],
  gatherElements: ({ g, f, d }) => [
    g.gatherElements(f([2, 2], list(4)), d('int64', [2, 1], [1, -2]), { axis: 1 }),
    [1, 2],
  ],
  scatterElements: ({ g, f, d }) => [
    g.scatterElements(f([2, 2], list(4)), d('int64', [1, 2], [1, 0]), f([1, 2], [10, 20]), { reduction: 'mul' }),
    [0, 20, 20, 3],
  ],
  oneHot: ({ g, f, d }) => [g.oneHot(d('int64', [2], [1, -3]), [3], f([2], [5, 7])), [5, 7, 5, 7, 5, 5]],
  reverseSequence: ({ g, f, d }) => [
    g.reverseSequence(f([3, 2], list(6)), d('int64', [2], [2, 3])),
    [2, 5, 0, 3, 4, 1],
  ],
  trilu: ({ g, f }) => [g.trilu(f([2, 3], list(6, 1)), int64(1)), [0, 2, 3, 0, 0, 6]],
  tile: ({ g, f }) => [g.tile(f([2, 1], [1, 2]), [1, 2]), [1, 1, 2, 2]],
  split: ({ g, f }) => [g.split(f([5], list(5)), { num_outputs: 2 })[1]!, [3, 4]],
  depthToSpace: ({ g, f }) => [g.depthToSpace(f([1, 4, 1, 2], list(8)), { blocksize: 2 }), [0, 2, 1, 3, 4, 6, 5, 7]],
  spaceToDepth: ({ g, f }) => [g.spaceToDepth(f([1, 1, 2, 4], list(8)), { blocksize: 2 }), [0, 2, 1, 3, 4, 6, 5, 7]],
  centerCropPad: ({ g, f }) => [g.centerCropPad(f([4, 1], list(4, 1)), [2, 2]), [2, 0, 3, 0]],
  size: ({ g, f }) => [g.size(f([2, 3], list(6))), [6]],
  constantOfShape: ({ g }) => [g.constantOfShape([2], { value: tensor('int32', [1], [7]) }), [7, 7]],
  range: ({ g }) => [g.range(int64(1), int64(6), int64(2)), [1, 3, 5]],
  eyeLike: ({ g, f }) => [g.eyeLike(f([2, 3], list(6)), { dtype: 'float32', k: 1 }), [0, 1, 0, 0, 0, 1]],
  gatherND: ({ g, f, d }) => [g.gatherND(f([2, 3], list(6)), d('int64', [2, 2], [0, 1, 1, 2])), [1, 5]],
  scatterND: ({ g, f, d }) => [
    g.scatterND(f([4], list(4)), d('int64', [3, 1], [1, 3, 1]), f([3], [10, 20, 30]), { reduction: 'add' }),
    [0, 41, 2, 23],
  ],
  shape: ({ g, f }) => [g.shape(f([2, 3, 1], list(6)), { start: 1 }), [3, 1]],
  affineGrid: ({ g, f }) => [
    g.affineGrid(f([1, 2, 3], [1, 0, 0, 0, 2, 1]), [1, 1, 1, 2]),
    // Two places in a row, at -1/2 and 1/2; y is doubled and moved by 1.
    [-0.5, 1, 0.5, 1],
  ],
  gridSample: ({ g, f }) => [
    g.gridSample(f([1, 1, 1, 2], [2, 4]), f([1, 1, 3, 2], [-0.5, 0, 0, 0, 0.5, 0])),
    [2, 3, 4],
  ],
  resize: ({ g, f }) => [
    g.resize(f([1, 1, 2], [1, 2]), undefined, constant(tensor('float32', [3], [1, 1, 2]))),
    [1, 1, 2, 2],
  ],

  quantizeLinear: ({ g, f, d }) => [
    g.quantizeLinear(f([5], [-300, 1, 3, 5.1, 300]), f([], [2]), d('int8', [], [1])),
    // 1/2 and 3/2 are rounded to what is even.
    [-128, 1, 3, 4, 127],
  ],
  dequantizeLinear: ({ g, f, d }) => [
    g.dequantizeLinear(d('uint8', [2, 2], [0, 255, 3, 4]), f([2], [0.5, 2]), d('uint8', [2], [1, 2])),
    [-0.5, 506, 1, 4],
  ],
  dynamicQuantizeLinear: ({ g, f }) => [g.dynamicQuantizeLinear(f([3], [-51, 0, 204]))[0], [0, 51, 255]],
  matMulInteger: ({ g, d }) => [
    g.matMulInteger(
      d('uint8', [1, 2], [3, 5]),
      d('int8', [2, 2], [1, -2, 3, 4]),
      d('uint8', [], [1]),
      d('int8', [2], [1, 0]),
    ),
    // [2, 4] times [[0, -2], [2, 4]].
    [8, 12],
  ],
  convInteger: ({ g, d }) => [
    g.convInteger(d('uint8', [1, 1, 3], [1, 2, 3]), d('uint8', [1, 1, 2], [1, 10]), d('uint8', [], [1]), undefined, {
      pads: [1, 0],
    }),
    [0, 10, 21],
  ],
  qLinearMatMul: ({ g, f, d }) => [
    g.qLinearMatMul(
      d('uint8', [1, 2], [3, 5]),
      f([], [0.5]),
      d('uint8', [], [1]),
      d('uint8', [2, 1], [7, 4]),
      f([1], [2]),
      d('uint8', [1], [4]),
      f([], [4]),
      d('uint8', [], [10]),
    ),
    // (2 · 3 + 4 · 0) · 0.5 · 2 / 4 is 1.5, and rounds to 2.
    [12],
  ],
  qLinearConv: ({ g, f, d }) => [
    g.qLinearConv(
      d('uint8', [1, 1, 2], [3, 5]),
      f([], [1]),
      d('uint8', [], [1]),
      d('int8', [2, 1, 1], [2, -3]),
      f([2], [1, 0.5]),
      d('int8', [2], [0, 0]),
      f([], [2]),
      d('uint8', [], [100]),
      d('int32', [2], [2, 4]),
    ),
    // (4 + 2) / 2 and (8 + 2) / 2; (-6 + 4) / 4, which rounds to 0, and (-12 + 4) / 4.
    [103, 105, 100, 98],
  ],

  rnn: ({ g, f }) => [
    g.rnn(f([2, 1, 1], [1, 2]), f([1, 1, 1], [3]), f([1, 1, 1], [10]), f([1, 2], [1, 2]), undefined, undefined, {
      activations: ['Relu'],
    })[0],
    // 3 + 1 + 2, then 6 + 60 + 3.
    [6, 69],
  ],
  gru: ({ g, f }) => [
    g.gru(
      f([1, 1, 1], [1]),
      f([1, 3, 1], [0, 0, 1]),
      f([1, 3, 1], [0, 0, 4]),
      undefined,
      undefined,
      f([1, 1, 1], [2]),
      {
        activations: ['HardSigmoid', 'Relu'],
        activation_alpha: [1],
        activation_beta: [0.5],
      },
    )[1],
    // Both gates are 1/2: half of 1 + 4, and half of 2.
    [3.5],
  ],
  lstm: ({ g, f }) => [
    g.lstm(
      f([1, 1, 1], [1]),
      f([1, 4, 1], [0, 0, 0, 6]),
      f([1, 4, 1], [0, 0, 0, 0]),
      undefined,
      undefined,
      undefined,
      f([1, 1, 1], [4]),
      undefined,
      { activations: ['Sigmoid', 'Relu', 'Relu'] },
    )[1],
    // All gates are 1/2: half of the cell, 4/2 + 6/2.
    [2.5],
  ],
} satisfies { readonly [Name in Exclude<OpName, Composite>]?: Write };

export const exampleNames = Object.keys(written) as (keyof typeof written)[];

export function example(name: keyof typeof written): Example {
  const feeds: Record<string, Tensor> = {};
  const d: Maker['d'] = (dtype, shape, data) => {
    const key = `x${Object.keys(feeds).length}`;
    feeds[key] = tensor(dtype, shape, data) as Tensor;
    return input(key, dtype, shape);
  };
  const [y, expected] = written[name]({ g: builder(name), f: (shape, data) => d('float32', shape, data), d });
  return { y, feeds, expected };
}
