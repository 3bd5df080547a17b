/** Whether a training reaches what it is to train. */
import { gradients } from '../gradients/index.ts';
import { flowFrom } from '../ir/flow.ts';
import { topologicalOrder } from '../ir/order.ts';
import { inputName, type Node, nodeOf, type Value } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import type { OpName } from '../ops/index.ts';
import { titleOf } from '../ops/title.ts';
import { isFloat } from '../tensor.ts';

/** The node where gradients end, and why. */
export interface GradientStop {
  /** ONNX's name of the op. */
  readonly op: string;
  /** The node in its file, or its layer. */
  readonly node: string;
  /** `'none'`: mathematically without a gradient; `'unsupported'`: nobody has written it. */
  readonly why: 'none' | 'unsupported';
}

/**
 * The first op, on the way from the output back to the trained parameters, that lets no gradient through; undefined if there
 * is none.
 */
export function gradientStop(model: Model): GradientStop | undefined {
  const graph = model.graph('train');
  const output = graph.outputs.output!;
  const order = topologicalOrder([output]);
  const trained = new Set(model.parameters.filter(({ trainable }) => trainable).map(({ name }) => name));
  const matters = flowFrom(
    graph.inputs.filter((value) => trained.has(inputName(value)!)),
    order,
  );
  const reached = new Set<Node | undefined>([matters.has(output) ? nodeOf(output) : undefined]);
  for (const node of order.toReversed()) {
    if (!reached.has(node)) continue;
    const why = whyNot(node, matters);
    if (why) return { op: titleOf(node), node: node.names?.node || node.path, why };
    for (const x of node.inputs) if (x && matters.has(x) && isFloat(x.dtype)) reached.add(nodeOf(x));
  }
  return undefined;
}

/** Integers and truths have no gradient: an op that sees no floats that matter stops it too. */
function whyNot({ op, inputs, outputs }: Node, matters: ReadonlySet<Value>): GradientStop['why'] | undefined {
  const answer = gradients[op as OpName] ?? 'unsupported';
  if (answer === 'none' || answer === 'unsupported') return answer;
  const seesFloats = inputs.some((x) => x && matters.has(x) && isFloat(x.dtype));
  return seesFloats && outputs.some((y) => isFloat(y.dtype)) ? undefined : 'none';
}
