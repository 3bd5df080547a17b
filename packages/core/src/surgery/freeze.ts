/** Parts of a model that training leaves alone. */
import { UsageError } from '../errors.ts';
import { topologicalOrder } from '../ir/order.ts';
import { type Graph, inputName, nodeOf, type Value } from '../ir/value.ts';
import { type Model, nextName } from '../nn/model.ts';
import { substitute } from '../passes/substitute.ts';
import { derived, namesUnder } from './derived.ts';
import { penaltyOf } from './penalty.ts';
import { nameOfTensors, tensorNamed, tensorsByName } from './tensor-names.ts';

/** Options of `freeze`. */
export interface FreezeOptions {
  /** The last tensor that stays as it is, by a name as `cut` takes it. Unless given, the output: nothing is trained. */
  readonly upTo?: string;
}

/**
 * The same model, of which the part up to a tensor is used as it is, also in training: its parameters are not trained, its
 * batch normalisations go by their stored averages and keep them, its dropout does nothing, and it adds no penalty. A
 * parameter that is used behind the tensor too is not trained there either. Throws a UsageError that tells the nearest
 * names where there is none of this name.
 */
export function freeze(model: Model, { upTo }: FreezeOptions = {}): Model {
  const frozen = new Set(
    (['infer', 'train'] as const).flatMap((mode) => namesUnder(tensorNamed(model, model.graph(mode), upTo))),
  );
  const parameters = model.parameters.map((parameter) =>
    frozen.has(parameter.name) ? { ...parameter, trainable: false } : parameter,
  );
  const still = new Set([...frozen].map(nextName));
  return derived(
    model,
    (mode) => {
      const graph = mode === 'train' ? inUseUpTo(model, model.graph(mode), upTo) : model.graph(mode);
      const { penalty: _, ...outputs } = graph.outputs;
      return {
        ...Object.fromEntries(Object.entries(outputs).filter(([name]) => !still.has(name))),
        ...penaltyOf(graph, (names) => !names.every((name) => frozen.has(name))),
      };
    },
    { parameters },
  );
}

/** The graph for training, in which everything that leaves the part before a tensor comes from the graph for use. */
function inUseUpTo(model: Model, train: Graph, upTo: string | undefined): Graph {
  const infer = withInputsOf(train, model.graph('infer'));
  const counterparts = tensorsByName(infer.outputs.output!);
  const nameOf = nameOfTensors(train.outputs.output!);
  const last = tensorNamed(model, train, upTo);
  const replacements = new Map([[last, tensorNamed(model, infer, upTo)]]);
  for (const value of usedBeyond(last, train)) {
    const counterpart = counterparts.get(nameOf(value) ?? '');
    // Shapes are the same in both.
    if (!counterpart && value.known) continue;
    if (!counterpart)
      throw new UsageError(`the model cannot be frozen up to '${upTo}': what lies before is used around it`, {
        where: model.name,
        hint: 'cutPoints(model) lists the tensors that everything goes through',
      });
    replacements.set(value, counterpart);
  }
  return substitute(train, replacements);
}

/** What is made before `last` and used by something that is not before it. */
function usedBeyond(last: Value, { outputs }: Graph): Set<Value> {
  const before = new Set(topologicalOrder([last]));
  const users = topologicalOrder([outputs.output!]).filter((node) => !before.has(node));
  const used = users.flatMap(({ inputs }) => inputs.filter((x) => x !== undefined));
  return new Set(used.filter((x) => x !== last && before.has(nodeOf(x)!)));
}

/** `graph` on the inputs of another graph that have the same names. */
function withInputsOf({ inputs }: Graph, graph: Graph): Graph {
  const byName = new Map(inputs.map((value) => [inputName(value), value]));
  return substitute(graph, new Map(graph.inputs.map((value) => [value, byName.get(inputName(value)) ?? value])));
}
