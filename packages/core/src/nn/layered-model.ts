/** Models made of layers: a list of them, or any function that calls them. */
import { builder } from '../builder.ts';
import { UsageError } from '../errors.ts';
import { topologicalOrder } from '../ir/order.ts';
import { validate } from '../ir/validate.ts';
import { type Graph, input as inputValue, inputName as nameOfInput } from '../ir/value.ts';
import { show } from '../options.ts';
import type { FloatType } from '../tensor.ts';
import { oneOf } from './arguments.ts';
import { isTraced, type Layer, type LayerInfo, newTrace, type Trace, type Traced } from './layer.ts';
import { type Mode, type Model, type ModelInput, nextName } from './model.ts';

/** What a model of layers begins with. */
export interface ModelOptions {
  /** One input without its batch axis, channels first: `[3, 32, 32]`. */
  readonly input: readonly number[];
  readonly name?: string;
  /** Of the parameters and of everything that is computed: `'float32'` by default. */
  readonly dtype?: FloatType;
  /** Of the input: `dtype` by default; `'int32'` for whole numbers, such as the ids that an embedding looks up. */
  readonly inputDtype?: FloatType | 'int32' | 'int64';
}

/** A model that knows its layers, in the order of first use. */
export interface LayeredModel extends Model {
  readonly layers: readonly LayerInfo[];
}

/** What a model tells of its layers, where it knows them. */
export const layersIn = (model: Model): readonly LayerInfo[] | undefined =>
  'layers' in model ? (model as LayeredModel).layers : undefined;

/** The model, with what it is to tell of its layers. */
export const withLayers = (model: Model, layers: readonly LayerInfo[]): LayeredModel => ({ ...model, layers });

/** A model of one layer after another: `sequential({ input: [3, 32, 32] }, [flatten(), dense(10)])`. Mistakes are a ShapeError that names the layer. */
export const sequential = (options: ModelOptions, layers: readonly Layer[]): LayeredModel =>
  functional({ name: 'sequential', ...options }, inTurn(options.name ?? 'sequential', layers));

/**
 * Whatever `body` makes of the input:
 * `functional({ input: [3, 32, 32] }, (x) => dense(10)(flatten()(add()(x, conv2D(3, 3, { padding: 'same' })(x)))))`.
 * A layer that is called several times shares its weights. `body` runs once for each graph and must do the same each time.
 */
export function functional(options: ModelOptions, body: (x: Traced) => Traced): LayeredModel {
  const { input, name = 'functional', dtype = 'float32', inputDtype = dtype } = options;
  if (!Array.isArray(input) || input.some((d) => !Number.isInteger(d) || d < 1))
    throw new UsageError('input must be the shape of one input, whole numbers without the batch axis', {
      where: name,
      received: show(input),
      hint: 'a colour picture of 32 by 32 is [3, 32, 32]',
    });
  oneOf(name, 'inputDtype', inputDtype, ['float32', 'float64', 'int32', 'int64']);
  const inputs: readonly ModelInput[] = [{ name: inputName, dtype: inputDtype, shape: [batch, ...input] }];
  const nothing = (): Graph => {
    const value = inputValue(inputName, inputDtype, [batch, ...input]);
    return { inputs: [value], outputs: { output: value } };
  };
  return grown({ name, inputs, parameters: [], graph: nothing }, inputName, body, dtype);
}

/** The name of the only input. */
const inputName = 'input';
/** The symbolic batch. */
const batch = 'N';

/** What all layers of a list make, one after another. */
export function inTurn(where: string, layers: readonly Layer[]): Layer {
  if (layers.length === 0) throw new UsageError('needs at least one layer', { where });
  layers.forEach((entry, i) => {
    if (typeof entry !== 'function')
      throw new UsageError('is not a layer', { where: `layers[${i}]`, received: show(entry) });
  });
  return (x) =>
    layers.reduce((flow, entry, i) => {
      const next: unknown = entry(flow);
      if (isTraced(next)) return next;
      throw new UsageError('is a function that gives no tensor', {
        where: `layers[${i}]`,
        ...(entry.name && { hint: `call it to make a layer: ${entry.name}(…)` }),
      });
    }, x);
}

/**
 * `base` with what `body` makes of its output on top; `from` is what the layers are told that they are connected to. Layers
 * get names that the base does not have. They compute in `dtype`, that of the base's output if it is left out.
 */
export function grown(base: Model, from: string, body: Layer, dtype?: FloatType): LayeredModel {
  const run = (mode: Mode) => {
    const graph = base.graph(mode);
    const value = graph.outputs.output!;
    const trace = newTrace(mode, dtype ?? (value.dtype as FloatType), namesIn(base, graph));
    const output = body({ value, from, trace });
    if (!isTraced(output) || output.trace !== trace)
      throw new UsageError('the function must return what its last layer gave', { where: base.name });
    return { trace, graph: grownGraph(graph, trace, output) };
  };
  const { trace } = run('train');
  return {
    name: base.name,
    inputs: base.inputs,
    parameters: [...base.parameters, ...[...trace.parameters.values()].map(({ parameter }) => parameter)],
    layers: [...trace.layers.values()],
    graph: (mode) => run(mode).graph,
  };
}

/** The names that are taken: those of layers, and what stands before the last slash of an input's name. */
function namesIn({ inputs }: Model, { inputs: all, outputs }: Graph): Set<string> {
  const own = new Set(inputs.map(({ name }) => name));
  const named = all.flatMap((value) => nameOfInput(value) ?? []).filter((name) => !own.has(name));
  const paths = topologicalOrder(Object.values(outputs)).map(({ path }) => path);
  return new Set([...paths, ...named.map((name) => name.slice(0, Math.max(0, name.lastIndexOf('/'))))]);
}

function grownGraph({ inputs, outputs }: Graph, trace: Trace, output: Traced): Graph {
  const { parameters, next, random, penalties } = trace;
  const g = builder();
  const all = [...(outputs.penalty ? [outputs.penalty] : []), ...penalties];
  return validate({
    inputs: [...inputs, ...[...parameters.values()].map(({ value }) => value), ...random.values()],
    outputs: {
      ...outputs,
      output: output.value,
      ...Object.fromEntries([...next].map(([name, value]) => [nextName(name), value])),
      ...(all.length > 0 && { penalty: all.reduce((sum, penalty) => g.add(sum, penalty)) }),
    },
  });
}
