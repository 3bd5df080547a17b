/**
 * Layers. A layer is a function from tensors to a tensor that, while it builds its part of the graph, declares the
 * parameters and random numbers it needs; whoever runs it gives it a name and collects what it declares.
 */
import { type Builder, builder } from '../builder.ts';
import { type ErrorDetails, GraftError, ShapeError, UsageError } from '../errors.ts';
import { showShape } from '../ir/dims.ts';
import { type Distribution, input, type Shape, type Value } from '../ir/value.ts';
import { type Fans, fansOf, type Initializer, withFans } from './initializer.ts';
import type { Mode, Parameter } from './model.ts';
import type { Regularizer } from './regularizers.ts';

/** What flows between the layers of one model. */
export interface Traced {
  readonly value: Value;
  /** The layer that made it, or the model's input. */
  readonly from: string;
  readonly trace: Trace;
}

/** What most layers are. A function that calls layers on its argument is one too. */
export type Layer = (x: Traced) => Traced;

/** What a layer may say of a parameter that it declares. */
export interface ParameterOptions {
  /** True by default. */
  readonly trainable?: boolean;
  /** Counts while the parameter is trained. */
  readonly regularizer?: Regularizer | undefined;
  /** Where they do not follow from the shape. */
  readonly fans?: Fans | undefined;
}

/** Where a layer builds: what it may use, and what it may ask for. */
export interface Site {
  /** The layer's unique name: also the path of its nodes. */
  readonly name: string;
  readonly mode: Mode;
  readonly dtype: 'float32' | 'float64';
  readonly g: Builder;
  /**
   * A graph input `'<layer>/<role>'`. A layer that is used several times has one, whatever the number of uses; a later use sees
   * what `next` of an earlier one gave.
   */
  parameter(role: string, shape: readonly number[], initializer: Initializer, options?: ParameterOptions): Value;
  /** In training: what a parameter that is not trained is after this step, such as a moving average. */
  next(role: string, value: Value): void;
  /** Random numbers that are drawn anew at each step, and for each use of the layer. The shape may contain the batch. */
  random(role: string, shape: Shape, distribution: Distribution): Value;
  /** Adds a scalar to the loss. */
  penalty(value: Value): void;
  /**
   * Runs another layer inside this one. What it declares has this layer's name before its own, and counts as this layer's;
   * it has no row of its own in a summary.
   */
  within(inner: Layer, x: Value): Value;
  /** Throws a ShapeError that names the layer. */
  fail(statement: string, details?: Omit<ErrorDetails, 'where'>): never;
}

/** A layer as a model tells of it. */
export interface LayerInfo {
  readonly name: string;
  /** Keras's class name, `'Conv2D'`. */
  readonly type: string;
  /** The layers before, or the model's input; of every use. */
  readonly inputs: readonly string[];
  /** With the symbolic batch; of the first use. */
  readonly shape: Shape;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
}

interface Definition<Inputs extends readonly Value[]> {
  readonly type: string;
  readonly name: string | undefined;
  readonly build: (at: Site, ...inputs: Inputs) => Value;
}

/** One run through a model's layers: everything they declared, in order. */
export interface Trace {
  readonly mode: Mode;
  readonly dtype: 'float32' | 'float64';
  /** What stands before the names of layers: empty, or the layer inside which these run, with a slash. */
  readonly path: string;
  readonly names: Set<string>;
  /** What runs inside layers, by their names. */
  readonly nested: Map<string, Trace>;
  /** By what makes each of them, in the order of first use. */
  readonly layers: Map<unknown, LayerInfo>;
  readonly parameters: Map<string, { readonly parameter: Parameter; readonly value: Value }>;
  /** What parameters become that no gradient changes, by their names. */
  readonly next: Map<string, Value>;
  readonly random: Map<string, Value>;
  readonly penalties: Value[];
}

/** `names` are those that layers cannot have. */
export const newTrace = (mode: Mode, dtype: 'float32' | 'float64', names: Iterable<string>): Trace => ({
  mode,
  dtype,
  path: '',
  names: new Set(names),
  nested: new Map(),
  layers: new Map(),
  parameters: new Map(),
  next: new Map(),
  random: new Map(),
  penalties: [],
});

/**
 * Makes a layer. `type` is its class name, from which the name of each instance follows: `'MaxPooling2D'` gives
 * `max_pooling2d`, `max_pooling2d_1`, … `build` is called once for each use of the layer, and again for each mode.
 */
export function layer<Inputs extends readonly Value[] = [Value]>(
  type: string,
  build: (at: Site, ...inputs: Inputs) => Value,
  { name }: { readonly name?: string | undefined } = {},
): (...inputs: { readonly [I in keyof Inputs]: Traced }) => Traced {
  const definition: Definition<Inputs> = { type, name, build };
  return (...inputs) => use(definition, inputs);
}

function use<Inputs extends readonly Value[]>(
  definition: Definition<Inputs>,
  inputs: { readonly [I in keyof Inputs]: Traced },
): Traced {
  const { type, build } = definition;
  const all = inputs as readonly Traced[];
  const trace = traceOf(all, definition.name ?? snakeCase(type));
  const before = trace.layers.get(definition);
  const name = before?.name ?? claimName(trace, type, definition.name);
  const parameters: string[] = [];
  const values = all.map(({ value }) => value);
  const value = build(siteOf(trace, type, name, values, parameters), ...(values as unknown as Inputs));
  trace.layers.set(definition, {
    ...(before ?? { name, type, shape: value.shape, parameters }),
    inputs: [...(before?.inputs ?? []), ...all.map(({ from }) => from)],
  });
  return { value, from: name, trace };
}

/** The trace that all inputs belong to. */
function traceOf(inputs: readonly Traced[], where: string): Trace {
  const [first] = inputs;
  for (const x of inputs)
    if (!isTraced(x))
      throw new UsageError('a layer is called on what the model gives to its function, or on what a layer gave', {
        where,
        hint: 'in sequential([...]) list layers without calling them on anything: dense(10), not dense(10)(x)',
      });
  if (!first) throw new UsageError('needs at least one input', { where });
  if (inputs.some(({ trace }) => trace !== first.trace))
    throw new UsageError('the inputs belong to different models', { where });
  return first.trace;
}

export const isTraced = (x: unknown): x is Traced =>
  typeof x === 'object' && x !== null && 'trace' in x && 'value' in x;

function siteOf(trace: Trace, type: string, local: string, inputs: readonly Value[], declared: string[]): Site {
  const { mode, dtype } = trace;
  const name = trace.path + local;
  const g = builder(name);
  return {
    name,
    mode,
    dtype,
    g,
    parameter(role, shape, initializer, { trainable = true, regularizer, fans } = {}) {
      const path = `${name}/${role}`;
      if (declared.includes(path)) throw new GraftError('a layer declares two parameters of one name', { where: path });
      declared.push(path);
      const before = trace.parameters.get(path)?.value;
      if (before && String(before.shape) !== String(shape))
        throw new ShapeError(type, name, `the layer is shared, but its uses need different parameters '${role}'`, {
          expected: `${showShape(before.shape)}, as at its first use`,
          received: showShape(shape),
        });
      if (before) return trace.next.get(path) ?? before;
      const value = input(path, dtype, shape);
      const parameter: Parameter = {
        name: path,
        dtype,
        shape,
        trainable,
        initializer: withFans(initializer, fans ?? fansOf(shape)),
      };
      trace.parameters.set(path, { parameter, value });
      if (regularizer && trainable) trace.penalties.push(regularizer(g, value));
      return value;
    },
    next(role, value) {
      const path = `${name}/${role}`;
      const before = trace.parameters.get(path);
      if (!before || before.parameter.trainable || mode !== 'train')
        throw new GraftError('a layer says what becomes of its own parameters that are not trained, in training', {
          where: path,
          received: !before ? 'no such parameter' : mode === 'train' ? 'one that is trained' : `mode '${mode}'`,
        });
      if (String(value.shape) !== String(before.value.shape) || value.dtype !== before.value.dtype)
        throw new ShapeError(type, name, `what '${role}' becomes must be of its shape`, {
          expected: `${dtype} ${showShape(before.value.shape)}`,
          received: `${value.dtype} ${showShape(value.shape)}`,
        });
      trace.next.set(path, value);
    },
    random(role, shape, distribution) {
      const path = unused(`${name}/${role}`, trace.random);
      const value = input(path, dtype, shape, distribution);
      trace.random.set(path, value);
      return value;
    },
    penalty(value) {
      if (value.shape.length !== 0)
        throw new ShapeError(type, name, 'a penalty must be a scalar', { received: showShape(value.shape) });
      trace.penalties.push(value);
    },
    within(inner, value) {
      const nested = trace.nested.get(local) ?? nestedIn(trace, `${name}/`);
      trace.nested.set(local, nested);
      const made = inner({ value, from: name, trace: nested });
      if (!isTraced(made) || made.trace !== nested)
        throw new UsageError('the layer inside must return what its last layer gave', { where: name });
      for (const { parameters } of nested.layers.values())
        declared.push(...parameters.filter((path) => !declared.includes(path)));
      return made.value;
    },
    fail(statement, details = {}) {
      const received = inputs.map(({ dtype, shape }) => `${dtype} ${showShape(shape)}`).join(', ');
      throw new ShapeError(type, name, statement, { received, ...details });
    },
  };
}

/** Layers there have names of their own; everything else that they declare goes to the whole model's lists. */
const nestedIn = (trace: Trace, path: string): Trace => ({
  ...trace,
  path,
  names: new Set(),
  nested: new Map(),
  layers: new Map(),
});

/** The layer's own name, which must be free, or the first free one of `dense`, `dense_1`, … */
function claimName(trace: Trace, type: string, explicit: string | undefined): string {
  if (explicit !== undefined) {
    if (!/^[^\s/]+$/.test(explicit))
      throw new UsageError('a name must not be empty or hold blanks or slashes', {
        where: snakeCase(type),
        received: `'${explicit}'`,
      });
    if (trace.names.has(explicit))
      throw new UsageError('two layers of a model have the same name', {
        where: explicit,
        hint: 'give one of them another name, or use one layer twice to share its weights',
      });
  }
  const name = explicit ?? unused(snakeCase(type), trace.names);
  trace.names.add(name);
  return name;
}

const unused = (name: string, taken: { has(name: string): boolean }): string => {
  if (!taken.has(name)) return name;
  for (let i = 1; ; i++) if (!taken.has(`${name}_${i}`)) return `${name}_${i}`;
};

/** Keras's rule: `MaxPooling2D` is `max_pooling2d`, `LeakyReLU` is `leaky_re_lu`. */
export const snakeCase = (type: string): string =>
  type
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
