/** The type of a gradient rule. Rules build IR with the same builder as everybody else. */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { AttributeSpecs, AttributesOf, Bare, Fail, Op, PerInput } from '../op.ts';

/**
 * The outputs of the node by name (`y`), and the gradient of the loss for each (`dy`, same shape as `y`): zeros where the
 * loss does not depend on it, nothing where the output is no float. A variadic output has lists.
 */
type PerOutput<Names extends readonly string[]> = {
  readonly [Name in Names[number] as Bare<Name>]: OneOrMany<Name>;
} & {
  readonly [Name in Names[number] as `d${Bare<Name>}`]: OneOrMany<Name>;
};
type OneOrMany<Name extends string> = Name extends `${string}...` ? readonly Value[] : Value;

/** How the gradient of each input is built; a variadic input is asked for one at a time. Only what is needed is asked. */
export type Answers<Names extends readonly string[]> = {
  readonly [Name in Names[number] as Bare<Name>]?: Name extends `${string}...` ? (i: number) => Value : () => Value;
};

/**
 * Given inputs, outputs and the gradients of the outputs by name, answers for each input how its gradient is built. An
 * answer may have the broadcast shape of the output: autodiff sums it down to the input's. An input that a rule leaves
 * out has no gradient (indices, a condition, a shape).
 */
export type Gradient<O> =
  O extends Op<
    infer Inputs extends readonly string[],
    infer Outputs extends readonly string[],
    infer A extends AttributeSpecs
  >
    ? (
        g: Builder,
        at: PerInput<Inputs, Value> & PerOutput<Outputs> & { readonly attributes: AttributesOf<A> },
      ) => Answers<Inputs>
    : never;

/** A rule that may decline a node: it is then differentiated through its body. */
export type GradientOrBody<O> =
  Gradient<O> extends (...args: infer Given) => infer Found ? (...args: Given) => Found | 'expand' : never;

/** For helpers that check: what reaches a rule was checked when its node was built. */
export const impossible: Fail = (statement) => {
  throw new Error(`a checked node fails its own check: ${statement}`);
};
