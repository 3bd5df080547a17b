/** Heads that end in one linear layer, and those of which class activation maps can be read: a mean over height and width before it. */
import { builder, inputName, isStatic, leaves, type Model, type Node, nodeOf, type Value } from '@graftml/core';

/** How scores come from a list of features. */
export interface LinearPart {
  /** `[N, features]`, perhaps with extents of 1 behind. */
  readonly input: Value;
  /** `[classes, features]`; undefined where each feature is the score of a class already. */
  readonly weights: Value | undefined;
  /** What the weights are multiplied by. */
  readonly factor: number;
}

/** Zhou et al., Learning Deep Features for Discriminative Localization (2016): what their maps are made of. */
export interface PooledHead extends Pick<LinearPart, 'weights' | 'factor'> {
  /** `[N, channels, height, width]`, whose means the linear layer sees. */
  readonly features: Value;
}

type Inputs = Model['inputs'];

/** The last linear layer before the scores `[N, classes]`. Undefined where something else comes last. */
export function linearPartOf(inputs: Inputs, scores: Value): LinearPart | undefined {
  const isFixed = fixedAgainst(inputs);
  const end = straightBack(scores, isFixed);
  if (isMean(end.value)) return { input: end.value, weights: undefined, factor: end.factor };
  const linear = linearOf(nodeOf(end.value));
  if (!linear?.weights || !isFixed(linear.weights)) return undefined;
  return { input: linear.input, weights: linear.weights, factor: end.factor * linear.factor };
}

/** Undefined where something on the way from the scores does not let a map through, such as a second layer with its activation. */
export function pooledHeadOf(inputs: Inputs, scores: Value): PooledHead | undefined {
  const linear = linearPartOf(inputs, scores);
  if (!linear) return undefined;
  const { value, factor } = straightBack(linear.input, fixedAgainst(inputs));
  if (!isMean(value)) return undefined;
  return { features: nodeOf(value)!.inputs[0]!, weights: linear.weights, factor: linear.factor * factor };
}

/** The maps of all classes, `[N, classes, height, width]`: their means are the scores without the biases. */
export function classMaps({ features, weights, factor }: PooledHead): Value {
  const g = builder('cam');
  const [classes, channels] = (weights?.shape ?? []) as readonly number[];
  const maps = weights
    ? g.conv(features, g.reshape(weights, [classes!, channels!, 1, 1]), { kernel_shape: [1, 1] })
    : features;
  return factor === 1 ? maps : g.mul(maps, factor);
}

/** Whether it is a picture of more than one place, of a size that is known. */
export const isSpatial = ({ shape }: { readonly shape: Value['shape'] }): boolean => {
  const [height, width] = shape.slice(2);
  return shape.length === 4 && isStatic(shape.slice(1)) && (height as number) * (width as number) > 1;
};

type IsFixed = (value: Value) => boolean;

/** Whether a value is the same for all pictures. */
const fixedAgainst = (inputs: Inputs): IsFixed => {
  const data = new Set(inputs.map(({ name }) => name));
  return (value) => leaves([value]).every((leaf) => !data.has(inputName(leaf) ?? ''));
};

/** As far back as only biases, factors and other shapes are in between; and the product of the factors. */
function straightBack(from: Value, isFixed: IsFixed): { readonly value: Value; readonly factor: number } {
  let value = from;
  let factor = 1;
  for (;;) {
    const step = stepBack(nodeOf(value), isFixed);
    if (!step) return { value, factor };
    ({ value } = step);
    factor *= step.factor;
  }
}

function stepBack(node: Node | undefined, isFixed: IsFixed): { value: Value; factor: number } | undefined {
  const [x, y] = node?.inputs ?? [];
  if (!node || !x) return undefined;
  if (keepsNumbers(node)) return { value: x, factor: 1 };
  if (!y) return undefined;
  const [first, second] = [isFixed(y), node.op !== 'sub' && node.op !== 'div' && isFixed(x)];
  if (first === second) return undefined;
  const [data, other] = first ? [x, y] : [y, x];
  if (node.op === 'add' || node.op === 'sub') return { value: data, factor: 1 };
  const number = numberOf(other);
  if (number === undefined || (node.op !== 'mul' && node.op !== 'div')) return undefined;
  return { value: data, factor: node.op === 'mul' ? number : 1 / number };
}

/** Whether it only puts the same numbers in another shape. */
function keepsNumbers(node: Node): boolean {
  const { op, inputs, outputs } = node;
  if (op === 'identity' || op === 'dropout') return true;
  if (averages(node)) return !isSpatial(inputs[0]!);
  const sizes = [inputs[0]!, outputs[0]!].map(({ shape }) => shape.slice(1).filter((d) => d !== 1));
  const isList = sizes.every(({ length }) => length <= 1) && `${sizes[0]}` === `${sizes[1]}`;
  return isList && ['flatten', 'reshape', 'squeeze', 'unsqueeze'].includes(op);
}

/** Whether it is the mean over height and width of something that has them. */
const isMean = (value: Value): boolean => {
  const node = nodeOf(value);
  return node !== undefined && averages(node) && isSpatial(node.inputs[0]!);
};

function averages({ op, inputs, attributes }: Node): boolean {
  const [x, axes] = inputs;
  if (op === 'globalAveragePool') return true;
  const extents = x?.shape.slice(2);
  if (op === 'averagePool')
    return `${attributes.kernel_shape}` === `${extents}` && [attributes.pads].flat().every((pad) => pad === 0);
  const list = axes?.known?.map((axis) => ((axis as number) + 4) % 4).sort();
  return op === 'reduceMean' && x?.shape.length === 4 && `${list}` === '2,3';
}

function linearOf(node: Node | undefined): LinearPart | undefined {
  const [input, w] = node?.inputs ?? [];
  if (!node || !input || !w) return undefined;
  const { op, attributes } = node;
  const g = builder('cam');
  const isTurned = op === 'matMul' || attributes.transB === 0;
  if ((op === 'matMul' && w.shape.length === 2) || (op === 'gemm' && attributes.transA === 0))
    return {
      input,
      weights: isTurned ? g.transpose(w, { perm: [1, 0] }) : w,
      factor: op === 'gemm' ? (attributes.alpha as number) : 1,
    };
  // On a picture of one place, a convolution is a linear layer.
  const isOne = w.shape.slice(2).every((d) => d === 1) && !isSpatial(input);
  if (op === 'conv' && attributes.group === 1 && isOne)
    return { input, weights: g.reshape(w, w.shape.slice(0, 2) as number[]), factor: 1 };
  return undefined;
}

/** The only element of a constant. */
function numberOf({ source }: Value): number | undefined {
  return source.kind === 'constant' && source.tensor.data.length === 1 ? Number(source.tensor.data[0]) : undefined;
}
