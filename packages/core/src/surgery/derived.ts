/** Models made from models: other outputs of the same graphs, and the parameters that those still need. */
import { leaves, topologicalOrder } from '../ir/order.ts';
import { validate } from '../ir/validate.ts';
import { type Graph, input, inputName, type Value } from '../ir/value.ts';
import { layersIn, withLayers } from '../nn/layered-model.ts';
import type { Mode, Model, ModelInput, Parameter } from '../nn/model.ts';

type Outputs = Graph['outputs'];

/** What the derived model has instead of the old one's; parameters and inputs that no output needs are left out. */
type Changes = Partial<Pick<Model, 'name' | 'inputs' | 'parameters'>>;

/** `outputsOf` is asked once for each mode. */
export function derived(model: Model, outputsOf: (mode: Mode) => Outputs, changes: Changes = {}): Model {
  const outputs = oncePerMode(outputsOf);
  const used = new Set([...Object.values(outputs('infer')), ...Object.values(outputs('train'))].flatMap(namesUnder));
  const { name, inputs, parameters } = { ...model, ...changes };
  const kept = {
    inputs: inputs.filter((entry) => used.has(entry.name)),
    parameters: parameters.filter((entry) => used.has(entry.name)),
  };
  const made = { name, ...kept, graph: oncePerMode((mode: Mode) => graphFor(kept, outputs(mode))) };
  const paths = new Set(topologicalOrder(Object.values(outputs('train'))).map(({ path }) => path));
  const layers = layersIn(model)?.filter((layer) => paths.has(layer.name));
  return layers ? withLayers(made, layers) : made;
}

/** A graph with the inputs that a model promises: its own, one for each parameter, and the random ones in use. */
export function graphFor({ inputs, parameters }: Pick<Model, 'inputs' | 'parameters'>, outputs: Outputs): Graph {
  const found = leaves(Object.values(outputs)).filter(({ source }) => source.kind === 'input');
  const byName = new Map(found.map((value) => [inputName(value)!, value]));
  const listed = ({ name, dtype, shape }: ModelInput | Parameter): Value =>
    byName.get(name) ?? input(name, dtype, shape);
  return validate({ inputs: [...inputs.map(listed), ...parameters.map(listed), ...found.filter(isRandom)], outputs });
}

export const isRandom = ({ source }: Value): boolean => source.kind === 'input' && source.distribution !== undefined;

/** The names of the inputs that a value depends on. */
export const namesUnder = (value: Value): string[] => leaves([value]).flatMap((leaf) => inputName(leaf) ?? []);

function oncePerMode<T>(make: (mode: Mode) => T): (mode: Mode) => T {
  const made = new Map<Mode, T>();
  return (mode) => {
    if (!made.has(mode)) made.set(mode, make(mode));
    return made.get(mode)!;
  };
}
