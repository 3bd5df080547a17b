/** Models made of layers: a list of them, or any function that calls them. */
import { builder } from '../builder.ts';
import { UsageError } from '../errors.ts';
import { validate } from '../ir/validate.ts';
import { type Graph, input as inputValue } from '../ir/value.ts';
import { show } from '../options.ts';
import { isTraced, type Layer, type LayerInfo, newTrace, type Trace, type Traced } from './layer.ts';
import type { Mode, Model } from './model.ts';

export interface ModelOptions {
  /** One input without its batch axis, channels first: `[3, 32, 32]`. */
  readonly input: readonly number[];
  readonly name?: string;
  /** Of the input, the parameters and everything between: `'float32'` by default. */
  readonly dtype?: 'float32' | 'float64';
}

/** A model that knows its layers, in the order of first use. */
export interface LayeredModel extends Model {
  readonly layers: readonly LayerInfo[];
}

/** One layer after another. */
export function sequential(options: ModelOptions, layers: readonly Layer[]): LayeredModel {
  if (layers.length === 0) throw new UsageError('needs at least one layer', { where: options.name ?? 'sequential' });
  layers.forEach((entry, i) => {
    if (typeof entry !== 'function')
      throw new UsageError('is not a layer', { where: `layers[${i}]`, received: show(entry) });
  });
  return functional({ name: 'sequential', ...options }, (x) =>
    layers.reduce((flow, entry, i) => {
      const next: unknown = entry(flow);
      if (isTraced(next)) return next;
      throw new UsageError('is a function that gives no tensor', {
        where: `layers[${i}]`,
        ...(entry.name && { hint: `call it to make a layer: ${entry.name}(…)` }),
      });
    }, x),
  );
}

/**
 * Whatever `body` makes of the input:
 * `functional({ input: [3, 32, 32] }, (x) => dense(10)(flatten()(add()(x, conv2D(3, 3, { padding: 'same' })(x)))))`.
 * A layer that is called several times shares its weights. `body` runs once for each graph and must do the same each time.
 */
export function functional(options: ModelOptions, body: (x: Traced) => Traced): LayeredModel {
  const { input, name = 'functional', dtype = 'float32' } = options;
  if (!Array.isArray(input) || input.some((d) => !Number.isInteger(d) || d < 1))
    throw new UsageError('input must be the shape of one input, whole numbers without the batch axis', {
      where: name,
      received: show(input),
      hint: 'a colour picture of 32 by 32 is [3, 32, 32]',
    });
  const modelInput = { name: inputName, dtype, shape: [batch, ...input] };
  const run = (mode: Mode) => {
    const trace = newTrace(mode, dtype);
    const value = inputValue(modelInput.name, dtype, modelInput.shape);
    const output = body({ value, from: inputName, trace });
    if (!isTraced(output) || output.trace !== trace)
      throw new UsageError('the function must return what its last layer gave', { where: name });
    return { trace, graph: graphOf(trace, value, output) };
  };
  const { trace } = run('train');
  return {
    name,
    inputs: [modelInput],
    parameters: [...trace.parameters.values()].map(({ parameter }) => parameter),
    layers: [...trace.layers.values()],
    graph: (mode) => run(mode).graph,
  };
}

/** The name of the only input. */
const inputName = 'input';
/** The symbolic batch. */
const batch = 'N';

function graphOf(trace: Trace, input: Traced['value'], output: Traced): Graph {
  const { parameters, random, penalties } = trace;
  const g = builder();
  return validate({
    inputs: [input, ...[...parameters.values()].map(({ value }) => value), ...random.values()],
    outputs: {
      output: output.value,
      ...(penalties.length > 0 && { penalty: penalties.reduce((sum, penalty) => g.add(sum, penalty)) }),
    },
  });
}
