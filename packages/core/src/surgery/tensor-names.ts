/** What the tensors of a model are called, and the tensor of a name. */
import { UsageError } from '../errors.ts';
import { leaves, topologicalOrder } from '../ir/order.ts';
import { type Graph, inputName, type Value } from '../ir/value.ts';
import { nearestNames } from '../nearest.ts';
import { layersIn } from '../nn/layered-model.ts';
import type { Model } from '../nn/model.ts';
import { type OpName, ops } from '../ops/index.ts';

/**
 * Every tensor that `output` depends on, by its names, the best first: what it was called in its file, where that says more
 * than its layer and op; the path of the layer or node that makes it (the last of them, where a layer takes several steps or
 * is used several times); the name of its node, and those of inputs, parameters and constants. `output` itself is also
 * `'output'`.
 */
export function tensorsByName(output: Value): Map<string, Value> {
  const nodes = topologicalOrder([output]);
  const found = new Map<string, Value>();
  const name = (text: string | undefined, value: Value) => {
    if (text && !found.has(text)) found.set(text, value);
  };
  const inFile = (isOwn: boolean) => {
    for (const { op, path, names, outputs } of nodes)
      for (const [i, text] of (names?.outputs ?? []).entries())
        if (outputs[i] && isOwn === (text === `${path}/${ops[op as OpName]?.type}`)) name(text, outputs[i]);
  };
  inFile(false);
  for (const { path, outputs } of nodes.toReversed()) name(path, outputs[0]!);
  inFile(true);
  for (const { names, outputs } of nodes) name(names?.node, outputs[0]!);
  for (const value of leaves([output])) name(inputName(value) ?? constantName(value), value);
  name('output', output);
  return found;
}

/** The shortest name of each tensor that `output` depends on; undefined for one within a layer. */
export function nameOfTensors(output: Value): (value: Value) => string | undefined {
  const names = new Map<Value, string>();
  for (const [name, value] of tensorsByName(output)) {
    const before = names.get(value);
    if (before === undefined || name.length < before.length) names.set(value, name);
  }
  return (value) => names.get(value);
}

const constantName = ({ source }: Value): string | undefined => (source.kind === 'constant' ? source.name : undefined);

/**
 * The tensor `name` in a graph of the model, or its output; throws a UsageError that tells the nearest names if there is none.
 */
export function tensorNamed(model: Model, { outputs }: Graph, name: string | undefined): Value {
  if (name === undefined) return outputs.output!;
  const tensors = tensorsByName(outputs.output!);
  const found = tensors.get(name) ?? tensors.get(throughNothing(model, tensors, name));
  if (found) return found;
  const near = nearestNames(name, tensors.keys());
  throw new UsageError(`there is no tensor '${name}'`, {
    where: model.name,
    ...(near.length > 0 && { expected: `a name in the model: ${near.map((text) => `'${text}'`).join(', ')} are near` }),
    hint: 'cutPoints(model) lists where it can be cut',
  });
}

/** A layer that does nothing in this mode (dropout in use) gives what the layer before it gave. */
function throughNothing(model: Model, tensors: ReadonlyMap<string, Value>, name: string): string {
  const layers = new Map(layersIn(model)?.map((layer) => [layer.name, layer]));
  let at = name;
  for (let layer = layers.get(at); layer && !tensors.has(at) && layer.inputs.length === 1; layer = layers.get(at))
    at = layer.inputs[0]!;
  return at;
}
