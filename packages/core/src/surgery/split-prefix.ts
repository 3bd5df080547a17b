/** The frozen part of a model as a model of its own, to be run once instead of in every step. */
import { builder } from '../builder.ts';
import { UnsupportedError } from '../errors.ts';
import { isStatic, showShape } from '../ir/dims.ts';
import { leaves, topologicalOrder } from '../ir/order.ts';
import { constant, type Graph, input, inputName, type Value } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { substitute } from '../passes/substitute.ts';
import { tensor } from '../tensor.ts';
import { cut } from './cut.ts';
import { narrowest } from './cut-points.ts';
import { derived, isRandom } from './derived.ts';
import { fixWeights } from './fix-weights.ts';
import { nameOfTensors, tensorNamed } from './tensor-names.ts';

/** A model as two, one after the other. */
export interface SplitModel {
  /** The name of the tensor between the two. */
  readonly at: string;
  /** From the model's inputs to the features. Its weights are constants: it has no parameters, and is one program. */
  readonly prefix: Model;
  /** From the features to the model's output. Its parameters have the names that they have in the model. */
  readonly rest: Model;
}

/**
 * Divides a model behind the last tensor that everything goes through and that no training changes (see `freeze`): it can
 * then be computed once for each example and kept. `withWeights(model, weightsOf(trained rest))` puts both together again.
 * Undefined where there is no such tensor. Throws a DataError if a frozen parameter has no value yet.
 */
export function splitPrefix(model: Model): SplitModel | undefined {
  const train = model.graph('train');
  const nameOf = nameOfTensors(train.outputs.output!);
  const last = narrowest(model, train).findLast((value) => nameOf(value) !== undefined && isFixed(model, value));
  const at = last && nameOf(last);
  if (at === undefined) return undefined;
  const before = cut(model, at);
  const prefix = fixWeights(before);
  const { dtype, shape } = prefix.graph('infer').outputs.output!;
  const features = { name: freeName(model, 'features'), dtype, shape };
  const rest = derived(
    model,
    (mode) => {
      const graph = model.graph(mode);
      return from(graph, tensorNamed(model, graph, at), input(features.name, dtype, shape)).outputs;
    },
    { inputs: [features] },
  );
  return { at, prefix, rest };
}

/** Whether a value of the graph for training is the same in every step for the same input. */
function isFixed(model: Model, value: Value): boolean {
  const under = leaves([value]);
  const names = new Set(under.map(inputName));
  const learns = topologicalOrder([value]).some(({ attributes }) => attributes.training_mode === 1);
  return (
    !learns && !under.some(isRandom) && !model.parameters.some(({ name, trainable }) => trainable && names.has(name))
  );
}

/** `graph` with `begin` in the place of `end`. Shapes that were taken from what lies before are taken from `begin`. */
function from(graph: Graph, end: Value, begin: Value): Graph {
  const isShape = ({ dtype, known, source }: Value) =>
    dtype === 'int64' && known !== undefined && source.kind === 'node';
  const before = new Set(topologicalOrder([end]));
  const behind = topologicalOrder(Object.values(graph.outputs)).filter(
    (node) => !before.has(node) && !node.outputs.every(isShape),
  );
  const shapes = new Set(behind.flatMap(({ inputs }) => inputs.filter((x) => x && isShape(x))));
  return substitute(
    graph,
    new Map([[end, begin], ...[...shapes].map((value) => [value!, shapeFrom(begin, value!)] as const)]),
  );
}

/** The known numbers of `value`, of which those that are symbols are extents of `begin`. */
function shapeFrom(begin: Value, { known, shape }: Value): Value {
  const g = builder('shape');
  if (isStatic(known!)) return constant(tensor('int64', shape as number[], known));
  const entries = known!.map((d) => {
    if (typeof d === 'number') return constant(tensor('int64', [1], [d]));
    const axis = begin.shape.indexOf(d);
    if (axis < 0)
      throw new UnsupportedError(`the extent ${d} is not one of the features`, {
        where: 'splitPrefix',
        expected: showShape(begin.shape),
        hint: 'bind the symbolic dimensions first',
      });
    return g.shape(begin, { start: axis, end: axis + 1 });
  });
  const list = entries.length === 1 ? entries[0]! : g.concat(entries, { axis: 0 });
  return shape.length === 1 ? list : g.reshape(list, shape as number[]);
}

function freeName({ inputs, parameters }: Model, wanted: string): string {
  const taken = new Set([...inputs, ...parameters].map(({ name }) => name));
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}
