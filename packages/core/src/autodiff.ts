/** Reverse-mode differentiation, from graph to graph (Griewank & Walther 2008, chapter 3). */
import { type Builder, builder } from './builder.ts';
import { GraftError, UnsupportedError } from './errors.ts';
import { expandNode } from './expansions/expand.ts';
import { gradients } from './gradients/index.ts';
import { isStatic, showShape } from './ir/dims.ts';
import { topologicalOrder } from './ir/order.ts';
import type { Node, Value } from './ir/value.ts';
import { bare, byName, type Op } from './op.ts';
import { type OpName, ops } from './ops/index.ts';
import { titleOf } from './ops/title.ts';
import { filled, splat } from './splat.ts';
import { isFloat } from './tensor.ts';

/**
 * The gradients of the scalar `loss` with respect to each of `targets`, as new values of the same graph, each of its
 * target's dtype and shape. Targets may be inputs, constants or values on the way; each gradient counts all paths, those
 * through other targets too. A target that `loss` does not depend on gets zeros. Throws a GraftError if the loss is no
 * float scalar or an extent on the way is symbolic (`bind` it first), and an UnsupportedError that names an op whose
 * gradient is not there.
 */
export function grad(loss: Value, targets: readonly Value[]): Value[] {
  if (loss.shape.length !== 0 || !isFloat(loss.dtype))
    throw new GraftError('only a float scalar has a gradient', {
      expected: 'a float loss of shape []',
      received: `${loss.dtype} ${showShape(loss.shape)}`,
      hint: 'take the mean or the sum of it first',
    });
  return pullBack(new Map([[loss, splat(1, loss.dtype, [])]]), targets);
}

/**
 * The gradients with respect to `targets`, given those of some outputs (`seeds`, each of its output's dtype and shape):
 * the vector-Jacobian product. Walks back once, and only along the paths that lead from a target to a seed.
 */
export const pullBack = (seeds: ReadonlyMap<Value, Value>, targets: readonly Value[]): Value[] =>
  walkBack(seeds, targets, new Set());

/** `pullBack` in the part of the graph that lies after `start`. */
function walkBack(seeds: ReadonlyMap<Value, Value>, targets: readonly Value[], start: ReadonlySet<Value>): Value[] {
  const order = topologicalOrder(seeds.keys(), start);
  const matters = dependents(order, targets);
  const total = new Map(seeds);
  const builders = new Map<string, Builder>();

  for (const node of order.reverse()) {
    if (!node.outputs.some((output) => total.has(output) && matters.has(output))) continue;
    const path = node.path ? `gradient/${node.path}` : 'gradient';
    const g = builders.get(path) ?? builder(path);
    builders.set(path, g);
    for (const [x, contribution] of contributions(g, node, total, matters)) {
      const dx = sumTo(g, contribution, x);
      const sofar = total.get(x);
      total.set(x, sofar ? g.add(sofar, dx) : dx);
    }
  }
  return targets.map((target) => total.get(target) ?? zerosLike(builder('gradient'), target));
}

/** What one node passes on: pairs of an input and a gradient for it, by the op's rule or through its body. */
function contributions(
  g: Builder,
  node: Node,
  total: ReadonlyMap<Value, Value>,
  matters: ReadonlySet<Value>,
): [Value, Value][] {
  const answer = gradients[node.op as OpName];
  if (answer === 'none') return [];
  if (answer === 'unsupported')
    throw new UnsupportedError(
      `the gradient of ${titleOf(node)} is not there, and the loss depends on a trained value through it`,
      {
        where: node.path,
        hint: 'freeze what lies before it',
      },
    );
  for (const value of [...node.inputs, ...node.outputs])
    if (value && !isStatic(value.shape))
      throw new GraftError('gradients need numbers for all extents', {
        where: node.path,
        received: showShape(value.shape),
        hint: 'bind the symbolic dimensions first',
      });

  const wanted = new Set(node.inputs.filter((x): x is Value => x !== undefined && matters.has(x) && isFloat(x.dtype)));
  const given = node.outputs.map(
    (output) => total.get(output) ?? (isFloat(output.dtype) ? zerosLike(g, output) : undefined),
  );
  const definition = ops[node.op as OpName] as unknown as Op;
  const at = {
    ...byName(definition.inputs, node.inputs),
    ...byName(definition.outputs, node.outputs),
    ...byName(
      definition.outputs.map((name) => `d${name}`),
      given,
    ),
    attributes: node.attributes,
  };
  type Rule = (g: Builder, at: object) => Readonly<Record<string, (i: number) => Value>> | 'expand';
  const answers = answer === 'expand' ? answer : (answer as Rule)(g, at);
  if (answers === 'expand') {
    const targets = [...wanted];
    const body = expandNode(node);
    const own = new Set(node.inputs.filter((x) => x !== undefined));
    const seeds = new Map<Value, Value>();
    body.forEach((output, i) => {
      const [before, slope] = [seeds.get(output), total.get(node.outputs[i]!)];
      if (slope) seeds.set(output, before ? g.add(before, slope) : slope);
    });
    const inner = walkBack(seeds, targets, own);
    return targets.map((target, i) => [target, inner[i]!]);
  }

  const last = definition.inputs.length - 1;
  return node.inputs.flatMap((x, i): [Value, Value][] => {
    const build = answers[bare(definition.inputs[Math.min(i, last)]!)];
    return x && build && wanted.has(x) ? [[x, build(i - last)]] : [];
  });
}

/** The values on a path from a target: only these need a gradient. */
function dependents(order: readonly Node[], targets: readonly Value[]): ReadonlySet<Value> {
  const found = new Set(targets);
  for (const { inputs, outputs } of order)
    if (inputs.some((x) => x && found.has(x))) for (const output of outputs) found.add(output);
  return found;
}

/** Undoes broadcasting: sums `dx` over the axes along which `x` was repeated. The one place that does. */
function sumTo(g: Builder, dx: Value, x: Value): Value {
  const extra = dx.shape.length - x.shape.length;
  const axes = [...dx.shape.keys()].filter((i) => i < extra || (x.shape[i - extra] === 1 && dx.shape[i] !== 1));
  if (axes.length === 0) return dx;
  const leading = axes.every((axis) => axis < extra);
  const summed = g.reduceSum(dx, axes, { keepdims: leading ? 0 : 1 });
  return leading || extra === 0 ? summed : g.reshape(summed, x.shape as number[]);
}

const zerosLike = (g: Builder, { dtype, shape }: Value): Value => filled(g, 0, dtype, shape as number[]);
