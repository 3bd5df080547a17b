/**
 * The converters, one for each op and each opset in which it changed: those up to the pinned opset take nodes of the opset
 * before to it, those after it take its nodes to the one before.
 */
import { constant, isFloat, showShape, tensor, type Value } from '@graftml/core';
import { intOf, wants, withAttribute, withInputs, withoutAttributes } from '../file-node.ts';
import { extentOf, reshaped } from '../newer/attributes.ts';
import {
  type Convert,
  floatBecomesInput,
  inTurn,
  int64s,
  intsBecomeInput,
  onlyAt,
  refuse,
  same,
  saying,
  without,
} from './step.ts';

/** What ONNX says of the two ends of the float32s. */
const largest = 3.4028234663852886e38;

const boundsBecomeInputs: Convert = (node) =>
  floatBecomesInput(floatBecomesInput(node, 'min', 1, -largest), 'max', 2, largest);

/** Older nodes flatten to a matrix, and go along its second axis. */
const alongFlattened: Convert = (node, { g, values }) => {
  const x = node.inputs[0];
  const given = intOf(node, 'axis') ?? 1;
  const rank = x?.shape.length ?? 0;
  const axis = given < 0 ? given + rank : given;
  if (!x || axis < 0 || axis >= rank) return refuse(node, `axis ${given} is outside a tensor of rank ${rank}`);
  const along = (i: number) => withAttribute(node, 'axis', { kind: 'int', value: i });
  if (x.shape.slice(axis + 1).every((extent) => extent === 1)) return along(axis);
  const [y] = values({ ...along(1), inputs: [g.flatten(x, { axis })] });
  return [g.reshape(y!, g.shape(x))];
};

/** All values are normalised by the statistics of their channel; more outputs than one meant training. */
const inInference: Convert = (node) =>
  node.outputs.slice(1).some((_, i) => wants(node, i + 1))
    ? refuse(node, 'training is read from opset 14 on', node.outputs.join(', '))
    : node;

const ratioBecomesInput: Convert = (node) =>
  wants(node, 1)
    ? refuse(node, 'the mask is read from opset 12 on', node.outputs[1])
    : floatBecomesInput(node, 'ratio', 1);

const padsBecomeInputs: Convert = (node, at) =>
  floatBecomesInput(toFileNode(intsBecomeInput('pads', 1)(node, at)), 'value', 2);

const toFileNode = (x: ReturnType<Convert>) => x as Exclude<typeof x, readonly Value[]>;

/** `(x, scales)` were `x / scale`; nearest took the element before when growing, the one after when shrinking. */
const resizeOfTwoInputs: Convert = (node) => {
  const [x, scales] = node.inputs;
  const mode = node.attributes.mode?.value ?? 'nearest';
  const grows = scales?.known?.every((scale) => Number(scale) >= 1);
  const shrinks = scales?.known?.every((scale) => Number(scale) <= 1);
  if (mode === 'nearest' && !grows && !shrinks)
    return refuse(node, 'scales must be constants, all 1 or more, or all 1 or less', `${scales?.known ?? 'others'}`);
  const moved = withAttribute({ ...node, inputs: [x, undefined, scales] }, 'coordinate_transformation_mode', {
    kind: 'string',
    value: 'asymmetric',
  });
  return mode === 'nearest'
    ? withAttribute(moved, 'nearest_mode', { kind: 'string', value: grows ? 'floor' : 'ceil' })
    : moved;
};

const slicesBecomeInputs = inTurn(intsBecomeInput('starts', 1), intsBecomeInput('ends', 2), intsBecomeInput('axes', 3));

/** Equal parts were as many as there are outputs. */
const countsOutputs: Convert = (node) =>
  node.inputs[1] ? node : withAttribute(node, 'num_outputs', { kind: 'int', value: node.outputs.length });

const kBecomesInput: Convert = (node) => {
  const k = intOf(node, 'k');
  if (k === undefined) return refuse(node, "the attribute 'k' is missing");
  return withInputs(withoutAttributes(node, 'k'), 1, int64s([k]));
};

const axisBecomesInput: Convert = (node) => {
  const axis = intOf(node, 'axis') ?? 1;
  return withInputs(withoutAttributes(node, 'axis'), 2, constant(tensor('int64', [], [axis])));
};

const modesOfGridSample: Readonly<Record<string, string>> = { bilinear: 'linear', bicubic: 'cubic' };
const withModeNames: Convert = (node) => {
  const mode = String(node.attributes.mode?.value ?? 'bilinear');
  return withAttribute(node, 'mode', { kind: 'string', value: modesOfGridSample[mode] ?? mode });
};

/**
 * Floats with the sign of the divisor: the remainder, moved by one divisor where its sign is the other. The sign comes last,
 * as zeros have one too, and ONNX Runtime's Where loses it.
 */
const modOfFloats: Convert = (node, { g, values }) => {
  const [a, b] = node.inputs;
  if (!a || !b || !isFloat(a.dtype) || (node.attributes.fmod?.value ?? 0) !== 0) return node;
  const [rest] = values(withAttribute(node, 'fmod', { kind: 'int', value: 1 }));
  const isOther = g.less(g.mul(sign(rest!), sign(b)), 0);
  return [g.mul(g.abs(g.where(isOther, g.add(rest!, b), rest!)), sign(b))];

  // The products of tiny numbers are zero, those of signs are not.
  function sign(x: Value): Value {
    const [minus, zero, plus] = [-1, 0, 1].map((n) => constant(tensor(x.dtype, [], [n])));
    return g.where(g.less(x, zero!), minus!, g.where(g.greater(x, zero!), plus!, zero!));
  }
};

/** `mode` CRD: channels stay together, as DepthToSpace's CRD takes them apart. */
const spaceToDepth: Convert = (node, { g }) => {
  const rest = withoutAttributes(node, 'mode');
  const mode = node.attributes.mode?.value ?? 'DCR';
  if (mode === 'DCR') return rest;
  const [x] = node.inputs;
  const size = intOf(node, 'blocksize') ?? 0;
  if (mode !== 'CRD' || x?.shape.length !== 4 || size < 1)
    return refuse(node, 'needs a tensor of four axes, a blocksize, and mode DCR or CRD', String(mode));
  if (x.shape.slice(2).some((extent) => typeof extent === 'number' && extent % size !== 0))
    return refuse(node, `needs an image that blocks of ${size} fill`, showShape(x.shape));
  const [n, c, h, w] = x.shape.map((_, axis) => extentOf(g, x, axis));
  const part = (extent: typeof h & {}) => (typeof extent === 'number' ? extent / size : g.div(extent, size));
  const channels = typeof c === 'number' ? c * size * size : g.mul(c!, size * size);
  const split = reshaped(g, x, [n!, c!, part(h!), size, part(w!), size]);
  return [reshaped(g, g.transpose(split, { perm: [0, 1, 3, 5, 2, 4] }), [n!, channels, part(h!), part(w!)])];
};

type Steps = Readonly<Record<number, Convert>>;

const reductions = ['L1', 'L2', 'LogSum', 'LogSumExp', 'Max', 'Mean', 'Min', 'Prod', 'SumSquare'];

export const converters: Readonly<Record<string, Steps>> = {
  ...Object.fromEntries(
    reductions.map((name): [string, Steps] => [`Reduce${name}`, { 18: intsBecomeInput('axes', 1) }]),
  ),
  ArgMax: { 12: same },
  ArgMin: { 12: same },
  AveragePool: { 10: same, 19: same },
  BatchNormalization: {
    9: inTurn(onlyAt('spatial', 1), inInference),
    14: inInference,
  },
  Cast: { 19: same, 24: without('round_mode') },
  CastLike: { 19: same, 24: without('round_mode') },
  Clip: { 11: boundsBecomeInputs },
  DepthToSpace: { 11: same },
  DequantizeLinear: { 13: same, 21: onlyAt('block_size', 0), 23: onlyAt('output_dtype', 0) },
  DFT: { 20: axisBecomesInput },
  Dropout: { 12: ratioBecomesInput },
  GatherND: { 12: same },
  Gemm: { 11: same },
  GridSample: { 20: withModeNames },
  GRU: { 14: same },
  Hardmax: { 13: alongFlattened },
  LogSoftmax: { 13: alongFlattened },
  LpPool: { 18: same },
  LSTM: { 14: same },
  MaxPool: { 8: same, 10: same },
  Mod: { 28: modOfFloats },
  Pad: { 11: padsBecomeInputs, 18: same },
  QuantizeLinear: {
    13: same,
    19: same,
    21: inTurn(onlyAt('block_size', 0), onlyAt('output_dtype', 0)),
    23: onlyAt('precision', 0),
  },
  Range: { 27: without('stash_type') },
  ReduceSum: { 13: intsBecomeInput('axes', 1) },
  Reshape: { 14: same },
  Resize: { 11: resizeOfTwoInputs, 13: same, 18: same },
  RNN: { 14: same },
  RoiAlign: { 16: saying('coordinate_transformation_mode', 'output_half_pixel') },
  Scatter: { 11: (node) => ({ ...node, type: 'ScatterElements' }) },
  ScatterElements: { 16: same },
  ScatterND: { 16: same },
  Shape: { 15: same },
  Slice: { 10: slicesBecomeInputs },
  Softmax: { 13: alongFlattened },
  SpaceToDepth: { 28: spaceToDepth },
  Split: { 13: intsBecomeInput('split', 1), 18: countsOutputs },
  Squeeze: { 13: intsBecomeInput('axes', 1) },
  TopK: { 10: kBecomesInput, 11: same },
  Unsqueeze: { 13: intsBecomeInput('axes', 1) },
};
