/** Models that take one example at a time, for batches of any size. */
import { node as makeNode } from '../builder.ts';
import { GraftError, UsageError } from '../errors.ts';
import { showShape } from '../ir/dims.ts';
import { constant, type Graph, input, inputName, type Node, type Value } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { rewrite } from '../passes/rewrite.ts';
import { tensor } from '../tensor.ts';
import { dataInputs } from './cut-points.ts';
import { derived } from './derived.ts';

/**
 * The same model with a batch `N` in place of a fixed one, which every input begins with; itself if that is open already. A Reshape to a
 * fixed batch keeps what comes instead. Throws a UsageError where the batch takes part in what the model computes.
 */
export function freeBatch(model: Model): Model {
  const [batch] = model.inputs[0]?.shape ?? [];
  if (typeof batch !== 'number') return model;
  const refuse = (received: string, cause?: unknown): never => {
    throw new UsageError('the batch is fixed, and the model cannot do without that', {
      where: model.name,
      expected: `a model for any number of inputs, [N, …]; this one takes ${batch} at once`,
      received,
      hint: 'export it again with a batch of any size: dynamic_axes, or dynamic_shapes, of torch.onnx.export',
      cause,
    });
  };
  for (const { name, shape } of model.inputs) if (shape[0] !== batch) refuse(`an input ${name} ${showShape(shape)}`);
  const inputs = model.inputs.map((entry) => ({ ...entry, shape: ['N', ...entry.shape.slice(1)] }));
  const freed = (graph: Graph): Graph => {
    const data = new Set(dataInputs(model, graph));
    try {
      return rewrite(graph, {
        leaf: (value) =>
          data.has(value) ? input(inputName(value)!, value.dtype, ['N', ...value.shape.slice(1)]) : value,
        node: (node, original) => (reshapesBatch(node, original, batch) ? keepingBatch(node) : undefined),
      });
    } catch (cause) {
      if (!(cause instanceof GraftError)) throw cause;
      return refuse(`${cause.where ?? 'a node'}: ${cause.statement}`, cause);
    }
  };
  const check = (outputs: Graph['outputs'], before: Graph['outputs']) => {
    const [now, then] = [outputs.output!.shape, before.output!.shape];
    if (`${now}` !== `${['N', ...then.slice(1)]}`) refuse(`an output ${showShape(now)} in place of ${showShape(then)}`);
    return outputs;
  };
  return derived(model, (mode) => check(freed(model.graph(mode)).outputs, model.graph(mode).outputs), { inputs });
}

/** Whether it is a Reshape that begins with the batch, before and behind, by a number that the file fixes. */
const reshapesBatch = ({ op, inputs }: Node, original: Node, batch: number): boolean =>
  op === 'reshape' &&
  inputs[0]?.shape[0] === 'N' &&
  original.inputs[0]?.shape[0] === batch &&
  inputs[1]?.known?.[0] === batch &&
  inputs[1].known.every((d) => typeof d === 'number' && d !== 0) &&
  original.outputs[0]?.shape[0] === batch;

/** The same Reshape with a 0, "as it is", for its first extent. */
function keepingBatch({ op, path, inputs, attributes, names }: Node): readonly Value[] {
  const [data, shape] = inputs;
  const rest = shape!.known!.slice(1).filter((d) => typeof d === 'number');
  const target = constant(tensor('int64', [rest.length + 1], [0, ...rest]));
  return makeNode(op, path, [data, target], { ...attributes, allowzero: 0 }, names).outputs;
}
