/** The same network as if it had never been trained. */
import {
  type Initializer,
  initializers,
  inputName,
  type Model,
  type Node,
  nodeOf,
  type Parameter,
  topologicalOrder,
  type Value,
} from '@graftml/core';

const { constant, heNormal, varianceScaling, zeros } = initializers;

const normalizations: ReadonlySet<string> = new Set([
  'batchNormalization',
  'layerNormalization',
  'instanceNormalization',
  'groupNormalization',
]);
const rectifying: ReadonlySet<string> = new Set(['relu', 'clip', 'leakyRelu', 'pRelu', 'hardSwish', 'gelu', 'elu']);

/**
 * Every parameter without its value and with an initializer by what it does: kernels as He et al. 2015 (halved in variance where no
 * rectifier follows), scales of normalisations 1, their averages 0 and 1, biases 0. What ends a branch that is added to what goes around
 * it begins at 0 where nothing normalises it, so that deep networks begin near the identity (Zhang et al. 2019, Fixup). What fits none
 * of these, a slope or a factor, keeps the value that it has.
 */
export function freshWeights(model: Model): Model {
  const { output } = model.graph('infer').outputs;
  const nodes = topologicalOrder([output!]);
  const users = new Map<Value, Node[]>();
  const uses = new Map<string, { readonly node: Node; readonly place: number }>();
  for (const node of nodes)
    node.inputs.forEach((value, place) => {
      if (!value) return;
      users.set(value, [...(users.get(value) ?? []), node]);
      const name = inputName(value);
      if (name !== undefined && !uses.has(name)) uses.set(name, { node, place });
    });
  const fresh = (parameter: Parameter): Parameter => {
    const use = uses.get(parameter.name);
    const initializer = use && initializerFor(use.node, use.place, parameter, users);
    if (!initializer) return parameter;
    const { value: _, ...rest } = parameter;
    return { ...rest, initializer };
  };
  return { ...model, parameters: model.parameters.map(fresh) };
}

function initializerFor(
  node: Node,
  place: number,
  { shape, trainable }: Parameter,
  users: ReadonlyMap<Value, readonly Node[]>,
): Initializer | undefined {
  if (normalizations.has(node.op)) return constant(place === 1 || place === 4 ? 1 : 0);
  // One that no training changes is a part of the architecture: a shortcut that is written as a convolution.
  if (!trainable) return undefined;
  const isLinear = node.op === 'conv' || node.op === 'gemm' || node.op === 'matMul';
  if (isLinear && place === 1) {
    const followed = behind(node, users);
    if (followed?.op === 'add' && endsBranch(node, followed)) return zeros();
    const isRectified = followed && (rectifying.has(followed.op) || normalizations.has(followed.op));
    const scaled = isRectified ? heNormal() : varianceScaling();
    return node.op === 'gemm' && node.attributes.transB === 1 ? transposed(scaled) : scaled;
  }
  return (isLinear && place === 2) || (node.op === 'add' && shape.length <= 1) ? zeros() : undefined;
}

/** Of a kernel `[out, in]`. */
const transposed = (initializer: Initializer): Initializer => ({
  name: initializer.name,
  create: (shape, place) => initializer.create(shape, place, { in: shape[1]!, out: shape[0]! }),
});

/** The first node behind a linear one that does more than add a bias. */
function behind(node: Node, users: ReadonlyMap<Value, readonly Node[]>): Node | undefined {
  const [next, ...others] = users.get(node.outputs[0]!) ?? [];
  if (!next || others.length > 0) return undefined;
  const isBias = next.op === 'add' && next.inputs.some((x) => x && inputName(x) !== undefined);
  return isBias ? behind(next, users) : next;
}

/** Whether what is added to it is not the end of such a branch itself: then something is left at the beginning. */
function endsBranch(node: Node, sum: Node): boolean {
  const others = sum.inputs.filter((x) => x && x !== node.outputs[0]);
  return others.every((x) => {
    const made = x && nodeOf(x);
    return !made || !['conv', 'gemm', 'matMul'].includes(made.op);
  });
}
