/** What a case is: the inputs and attributes of one op, as data. The graph follows from them. */
import {
  type AttributeSpecs,
  allocate,
  type Builder,
  type DType,
  elementCount,
  type GivenAttributes,
  type Op,
  permutation,
  type Tensor,
  tensor,
  uniforms,
  type Value,
} from '@graftml/core';

/** How an input is filled. `purpose` names the stream of random numbers, so every input of every case has its own. */
export interface Fill {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** A constant of the graph; otherwise it is fed when the graph runs. */
  readonly constant?: boolean;
  values(purpose: string): Tensor;
}

/** An input that follows from those before it. */
export type Derived = (g: Builder, before: Readonly<Record<string, Value>>) => Value;

/** A list of whole numbers is an int64 constant: axes, a shape, pads. */
export type Given = Fill | readonly number[] | Derived;

type GivenInputs<Names extends readonly string[]> = {
  readonly [N in Names[number] as N extends `${string}?` | `${string}...` ? never : N]: Given;
} & { readonly [N in Names[number] as N extends `${infer B}?` ? B : never]?: Given } & {
  readonly [N in Names[number] as N extends `${infer B}...` ? B : never]: readonly Given[];
};

type GivenAttributesOf<A extends AttributeSpecs> =
  Record<never, never> extends GivenAttributes<A>
    ? { readonly attributes?: GivenAttributes<A> }
    : { readonly attributes: GivenAttributes<A> };

export interface GradientOfCase {
  /**
   * Left out: with respect to every float input that is fed. `'kinked'`: the same, but at places where the function has
   * no derivative and the choice is PyTorch's, so that differences cannot tell. `'none'`: not asked for.
   */
  readonly gradient?: 'kinked' | 'none';
}

/** What is asked of a case beside its required outputs. */
export interface OutputsOfCase {
  /** Optional outputs that are compared too, by name: `['indices']`. Left out: none, or all where none is required. */
  readonly optional?: readonly string[];
}

/** The cases of an op, by a name that says what is special about them. */
export type Cases<O> =
  O extends Op<infer Inputs extends readonly string[], readonly string[], infer A extends AttributeSpecs>
    ? Readonly<Record<string, GivenInputs<Inputs> & GivenAttributesOf<A> & GradientOfCase & OutputsOfCase>>
    : never;

const seed = 1;
/** Only uniform numbers: they have the same bits in every JavaScript engine, cosines and logarithms need not. */
const random = (purpose: string, count: number) => uniforms({ seed, purpose }, count);

/** Uniform in `[low, high)`. */
export const uniform = (shape: readonly number[], low = -1, high = 1): Fill => ({
  dtype: 'float32',
  shape,
  values: (purpose) =>
    tensor(
      'float32',
      shape,
      random(purpose, elementCount(shape)).map((u) => low + (high - low) * u),
    ),
});

/** Distinct numbers around 0, none of them 0, at least `gap` apart: no tie and no kink within `gap / 2`. */
export const apart = (shape: readonly number[], gap = 0.1): Fill => ({
  dtype: 'float32',
  shape,
  values(purpose) {
    const count = elementCount(shape);
    const middle = Math.floor(count / 2) - 0.5;
    return tensor(
      'float32',
      shape,
      Float32Array.from(permutation({ seed, purpose }, count), (i) => (i - middle) * gap),
    );
  },
});

/** Whole numbers in `[low, high)`: many ties where the range is small. */
export const whole = (dtype: DType, shape: readonly number[], low: number, high: number): Fill => ({
  dtype,
  shape,
  values: (purpose) =>
    tensor(
      dtype,
      shape,
      Array.from(random(purpose, elementCount(shape)), (u) => low + Math.floor((high - low) * u)),
    ),
});

export const coins = (shape: readonly number[]): Fill => whole('bool', shape, 0, 2);

/** One number everywhere. */
export const flat = (shape: readonly number[], value: number): Fill => ({
  dtype: 'float32',
  shape,
  values: () => tensor('float32', shape, allocate('float32', elementCount(shape)).fill(value)),
});

/** These very numbers. */
export const literal = (dtype: DType, shape: readonly number[], numbers: readonly number[]): Fill => ({
  dtype,
  shape,
  values: () => tensor(dtype, shape, numbers),
});

/** The same numbers as a constant of the graph: scales, bounds, whatever must be known before it runs. */
export const fixed = (fill: Fill): Fill => ({ ...fill, constant: true });

/** `literal` for a row of float32. */
export const row = (...numbers: readonly number[]): Fill => literal('float32', [numbers.length], numbers);
