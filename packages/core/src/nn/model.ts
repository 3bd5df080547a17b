/** A model: parameters, and a graph over them. It does not matter whether it came from layers or from a file. */
import { DataError } from '../errors.ts';
import type { Graph, Shape } from '../ir/value.ts';
import { checkSeed } from '../random/random.ts';
import { type DType, type FloatType, type Tensor, type Tensors, toFloat } from '../tensor.ts';
import type { Initializer } from './initializers.ts';

/** One tensor of weights, as a model declares it. */
export interface Parameter {
  /** The layer and the role, `'conv2d_1/kernel'`: also the name of the graph's input. */
  readonly name: string;
  readonly dtype: FloatType;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  readonly initializer: Initializer;
  /** The values, where they are known: trained, or read from a file. */
  readonly value?: Tensor;
}

/**
 * `'train'` has dropout and its like, and declares their random inputs; normalises with the statistics of the batch, and
 * gives the new moving averages. `'infer'` has none of that.
 */
export type Mode = 'train' | 'infer';

/** What a model is fed, `[N, …]`. */
export interface ModelInput {
  readonly name: string;
  readonly dtype: DType;
  /** With a symbolic batch, `['N', 3, 32, 32]`. */
  readonly shape: Shape;
}

/** Parameters, and a graph over them; where it came from, layers or a file, makes no difference. */
export interface Model {
  readonly name: string;
  readonly inputs: readonly ModelInput[];
  readonly parameters: readonly Parameter[];
  /**
   * Inputs: the model's, one for each parameter, and random ones. Outputs: `output`, what the model predicts; `penalty`, a
   * scalar to add to the loss, where layers are regularised (in both modes, as Keras reports it); and, when training,
   * `next/<name>` for each parameter that no gradient changes but the forward pass does: the moving averages of a batch
   * normalisation. The step gives the parameter that value.
   */
  graph(mode: Mode): Graph;
}

/** The output of a graph that holds what the parameter `name` becomes. */
export const nextName = (name: string): string => `next/${name}`;

/** Every parameter's value: what it has, or what its initialiser draws. The same seed gives the same numbers anywhere. */
export function initialWeights(model: Model, seed: number): Tensors {
  checkSeed(seed);
  return Object.fromEntries(
    model.parameters.map(({ name, dtype, shape, initializer, value }) => [
      name,
      value ?? toFloat(initializer.create(shape, { seed, purpose: `initialize/${name}` }), dtype),
    ]),
  );
}

/**
 * The same model with these values by the names of its parameters; names that are left out keep theirs. Throws a DataError for
 * a name that the model does not have, and for a dtype or shape that is not the parameter's.
 */
export function withWeights(model: Model, weights: Tensors): Model {
  const known = new Set(model.parameters.map(({ name }) => name));
  const stranger = Object.keys(weights).find((name) => !known.has(name));
  if (stranger !== undefined) throw new DataError('the model has no such parameter', { where: stranger });
  const parameters = model.parameters.map((parameter) => {
    const value = weights[parameter.name];
    if (!value) return parameter;
    if (value.dtype !== parameter.dtype || String(value.shape) !== String(parameter.shape))
      throw new DataError('the weights do not fit the model', {
        where: parameter.name,
        expected: `${parameter.dtype} [${parameter.shape}]`,
        received: `${value.dtype} [${value.shape}]`,
      });
    return { ...parameter, value };
  });
  return { ...model, parameters };
}

/** The values of all parameters by name. Throws a DataError if one has none yet: before a training, use `initialWeights`. */
export function weightsOf(model: Model): Tensors {
  return Object.fromEntries(
    model.parameters.map(({ name, value }) => {
      if (!value)
        throw new DataError('the model has no weights yet', { where: name, hint: 'train it, or use initialWeights' });
      return [name, value];
    }),
  );
}

/** How many numbers the parameters are, those that are not trained among them. */
export const parameterCount = (model: Model): number =>
  model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
