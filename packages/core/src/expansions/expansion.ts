/** The type of a body: an op written out in smaller ones. */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { AttributeSpecs, AttributesOf, Op, PerInput } from '../op.ts';

/** Given the inputs by name, builds what the op gives: one value, or one for each output. */
export type Expansion<O> =
  O extends Op<infer Inputs extends readonly string[], readonly string[], infer A extends AttributeSpecs>
    ? (g: Builder, at: PerInput<Inputs, Value> & { readonly attributes: AttributesOf<A> }) => Value | readonly Value[]
    : never;
