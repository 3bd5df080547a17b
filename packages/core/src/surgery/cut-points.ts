/** Where a model can be cut. */
import { flowFrom } from '../ir/flow.ts';
import { topologicalOrder } from '../ir/order.ts';
import { type Graph, inputName, type Node, nodeOf, type Shape, type Value } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { multiplyAddsOf } from '../nn/multiply-adds.ts';
import type { OpName } from '../ops/index.ts';
import { elementCount } from '../tensor.ts';
import { nameOfTensors } from './tensor-names.ts';

/** What lies on one side of a cut. */
export interface Side {
  /** The numbers of its parameters; those of a parameter that both sides use count on both. */
  readonly parameters: number;
  /** For one input; undefined where an extent other than the batch is unknown. */
  readonly multiplyAdds: number | undefined;
}

/** Why one would cut there: the tensor is a list of features for each input, or the result of a block or a pooling. */
export type Natural = 'features' | 'block' | 'pooling';

/** A tensor where a model falls into two parts, and what they cost. */
export interface CutPoint {
  /** What `cut` takes. */
  readonly name: string;
  readonly shape: Shape;
  readonly before: Side;
  readonly after: Side;
  readonly natural?: Natural;
}

/**
 * The tensors that every path from the inputs to the output goes through, from first to last, without these two. Shapes that
 * are known before the graph runs are no paths. What has no name of its own (a step within a layer) is left out.
 */
export function cutPoints(model: Model): CutPoint[] {
  const graph = model.graph('infer');
  const output = graph.outputs.output!;
  const nameOf = nameOfTensors(output);
  const order = topologicalOrder([output]);
  const found = narrowest(model, graph).filter((value) => value !== output);
  const natural = naturalAmong(found, flowFrom(dataInputs(model, graph), order));
  return found.flatMap((value): CutPoint[] => {
    const name = nameOf(value);
    if (name === undefined) return [];
    const why = natural.get(value);
    return [{ name, shape: value.shape, ...sidesOf(model, order, value), ...(why && { natural: why }) }];
  });
}

/** The inputs of a graph that are the model's own, not its parameters or random numbers. */
export function dataInputs({ inputs }: Model, graph: Graph): Value[] {
  const names = new Set(inputs.map(({ name }) => name));
  return graph.inputs.filter((value) => names.has(inputName(value)!));
}

/** The values that nothing goes around. In any order of execution there is a time when only they are still needed. */
export function narrowest(model: Model, graph: Graph): Value[] {
  const output = graph.outputs.output!;
  const starts = dataInputs(model, graph);
  const nodes = topologicalOrder([output]);
  const flowing = flowFrom(starts, nodes);
  // What only takes the shape of a value does not need the value.
  const order = nodes.filter(({ outputs }) => outputs.some((y) => flowing.has(y)));
  const readBy = ({ inputs }: Node) => new Set(inputs.filter((x): x is Value => x !== undefined && flowing.has(x)));
  const uses = new Map<Value, number>([[output, 1]]);
  for (const node of order) for (const x of readBy(node)) uses.set(x, (uses.get(x) ?? 0) + 1);

  const open = new Set(starts.filter((x) => uses.has(x)));
  return order.flatMap((node) => {
    for (const x of readBy(node)) {
      uses.set(x, uses.get(x)! - 1);
      if (uses.get(x) === 0) open.delete(x);
    }
    const made = node.outputs.filter((x) => flowing.has(x) && uses.has(x));
    for (const x of made) open.add(x);
    return open.size === 1 ? made : [];
  });
}

function sidesOf(model: Model, order: readonly Node[], value: Value): { before: Side; after: Side } {
  const before = new Set(topologicalOrder([value]));
  const side = (nodes: readonly Node[]): Side => {
    const used = new Set(nodes.flatMap(({ inputs }) => inputs.flatMap((x) => (x && inputName(x)) ?? [])));
    const cost = nodes.reduce((sum, node) => sum + multiplyAddsOf(node, model.inputs[0]?.shape[0]), 0);
    return {
      parameters: model.parameters.reduce(
        (sum, { name, shape }) => sum + (used.has(name) ? elementCount(shape) : 0),
        0,
      ),
      multiplyAdds: Number.isNaN(cost) ? undefined : cost,
    };
  };
  return {
    before: side(order.filter((node) => before.has(node))),
    after: side(order.filter((node) => !before.has(node))),
  };
}

const joining: ReadonlySet<string> = new Set<OpName>(['add', 'sum', 'concat']);
const pooling: ReadonlySet<string> = new Set<OpName>(['maxPool', 'averagePool', 'lpPool']);
const flattening: ReadonlySet<string> = new Set<OpName>(['flatten', 'reshape', 'squeeze']);
const activating: ReadonlySet<string> = new Set<OpName>([
  'relu',
  'leakyRelu',
  'pRelu',
  'clip',
  'hardSwish',
  'elu',
  'gelu',
]);

function naturalAmong(points: readonly Value[], flowing: ReadonlySet<Value>): Map<Value, Natural> {
  const natural = new Map<Value, Natural>();
  points.forEach((value, i) => {
    const { op, inputs } = nodeOf(value)!;
    const before = points[i - 1];
    const joined = new Set(inputs.filter((x) => x && flowing.has(x))).size;
    if (isFeatures(value) && (!before || !isFeatures(before) || flattening.has(op))) natural.set(value, 'features');
    else if (joined > 1 && joining.has(op)) natural.set(value, 'block');
    else if (pooling.has(op)) natural.set(value, 'pooling');
    else if (activating.has(op) && before === inputs[0] && natural.get(before!) === 'block') {
      // A block that ends in an activation ends there.
      natural.delete(before!);
      natural.set(value, 'block');
    }
  });
  return natural;
}

/** One list of numbers for each input: `[N, 512]`, `[N, 512, 1, 1]`. */
const isFeatures = ({ shape }: Value): boolean => shape.length > 1 && shape.slice(1).filter((d) => d !== 1).length <= 1;
